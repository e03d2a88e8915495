namespace Muster.Platform.Reading;

/// <summary>When a rule, or a part of one, is needed.</summary>
public enum ReadWhen { Always, OfAreas, OfAgencies, Hosting }

/// <summary>
/// What of a table somebody reads whose <see cref="Access.Reach"/> is not everything. Each module says it for its own tables; a table that nobody
/// speaks for is closed. In the SQL a name in brackets is the table itself, any other name is what the reader sees of it; <c>{within x.path}</c>
/// is the range of the reader's areas, <c>{above x.path}</c> an area above one of them, <c>{top x.path}</c> one of them that a role is held for, <c>{here x.area_id}</c> one of them; what stands in
/// <c>{only …}</c> is said where a statement asks about few people, who are <c>{about}</c> (<see cref="Storage.Sql.About"/>), and in <c>{else …}</c> where it
/// does not; <c>@reach_past</c> is the moment until which who served is still read.
/// </summary>
/// <param name="Name">The table, or a set of ids that other rules use.</param>
/// <param name="Select">What is read instead; several of one set add up. Null: the table is shared, there is nothing in it to keep from anybody who is let in.</param>
public sealed record ReadRule(string Name, string? Select, ReadWhen When = ReadWhen.Always)
{
    /// <summary>A set of ids, or a table of tens of rows: kept once a statement instead of being written into each place it is used at.</summary>
    public bool IsSet { get; init; }

    /// <summary>Columns that say something else to this reader than to who reads everything: figures of the whole become those of the part.</summary>
    public IReadOnlyList<(string Column, string Sql)> Instead { get; init; } = [];

    /// <summary>The table holds nothing of an area or a person, or its routes ask for a role everywhere.</summary>
    public static IEnumerable<ReadRule> Shared(params string[] tables) => tables.Select(table => new ReadRule(table, null));

    /// <summary>Rows of the table for which the condition over <c>t</c> holds.</summary>
    public static ReadRule Where(string table, string condition, params (string Column, string Sql)[] instead) => new(table, $"select {{columns}} from [{table}] t where {condition}") { Instead = instead };

    /// <summary>The same condition for several tables.</summary>
    public static IEnumerable<ReadRule> Where(IEnumerable<string> tables, string condition) => tables.Select(table => Where(table, condition));

    public static ReadRule Set(string name, string select, ReadWhen when = ReadWhen.Always) => new(name, select, when) { IsSet = true };

    /// <summary>Nobody reads it but who reads everything.</summary>
    public static IEnumerable<ReadRule> Closed(params string[] tables) => Where(tables, "1 = 0");
}
