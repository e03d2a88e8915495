namespace Muster.People.Contract;

/// <summary>
/// People found by words in another module's list: whose name, given name, pinyin or initials begin so, or whose agency's name contains it.
/// Each part is answered by an index; no list of a province is read through.
/// </summary>
public static class PeopleByWords
{
    private const int AgenciesMost = 50;

    /// <summary>A sub-select that yields person ids; needs <see cref="Values"/>.</summary>
    public static readonly string Ids = $"""
        select id from person where name >= @words and name < @words_end union select id from person where name_tail >= @words and name_tail < @words_end
        union select id from person where pinyin >= @words and pinyin < @words_end union select id from person where initials >= @words and initials < @words_end
        union select id from person where agency_id in (select id from agency where name like '%' || @agency_words || '%' order by name limit {AgenciesMost})
        """;

    public static (string Name, object? Value)[] Values(string words)
    {
        // Nobody's name begins so where nothing is left of the words.
        var text = new PeopleFilter { Find = words }.Folded ?? "\U0010FFFF";
        return [("@words", text), ("@words_end", PeopleSql.After(text)), ("@agency_words", words.Trim())];
    }
}
