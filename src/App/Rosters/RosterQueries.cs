using Microsoft.EntityFrameworkCore;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Filling;
using Muster.Territory.Contract;

namespace Muster.Rosters;

/// <summary>A roster in lists. <paramref name="Open"/> of its <paramref name="Turns"/> nobody has.</summary>
/// <param name="Gap">How far at most from the best, as it was solved last; null where nothing is proved.</param>
public sealed record RosterLine(Guid Id, Guid EmergencyId, string Emergency, Guid AreaId, string Area, string Name, DateOnly StartsOn, int Days, RosterState State, int Turns, int Open, int People,
    DateTimeOffset? SolvedAt, DateTimeOffset? PublishedAt, string? PublishedBy, DateTimeOffset MadeAt, int Version, double? Gap);

/// <summary>A turn as other programs read it.</summary>
public sealed record ShiftLine(Guid Id, DateOnly Day, DateTimeOffset StartsAt, DateTimeOffset EndsAt, Guid PostId, string Post, string Band, Guid? PersonId, string? Person, bool Leads, bool Locked, ShiftState State, string Reason);

/// <summary>Reads of rosters.</summary>
public sealed class RosterQueries(Stores stores)
{
    private const string Columns = """
        r.id, r.emergency_id, e.name, r.area_id, a.name, r.name, r.starts_on, r.days, r.state,
        (select count(*) from shift s where s.roster_id = r.id and s.state <> 'Ended'), (select count(*) from shift s where s.roster_id = r.id and s.state <> 'Ended' and s.person_id is null),
        (select count(distinct s.person_id) from shift s where s.roster_id = r.id and s.state <> 'Ended'), r.solved_at, r.published_at, r.published_by, r.made_at, r.version, r.gap
        """;

    private const string From = "from roster r join emergency e on e.id = r.emergency_id join area a on a.id = r.area_id";

    public async Task<RosterLine?> Of(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First($"select {Columns} {From} where r.id = @r", Read, stop, ("@r", id));
    }

    /// <summary>Searched by name and area; filtered by <c>emergency</c>, <c>state</c>, <c>under</c> (an area's id).</summary>
    public async Task<TablePage<RosterLine>> Page(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = await Where(store.Sql, ask, stop);
        var keyset = new Keyset(ask, "r.id", ("-made", "r.made_at"), ("area", "a.path"));
        var rows = await store.Sql.List($"select {Columns}, a.path {From} where {where} {keyset.Sql}", row => (Line: Read(row), Path: row.Text(18)), stop, [.. values, .. keyset.Values]);
        var total = await store.Sql.Number($"select count(*) {From} where {where}", stop, values);
        var page = keyset.Page(rows, r => keyset.Sort == "area" ? r.Path : r.Line.MadeAt, r => r.Line.Id, total);
        return new([.. page.Rows.Select(r => r.Line)], page.Total, page.Previous, page.Next);
    }

    public async Task<IReadOnlyList<RosterLine>> OfEmergency(Guid emergency, RosterState? state, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List($"select {Columns} {From} where r.emergency_id = @e and (@state = '' or r.state = @state) order by a.path, r.starts_on", Read, stop, ("@e", emergency), ("@state", state?.ToString() ?? ""));
    }

    /// <summary>Everything of one roster, as the board shows it; null where there is none.</summary>
    public async Task<RosterGround?> Ground(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Set<Roster>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, stop) is { } roster ? await RosterGround.Read(store, roster, stop) : null;
    }

    /// <summary>All rosters of a roster's area and emergency in one month.</summary>
    public Task<Board.MonthView> Month(RosterLine line, DateOnly first, CancellationToken stop) => Board.MonthView.Read(stores, line, first, stop);

    public async Task<IReadOnlyList<ShiftLine>> Shifts(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("""
            select s.id, s.day, s.starts_at, s.ends_at, s.post_id, p.name, t.name, s.person_id, x.name, s.leads, s.locked, s.state, s.reason
            from shift s join post p on p.id = s.post_id join post_time t on t.id = s.post_time_id left join person x on x.id = s.person_id
            where s.roster_id = @r and s.state <> 'Ended' order by s.starts_at, p.name, s.id
            """, row => new ShiftLine(row.Guid(0), row.Day(1), row.Instant(2), row.Instant(3), row.Guid(4), row.Text(5), row.Text(6), row.GuidOrNull(7), row.TextOrNull(8), row.Bool(9), row.Bool(10), row.Enum<ShiftState>(11), row.Text(12)),
            stop, ("@r", id));
    }

    /// <summary>What was changed after publication, latest first.</summary>
    public async Task<IReadOnlyList<(DateTimeOffset At, string Actor, DateOnly Day, string Post, string? From, string? To, string Reason)>> Changes(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("""
            select c.at, c.actor, s.day, p.name, f.name, t.name, c.reason from shift_change c join shift s on s.id = c.shift_id join post p on p.id = s.post_id
            left join person f on f.id = c.from_person_id left join person t on t.id = c.to_person_id where c.roster_id = @r order by c.at desc, c.id limit 50
            """, row => (row.Instant(0), row.Text(1), row.Day(2), row.Text(3), row.TextOrNull(4), row.TextOrNull(5), row.Text(6)), stop, ("@r", id));
    }

    private static async Task<(string, (string, object?)[])> Where(Sql sql, TableAsk ask, CancellationToken stop)
    {
        var where = new List<string> { "1 = 1" };
        var values = new List<(string, object?)>();
        if (ask.Words.Length > 0)
        {
            where.Add("(r.name like @words or a.name like @words)");
            values.Add(("@words", "%" + ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%"));
        }
        if (ask.Enum<RosterState>("state") is { } state)
        {
            where.Add("r.state = @state");
            values.Add(("@state", state));
        }
        if (ask.Guid("emergency") is { } emergency)
        {
            where.Add("r.emergency_id = @e");
            values.Add(("@e", emergency));
        }
        if (ask.Guid("under") is { } under && await sql.First("select path from area where id = @a", row => row.Text(0), stop, ("@a", under)) is { } path)
        {
            where.Add(Areas.Within);
            values.AddRange(Areas.Subtree(path));
        }
        return (string.Join(" and ", where), [.. values]);
    }

    private static RosterLine Read(Row row) => new(row.Guid(0), row.Guid(1), row.Text(2), row.Guid(3), row.Text(4), row.Text(5), row.Day(6), row.Int(7), row.Enum<RosterState>(8), row.Int(9), row.Int(10), row.Int(11),
        row.InstantOrNull(12), row.InstantOrNull(13), row.TextOrNull(14), row.Instant(15), row.Int(16), row.DoubleOrNull(17));
}
