using System.Globalization;

namespace Muster.People.Import.Reading;

/// <summary>A limit read from free text. <see cref="LimitKind.AvoidArea"/> and <see cref="LimitKind.AvoidPerson"/> name nobody yet: a
/// person has to say whom <paramref name="Text"/> means.</summary>
public sealed record ParsedLimit(LimitKind Kind, string Text);

/// <summary>Single words of a person's row.</summary>
public static class PersonWords
{
    private static readonly (string Word, LimitKind Kind)[] LimitWords =
    [
        ("夜班", LimitKind.NoNights), ("值夜", LimitKind.NoNights), ("熬夜", LimitKind.NoNights), ("夜间", LimitKind.NoNights), ("nonight", LimitKind.NoNights), ("nightshift", LimitKind.NoNights),
        ("孕", LimitKind.Health), ("妊娠", LimitKind.Health), ("哺乳", LimitKind.Health), ("产假", LimitKind.Health), ("pregnan", LimitKind.Health), ("nursing", LimitKind.Health),
        ("高血压", LimitKind.Health), ("心脏", LimitKind.Health), ("糖尿病", LimitKind.Health), ("哮喘", LimitKind.Health), ("慢性病", LimitKind.Health), ("手术", LimitKind.Health), ("术后", LimitKind.Health),
        ("残疾", LimitKind.Health), ("肿瘤", LimitKind.Health), ("癌", LimitKind.Health), ("化疗", LimitKind.Health), ("骨折", LimitKind.Health), ("腰椎", LimitKind.Health), ("不能负重", LimitKind.Health),
        ("不宜久站", LimitKind.Health), ("不能久站", LimitKind.Health), ("身体不适", LimitKind.Health), ("患病", LimitKind.Health), ("过敏", LimitKind.Health), ("asthma", LimitKind.Health), ("diabet", LimitKind.Health), ("hypertens", LimitKind.Health),
        ("照顾", LimitKind.Care), ("照料", LimitKind.Care), ("赡养", LimitKind.Care), ("陪护", LimitKind.Care), ("老人需", LimitKind.Care), ("独自带", LimitKind.Care), ("带孩子", LimitKind.Care), ("单亲", LimitKind.Care),
        ("caresfor", LimitKind.Care), ("careof", LimitKind.Care), ("caring", LimitKind.Care),
        ("回避", LimitKind.AvoidArea), ("avoid", LimitKind.AvoidArea),
    ];

    private static readonly (string Word, Origin Origin)[] OriginWords =
    [
        ("双报到", Origin.ReportingMember), ("报到党员", Origin.ReportingMember), ("在职党员", Origin.ReportingMember), ("reporting", Origin.ReportingMember),
        ("志愿", Origin.Volunteer), ("volunteer", Origin.Volunteer),
        ("社区工作者", Origin.LocalStaff), ("社工", Origin.LocalStaff), ("居委", Origin.LocalStaff), ("村委", Origin.LocalStaff), ("社区干部", Origin.LocalStaff), ("属地", Origin.LocalStaff), ("本地", Origin.LocalStaff),
        ("网格员", Origin.LocalStaff), ("local", Origin.LocalStaff),
        ("街道", Origin.Street), ("镇街", Origin.Street), ("乡镇", Origin.Street), ("镇级", Origin.Street), ("街镇", Origin.Street), ("street", Origin.Street), ("town", Origin.Street),
        ("市级", Origin.City), ("市直", Origin.City), ("市派", Origin.City), ("市属", Origin.City), ("省级", Origin.City), ("省直", Origin.City), ("city", Origin.City), ("municipal", Origin.City),
        ("区级", Origin.County), ("县级", Origin.County), ("区直", Origin.County), ("县直", Origin.County), ("区派", Origin.County), ("区属", Origin.County), ("区县", Origin.County), ("机关", Origin.County), ("county", Origin.County), ("district", Origin.County),
    ];

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

    /// <summary>Every limit that is named in the text. A denial (无基础疾病, 不需要照顾) names none.</summary>
    public static IReadOnlyList<ParsedLimit> ReadLimits(string text)
    {
        var limits = new List<ParsedLimit>();
        foreach (string piece in text.Split(['，', ',', '；', ';', '。', '\n', '、'], StringSplitOptions.RemoveEmptyEntries))
        {
            string key = Letters.Key(piece);
            if (key.StartsWith('无') || key.StartsWith('没') || key.StartsWith("不需", StringComparison.Ordinal) || key is "健康" or "良好" or "正常" or "none") continue;
            bool can = key.Contains("可夜班", StringComparison.Ordinal) || key.Contains("能上夜班", StringComparison.Ordinal) && !key.Contains('不', StringComparison.Ordinal)
                || key.StartsWith("可值夜", StringComparison.Ordinal) || key.StartsWith("可以", StringComparison.Ordinal);
            foreach (var (word, kind) in LimitWords)
                if (!can && key.Contains(word, StringComparison.Ordinal) && limits.TrueForAll(l => l.Kind != kind)) limits.Add(new ParsedLimit(kind, Letters.Tidy(text)));
        }
        return limits;
    }

    /// <summary>The year in 1978.03, 197803, 1978年3月, 1978-3-5, 78年 is none; null when there is no believable year.</summary>
    public static int? ReadBirthYear(string text, DateOnly today)
    {
        text = Letters.Narrow(text);
        int at = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (at < 0 || at + 4 > text.Length || !int.TryParse(text.AsSpan(at, 4), NumberStyles.None, CultureInfo.InvariantCulture, out int year)) return null;
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
