using Muster.Platform.Storage;

namespace Muster.Rosters.Board;

/// <summary>A turn in a month: whose, when, and the roster it is of.</summary>
public sealed record MonthTurn(Guid Id, Guid RosterId, Guid? PersonId, string? Person, DateOnly Day, string Post, string Band, int From, int Minutes, bool Leads, RosterState State)
{
    public bool IsNight => RestRules.IsNight(From, Minutes);
}

/// <summary>All rosters of one area and emergency in one month: people down, days across, a letter each.</summary>
/// <param name="First">The first day of the month.</param>
/// <param name="Holidays">True: off.</param>
public sealed record MonthView(RosterLine Line, DateOnly First, IReadOnlyList<MonthTurn> Turns, IReadOnlyDictionary<DateOnly, bool> Holidays)
{
    public IEnumerable<DateOnly> Days => Enumerable.Range(0, DateTime.DaysInMonth(First.Year, First.Month)).Select(First.AddDays);

    public IReadOnlyList<(Guid Id, string Name)> People => _people ??= [.. Turns.Where(t => t.PersonId is not null).GroupBy(t => (t.PersonId!.Value, t.Person!)).Select(g => g.Key).OrderBy(p => p.Item2, StringComparer.Ordinal).ThenBy(p => p.Item1)];

    public ILookup<(Guid?, DateOnly), MonthTurn> At => _at ??= Turns.ToLookup(t => (t.PersonId, t.Day));

    public bool IsOff(DateOnly day) => Holidays.TryGetValue(day, out var off) ? off : day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private IReadOnlyList<(Guid Id, string Name)>? _people;
    private ILookup<(Guid?, DateOnly), MonthTurn>? _at;

    internal static async Task<MonthView> Read(Stores stores, RosterLine line, DateOnly first, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var last = first.AddMonths(1);
        (string, object?)[] values = [("@a", line.AreaId), ("@e", line.EmergencyId), ("@from", first), ("@to", last)];
        var turns = await store.Sql.List("""
            select s.id, s.roster_id, s.person_id, x.name, s.day, p.name, t.name, t.from_minute, t.minutes, s.leads, r.state from roster r join shift s on s.roster_id = r.id join post p on p.id = s.post_id join post_time t on t.id = s.post_time_id
            left join person x on x.id = s.person_id where r.area_id = @a and r.emergency_id = @e and s.state <> 'Ended' and s.day >= @from and s.day < @to order by s.starts_at, s.id
            """, row => new MonthTurn(row.Guid(0), row.Guid(1), row.GuidOrNull(2), row.TextOrNull(3), row.Day(4), row.Text(5), row.Text(6), row.Int(7), row.Int(8), row.Bool(9), row.Enum<RosterState>(10)), stop, values);
        var holidays = await store.Sql.List("select day, is_off from holiday where day >= @from and day < @to", row => (row.Day(0), row.Bool(1)), stop, ("@from", first), ("@to", last));
        return new MonthView(line, first, turns, holidays.ToDictionary(h => h.Item1, h => h.Item2));
    }
}
