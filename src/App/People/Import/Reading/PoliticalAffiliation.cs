namespace Muster.People.Import.Reading;

/// <summary>Political status as read from a cell: two digits and a name by GB/T 4762-1984. Party members are full and probationary
/// members of the Communist Party.</summary>
public sealed record PoliticalAffiliation(string Code)
{
    public string Name => PoliticalStatus.Zh(Code);

    public bool PartyMember => PoliticalStatus.IsPartyMember(Code);

    /// <summary>What people write, without spaces; the longest that occurs in the text decides, so 预备党员 is not taken for 党员.</summary>
    private static readonly (string Word, string Code)[] Words =
    [
        .. new (string, string)[]
        {
            ("预备党员", "02"), ("预备", "02"), ("probationary", "02"), ("积极分子", "13"), ("发展对象", "13"), ("非党员", "13"), ("不是党员", "13"), ("非中共党员", "13"),
            ("共青团员", "03"), ("团员", "03"), ("共青团", "03"), ("youthleague", "03"), ("民革", "04"), ("民盟", "05"), ("民建", "06"), ("民进", "07"),
            ("农工党", "08"), ("农工民主党", "08"), ("农工", "08"), ("致公党", "09"), ("致公", "09"), ("九三学社", "10"), ("九三", "10"), ("台盟", "11"),
            ("民主同盟", "05"), ("民主建国会", "06"), ("民主促进会", "07"), ("国民党革命委员会", "04"), ("台湾民主自治同盟", "11"),
            ("无党派", "12"), ("independent", "12"), ("群众", "13"), ("masses", "13"), ("无", "13"), ("none", "13"), ("nonmember", "13"), ("notmember", "13"),
            ("共产党", "01"), ("中共党员", "01"), ("正式党员", "01"), ("党员", "01"), ("中共", "01"), ("communistparty", "01"), ("partymember", "01"), ("cpc", "01"), ("ccp", "01"), ("member", "01"),
            // "是" and "否" answer a column 是否党员.
            ("是", "01"), ("yes", "01"), ("否", "13"),
        }.OrderByDescending(w => w.Item1.Length),
    ];

    /// <summary>Null when the text is none of them.</summary>
    public static PoliticalAffiliation? Read(string text)
    {
        string key = Letters.Key(text);
        if (key.Length == 0) return null;
        if (key == "no") return new PoliticalAffiliation("13");
        if (int.TryParse(key, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int code))
            return code is >= 1 and <= 13 ? new PoliticalAffiliation(code.ToString("D2", System.Globalization.CultureInfo.InvariantCulture)) : null;
        foreach (var (word, found) in Words)
            if (word.Length == 1 ? key == word : key.Contains(word, StringComparison.Ordinal)) return new PoliticalAffiliation(found);
        return null;
    }
}
