using Muster.People.Import.Reading;
using Muster.Platform.Acts;

namespace Muster.People;

/// <summary>What must hold of a person. Pure: the values are given, every broken rule comes back.</summary>
public static class PersonRules
{
    public const int NameLengthMax = 60, TextLengthMax = 200, NoteLengthMax = 2000, AgeMin = 14, AgeMax = 100;

    public static IEnumerable<Broken> Check(PersonFields fields, int thisYear)
    {
        foreach (var broken in Name(fields.Name)) yield return broken;
        if (fields.BirthYear is { } year && (thisYear - year is < AgeMin or > AgeMax))
            yield return new Broken("age-impossible", $"出生年份 {year} 不可能：年龄应在 {AgeMin} 至 {AgeMax} 岁。",
                $"Birth year {year} cannot be: the age must be {AgeMin} to {AgeMax}.", nameof(fields.BirthYear));
        if (fields.PoliticalStatus is { } status && !PoliticalStatus.IsKnown(status))
            yield return new Broken("political-status-unknown", $"政治面貌代码“{status}”不在 GB/T 4762 中。",
                $"Political status “{status}” is not a code of GB/T 4762.", nameof(fields.PoliticalStatus));
        foreach (var (text, field) in new[]
                 {
                     (fields.JobTitle, nameof(fields.JobTitle)), (fields.GradeName, nameof(fields.GradeName)),
                     (fields.HomeText, nameof(fields.HomeText)), (fields.Team, nameof(fields.Team)),
                 })
            if (text is { Length: > TextLengthMax })
                yield return TooLong(field, text.Length, TextLengthMax);
        if (fields.HomeText?.Contains("**", StringComparison.Ordinal) == true)
            yield return new Broken("masked-value", "居住地址是遮盖过的，不能存回。请填写完整地址，或先查看完整内容。", "The home is a masked one and cannot be saved. Give it in full, or look at it in full first.", nameof(fields.HomeText));
        if (fields.Note is { Length: > NoteLengthMax }) yield return TooLong(nameof(fields.Note), fields.Note.Length, NoteLengthMax);
    }

    public static IEnumerable<Broken> Name(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
            yield return new Broken("name-missing", "没有姓名。", "The name is missing.", nameof(PersonFields.Name));
        else if (name.Length > NameLengthMax)
            yield return TooLong(nameof(PersonFields.Name), name.Length, NameLengthMax);
        else if (name.Any(char.IsControl))
            yield return new Broken("name-control", "姓名中有不可见的控制字符。", "The name contains control characters.", nameof(PersonFields.Name));
    }

    /// <summary>What is said never repeats the number itself.</summary>
    public static IEnumerable<Broken> Identity(string? idNumber, string? phone)
    {
        if (idNumber is not null && !IdNumber.IsRight(idNumber))
            yield return new Broken("id-invalid", "身份证号不对：应为 18 位，日期与校验位须符合 GB 11643。",
                "The ID number is wrong: 18 characters whose date and check digit hold by GB 11643.", "IdNumber");
        if (phone is not null && (phone.Split(PersonInFile.PhoneStroke).Any(one => one.Length is < 7 or > 16 || !one.All(c => char.IsAsciiDigit(c) || c is '+' or '-'))))
            yield return new Broken("phone-invalid", "电话不对：应为 7 至 16 位数字。", "The telephone is wrong: 7 to 16 digits.", "Phone");
    }

    public static IEnumerable<Broken> Limit(LimitKind kind, Guid? areaId, Guid? otherPersonId, Guid personId)
    {
        if (kind == LimitKind.AvoidArea && areaId is null)
            yield return new Broken("limit-area-missing", "回避地点要写明是哪个地点。", "Avoiding an area needs the area.", "AreaId");
        if (kind == LimitKind.AvoidPerson && otherPersonId is null)
            yield return new Broken("limit-person-missing", "回避人员要写明是谁。", "Avoiding a person needs the person.", "OtherPersonId");
        if (otherPersonId == personId)
            yield return new Broken("limit-self", "不能回避本人。", "Nobody avoids themselves.", "OtherPersonId");
    }

    public static IEnumerable<Broken> Skill(string skill)
    {
        if (string.IsNullOrWhiteSpace(skill))
            yield return new Broken("skill-missing", "没有写明技能。", "The skill is missing.", "Skill");
        else if (skill.Length > NameLengthMax)
            yield return TooLong("Skill", skill.Length, NameLengthMax);
    }

    /// <summary>Thrown where a caller saves over a version that is no longer the newest.</summary>
    public static Broken Stale(string field = "Version") => new("stale", "别人刚刚改过这条记录，您的修改未保存。请对照后再存。",
        "Somebody changed this record meanwhile; yours was not saved. Compare, then save again.", field);

    /// <summary>Nothing can be seen of, or written to, somebody whose data was destroyed.</summary>
    public static Broken Destroyed => new("person-destroyed", "此人的个人信息已销毁，只留下编号和服务记录。", "This person's data was destroyed; the id and where one served are what is left.");

    public static Broken NotThere(string kindZh, string kind, Guid id) =>
        new(kind + "-not-there", $"没有这个{kindZh}：{id}。", $"There is no such {kind}: {id}.");

    private static Broken TooLong(string field, int length, int max) =>
        new("too-long", $"太长：{length} 字，最多 {max} 字。", $"Too long: {length} characters, at most {max}.", field);
}
