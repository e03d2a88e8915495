using System.Globalization;

namespace Muster.People.Import.Reading;

/// <summary>Political status as read from a cell: two digits and a name by GB/T 4762-1984. Party members are full and probationary
/// members of the Communist Party.</summary>
public sealed record PoliticalAffiliation(string Code)
{
    public string Name => PoliticalStatus.Zh(Code);

    public bool PartyMember => PoliticalStatus.IsPartyMember(Code);

    /// <summary>What people write, without spaces; the longest that occurs in the text decides, so 预备党员 is not taken for 党员.
    /// 是 and 否 answer a column 是否党员.</summary>
    private static readonly (string Word, string Value)[] Words = WordTable.LongestFirst(
        ("02", "预备党员 预备 probationary"),
        ("13", "积极分子 发展对象 非党员 不是党员 非中共党员 群众 masses 无 none nonmember notmember 否"),
        ("03", "共青团员 团员 共青团 youthleague"),
        ("04", "民革 国民党革命委员会"),
        ("05", "民盟 民主同盟"),
        ("06", "民建 民主建国会"),
        ("07", "民进 民主促进会"),
        ("08", "农工党 农工民主党 农工"),
        ("09", "致公党 致公"),
        ("10", "九三学社 九三"),
        ("11", "台盟 台湾民主自治同盟"),
        ("12", "无党派 independent"),
        ("01", "共产党 中共党员 正式党员 党员 中共 communistparty partymember cpc ccp member 是 yes"));

    /// <summary>Null when the text is none of them.</summary>
    public static PoliticalAffiliation? Read(string text)
    {
        string key = Letters.Key(text);
        if (key.Length == 0) return null;
        if (key == "no") return new PoliticalAffiliation("13");
        if (int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int code))
            return code is >= 1 and <= 13 ? new PoliticalAffiliation(code.ToString("D2", CultureInfo.InvariantCulture)) : null;
        foreach (var (word, found) in Words)
            if (word.Length == 1 ? key == word : key.Contains(word, StringComparison.Ordinal)) return new PoliticalAffiliation(found);
        return null;
    }
}
