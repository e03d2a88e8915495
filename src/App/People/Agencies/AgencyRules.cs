using Muster.Platform.Acts;

namespace Muster.People.Agencies;

/// <summary>What is entered about an agency.</summary>
public sealed record AgencyFields
{
    public string Name { get; init; } = "";
    public string? ShortName { get; init; }
    public Guid? ParentId { get; init; }
    public AgencyLevel Level { get; init; } = AgencyLevel.Other;
    public Guid? AreaId { get; init; }
    public int? Headcount { get; init; }
    public int MinimumStay { get; init; }
    public int QuotaPercent { get; init; }
    public Guid? LiaisonId { get; init; }

    public static AgencyFields Of(Agency agency) => new()
    {
        Name = agency.Name, ShortName = agency.ShortName, ParentId = agency.ParentId, Level = agency.Level, AreaId = agency.AreaId,
        Headcount = agency.Headcount, MinimumStay = agency.MinimumStay, QuotaPercent = agency.QuotaPercent, LiaisonId = agency.LiaisonId,
    };
}

/// <summary>What must hold of an agency. Pure.</summary>
public static class AgencyRules
{
    public const int NameLengthMax = 100, HeadcountMax = 1_000_000;

    public static IEnumerable<Broken> Check(AgencyFields fields)
    {
        if (string.IsNullOrWhiteSpace(fields.Name))
            yield return new Broken("agency-name-missing", "没有单位名称。", "The agency's name is missing.", nameof(fields.Name));
        else if (fields.Name.Length > NameLengthMax)
            yield return new Broken("too-long", $"太长：{fields.Name.Length} 字，最多 {NameLengthMax} 字。",
                $"Too long: {fields.Name.Length} characters, at most {NameLengthMax}.", nameof(fields.Name));
        if (fields.Headcount is < 0 or > HeadcountMax)
            yield return new Broken("headcount-out-of-range", $"编制人数 {fields.Headcount} 不在 0 至 {HeadcountMax} 之间。",
                $"Headcount {fields.Headcount} is not between 0 and {HeadcountMax}.", nameof(fields.Headcount));
        if (fields.MinimumStay < 0)
            yield return new Broken("minimum-stay-negative", $"最少留守 {fields.MinimumStay} 人不能为负。",
                $"The minimum that stays, {fields.MinimumStay}, cannot be negative.", nameof(fields.MinimumStay));
        if (fields.QuotaPercent is < 0 or > 100)
            yield return new Broken("quota-out-of-range", $"下沉比例 {fields.QuotaPercent}% 不在 0 至 100 之间。",
                $"A quota of {fields.QuotaPercent} % is not between 0 and 100.", nameof(fields.QuotaPercent));
        if (fields.Headcount is { } all && fields.MinimumStay > all)
            yield return new Broken("stay-over-headcount", $"最少留守 {fields.MinimumStay} 人，超过编制 {all} 人。",
                $"{fields.MinimumStay} must stay, more than the headcount of {all}.", nameof(fields.MinimumStay));
        else if (fields.Headcount is { } count && fields.MinimumStay + Quota(count, fields.QuotaPercent) > count)
            yield return new Broken("quota-and-stay-over-headcount",
                $"编制 {count} 人，须派 {Quota(count, fields.QuotaPercent)} 人（{fields.QuotaPercent}%）又须留 {fields.MinimumStay} 人，做不到。",
                $"Of {InEnglish.People(count)}, {Quota(count, fields.QuotaPercent)} ({fields.QuotaPercent} %) are to go and {fields.MinimumStay} to stay: that cannot be.",
                nameof(fields.QuotaPercent));
    }

    /// <summary>People that a share asks for: rounded up, since “at least 70 %” of 9 is 7.</summary>
    public static int Quota(int headcount, int percent) => (int)((((long)headcount * percent) + 99) / 100);

    /// <summary>The level a name speaks of, for an agency an import saw first.</summary>
    public static AgencyLevel LevelOf(string name)
    {
        if (name.Contains("街道", StringComparison.Ordinal) || name.Contains('镇') || name.Contains('乡')) return AgencyLevel.Street;
        var city = name.IndexOf('市');
        var county = name.IndexOfAny(['区', '县', '旗']);
        if (county > 0 && county < name.Length - 1) return AgencyLevel.County;
        return city > 0 && city < name.Length - 1 ? AgencyLevel.City : AgencyLevel.Other;
    }
}
