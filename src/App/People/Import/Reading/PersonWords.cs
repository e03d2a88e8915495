using System.Globalization;

namespace Muster.People.Import.Reading;

/// <summary>A limit read from free text. <see cref="LimitKind.AvoidArea"/> and <see cref="LimitKind.AvoidPerson"/> name nobody yet: a
/// person has to say whom <paramref name="Text"/> means.</summary>
public sealed record ParsedLimit(LimitKind Kind, string Text);

/// <summary>Single words of a person's row.</summary>
public static class PersonWords
{
    private static readonly (string Word, LimitKind Value)[] LimitWords = WordTable.InOrder(
        (LimitKind.NoNights, "夜班 值夜 熬夜 夜间 nonight nightshift"),
        (LimitKind.Health, "孕 妊娠 哺乳 产假 pregnan nursing 高血压 心脏 糖尿病 哮喘 慢性病 手术 术后 残疾 肿瘤 癌 化疗 骨折 腰椎 "
            + "不能负重 不宜久站 不能久站 身体不适 患病 过敏 asthma diabet hypertens"),
        (LimitKind.Care, "照顾 照料 赡养 陪护 老人需 独自带 带孩子 单亲 caresfor careof caring"),
        (LimitKind.AvoidArea, "回避 avoid"));

    /// <summary>Earlier words win: a reporting member of a city bureau is a reporting member.</summary>
    private static readonly (string Word, Origin Value)[] OriginWords = WordTable.InOrder(
        (Origin.ReportingMember, "双报到 报到党员 在职党员 reporting"),
        (Origin.Volunteer, "志愿 volunteer"),
        (Origin.LocalStaff, "社区工作者 社工 居委 村委 社区干部 属地 本地 网格员 local"),
        (Origin.Street, "街道 镇街 乡镇 镇级 街镇 street town"),
        (Origin.City, "市级 市直 市派 市属 省级 省直 city municipal"),
        (Origin.County, "区级 县级 区直 县直 区派 区属 区县 机关 county district"));

    public static Sex? ReadSex(string text) => Letters.Key(text) switch
    {
        "男" or "男性" or "m" or "male" or "1" or "先生" => Sex.Male,
        "女" or "女性" or "f" or "female" or "2" or "女士" => Sex.Female,
        _ => null,
    };

    public static Origin? ReadOrigin(string text)
    {
        string key = Letters.Key(text);
        if (key is "市") return Origin.City;
        if (key is "区" or "县") return Origin.County;
        if (key is "镇" or "街") return Origin.Street;
        foreach (var (word, origin) in OriginWords)
            if (key.Contains(word, StringComparison.Ordinal)) return origin;
        return null;
    }

    /// <summary>Every limit that is named in the text. A denial (无基础疾病, 不需要照顾) or an offer
    /// (可值夜班) names none.</summary>
    public static IReadOnlyList<ParsedLimit> ReadLimits(string text)
    {
        var limits = new List<ParsedLimit>();
        foreach (string piece in text.Split(['，', ',', '；', ';', '。', '\n', '、'], StringSplitOptions.RemoveEmptyEntries))
        {
            string key = Letters.Key(piece);
            if (key.Length == 0 || key[0] is '无' or '没' || key.StartsWith("不需", StringComparison.Ordinal)) continue;
            if (key[0] is '可' or '能') continue;
            foreach (var (word, kind) in LimitWords)
                if (key.Contains(word, StringComparison.Ordinal) && limits.TrueForAll(l => l.Kind != kind))
                    limits.Add(new ParsedLimit(kind, Letters.Tidy(text)));
        }
        return limits;
    }

    /// <summary>The year in 1978.03, 197803, 1978年3月, 1978-3-5, 78年 is none; null when there is no believable year.</summary>
    public static int? ReadBirthYear(string text, DateOnly today)
    {
        text = Letters.Narrow(text);
        int at = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (at < 0 || at + 4 > text.Length) return null;
        if (!int.TryParse(text.AsSpan(at, 4), NumberStyles.None, CultureInfo.InvariantCulture, out int year)) return null;
        return year >= 1900 && year <= today.Year ? year : null;
    }

    /// <summary>45, 45岁, 四十五 is none.</summary>
    public static int? ReadAge(string text)
    {
        string digits = string.Concat(Letters.Narrow(text).TakeWhile(c => char.IsAsciiDigit(c)));
        return digits.Length is > 0 and <= 3 ? int.Parse(digits, CultureInfo.InvariantCulture) : null;
    }

    private static readonly string[] AgencyEndings =
        ["局", "委员会", "办事处", "公司", "中心", "医院", "学校", "中学", "小学", "大学", "学院", "银行", "集团", "法院", "检察院", "街道", "委", "政府", "联合会", "总工会"];

    /// <summary>区教育局办公室主任 → 区教育局 and 办公室主任. The agency ends with the first word that ends agencies and what directly
    /// belongs to it (街道办事处, 市委组织部). Without such a word, or after a space, the rest is the post.</summary>
    public static (string Agency, string? Post) SplitAgencyAndPost(string text)
    {
        text = Letters.Tidy(text);
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space > 0) return (text[..space], text[(space + 1)..]);
        int end = 0;
        for (int at = 1; at < text.Length && end == 0; at++) end = EndingAt(text, at);
        if (end == 0) return (text, null);
        for (int more = EndingAt(text, end); more > 0; more = EndingAt(text, end)) end = more;
        int bureau = text[end - 1] == '委' ? text.AsSpan(end, Math.Min(6, text.Length - end)).IndexOf('部') : -1;
        if (bureau > 0) end += bureau + 1;
        return end >= text.Length ? (text, null) : (text[..end], text[end..]);
    }

    private static int EndingAt(string text, int at)
    {
        int end = 0;
        foreach (string ending in AgencyEndings)
            if (string.CompareOrdinal(text, at, ending, 0, ending.Length) == 0) end = Math.Max(end, at + ending.Length);
        return end;
    }
}
