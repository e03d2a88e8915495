using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Changing;
using Muster.Rosters.Leaving;
using Muster.Territory.Contract;

namespace Muster.Rosters.Alarms;

/// <summary>An alarm as lists show it.</summary>
/// <param name="Person">Who did not come, or left; null for a gap and for a post that is not open.</param>
/// <param name="Owner">Who has to act; null: the organisers.</param>
public sealed record AlarmLine(Guid Id, AlarmKind Kind, Guid EmergencyId, string Emergency, string Area, Guid PostId, string Post, Guid ShiftId, Guid RosterId, Guid? PersonId, string? Person, DateTimeOffset StartsAt, DateTimeOffset EndsAt,
    int Ahead, DateTimeOffset RaisedAt, Guid? OwnerId, string? Owner, int Step, DateTimeOffset? ClimbsAt, DateTimeOffset? TakenAt, string? TakenBy, DateTimeOffset? ClosedAt, string? ClosedBy, AlarmOutcome? Outcome, string Done);

/// <summary>A line of an alarm's history.</summary>
public sealed record AlarmStepLine(DateTimeOffset At, AlarmMove Move, string? Person, string Actor, string Note);

/// <summary>How many alarms are open.</summary>
public sealed record AlarmCounts(long Untaken, long Taken, long Gaps, long Missed, long Alone, long Unopened)
{
    public long Open => Untaken + Taken;
}

/// <summary>Reads of alarms.</summary>
public sealed class AlarmQueries(Stores stores, RosterQueries rosters)
{
    private const int SuggestionsMax = 8;
    private const string Columns = """
        x.id, x.kind, x.emergency_id, e.name, a.name, x.post_id, o.name, x.shift_id, s.roster_id, x.person_id, p.name, x.starts_at, x.ends_at, x.ahead, x.raised_at, x.owner_id, w.name, x.step, x.climbs_at, x.taken_at, x.taken_by,
        x.closed_at, x.closed_by, x.outcome, x.done
        """;

    private const string From = """
        from alarm x join emergency e on e.id = x.emergency_id join area a on a.id = x.area_id join post o on o.id = x.post_id join shift s on s.id = x.shift_id
        left join person p on p.id = x.person_id left join person w on w.id = x.owner_id
        """;

    /// <summary>Open ones unless <c>state</c> says Untaken, Taken, Closed or All; filtered by <c>kind</c>, <c>own</c> (those of an account's person), <c>under</c> (an area); searched by place and person.</summary>
    public async Task<TablePage<AlarmLine>> Page(TableAsk ask, Guid? account, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = await Where(store.Sql, ask, account, stop);
        var keyset = new Keyset(ask, "x.id", ("starts", "x.starts_at"), ("-raised", "x.raised_at"), ("area", "a.path"));
        var rows = await store.Sql.List($"select {Columns}, a.path {From} where {where} {keyset.Sql}", row => (Line: Read(row), Path: row.Text(25)), stop, [.. values, .. keyset.Values]);
        var page = keyset.Page(rows, r => keyset.Sort switch { "raised" => r.Line.RaisedAt, "area" => r.Path, _ => (object)r.Line.StartsAt }, r => r.Line.Id, await store.Sql.Number($"select count(*) {From} where {where}", stop, values));
        return new([.. page.Rows.Select(r => r.Line)], page.Total, page.Previous, page.Next);
    }

    public async IAsyncEnumerable<AlarmLine> All(TableAsk ask, Guid? account, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = await Where(store.Sql, ask, account, stop);
        await foreach (var row in store.Sql.Rows($"select {Columns} {From} where {where} order by x.starts_at, x.id", Read, stop, values)) yield return row;
    }

    public async Task<AlarmLine?> Of(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First($"select {Columns} {From} where x.id = @x", Read, stop, ("@x", id));
    }

    public async Task<IReadOnlyList<AlarmStepLine>> Steps(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("select t.at, t.move, p.name, t.actor, t.note from alarm_step t left join person p on p.id = t.person_id where t.alarm_id = @x order by t.at, t.id",
            row => new AlarmStepLine(row.Instant(0), row.Enum<AlarmMove>(1), row.TextOrNull(2), row.Text(3), row.Text(4)), stop, ("@x", id));
    }

    public async Task<AlarmCounts> Counts(CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return (await store.Sql.First("""
            select coalesce(sum(case when x.taken_at is null then 1 else 0 end), 0), coalesce(sum(case when x.taken_at is null then 0 else 1 end), 0), coalesce(sum(case when x.kind = 'Gap' then 1 else 0 end), 0),
              coalesce(sum(case when x.kind = 'NoShow' then 1 else 0 end), 0), coalesce(sum(case when x.kind = 'LeftAlone' then 1 else 0 end), 0),
              coalesce(sum(case when x.kind = 'Unopened' then 1 else 0 end), 0) from alarm x where x.closed_at is null
            """, row => new AlarmCounts(row.Long(0), row.Long(1), row.Long(2), row.Long(3), row.Long(4), row.Long(5)), stop))!;
    }

    /// <summary>Who could have the turn instead, the best first; null where nobody can be given it any more.</summary>
    public async Task<TurnToCover?> Cover(AlarmLine alarm, DateTimeOffset now, CancellationToken stop)
    {
        if (alarm.ClosedAt is not null || alarm.EndsAt <= now || alarm.Kind is AlarmKind.LeftAlone or AlarmKind.Unopened || await rosters.Ground(alarm.RosterId, stop) is not { } ground) return null;
        if (ground.Shifts.FirstOrDefault(s => s.Id == alarm.ShiftId) is not { } shift) return null;
        var band = ground.Bands.Single(b => b.Id == shift.PostTimeId);
        return new TurnToCover(shift, band, ground.AreaName, [.. CoverSuggestions.For(ground, band, shift.Day, shift.PersonId).Take(SuggestionsMax)]);
    }

    private static async Task<(string, (string, object?)[])> Where(Sql sql, TableAsk ask, Guid? account, CancellationToken stop)
    {
        var where = new List<string>
        {
            ask["state"] switch { "All" => "1 = 1", "Closed" => "x.closed_at is not null", "Taken" => "x.closed_at is null and x.taken_at is not null", "Untaken" => "x.closed_at is null and x.taken_at is null", _ => "x.closed_at is null" },
        };
        var values = new List<(string, object?)>();
        if (ask.Words.Length > 0)
        {
            where.Add("(o.name like @words or a.name like @words or p.name like @words or w.name like @words)");
            values.Add(("@words", "%" + ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%"));
        }
        if (ask.Enum<AlarmKind>("kind") is { } kind)
        {
            where.Add("x.kind = @kind");
            values.Add(("@kind", kind));
        }
        if (ask["own"] is not null)
        {
            where.Add("x.owner_id = (select c.person_id from account c where c.id = @account)");
            values.Add(("@account", account ?? Guid.Empty));
        }
        if (ask.Guid("under") is { } under && await sql.First("select path from area where id = @a", row => row.Text(0), stop, ("@a", under)) is { } path)
        {
            where.Add(Areas.Within);
            values.AddRange(Areas.Subtree(path));
        }
        return (string.Join(" and ", where), [.. values]);
    }

    private static AlarmLine Read(Row row) => new(row.Guid(0), row.Enum<AlarmKind>(1), row.Guid(2), row.Text(3), row.Text(4), row.Guid(5), row.Text(6), row.Guid(7), row.Guid(8), row.GuidOrNull(9), row.TextOrNull(10), row.Instant(11), row.Instant(12),
        row.Int(13), row.Instant(14), row.GuidOrNull(15), row.TextOrNull(16), row.Int(17), row.InstantOrNull(18), row.InstantOrNull(19), row.TextOrNull(20), row.InstantOrNull(21), row.TextOrNull(22),
        row.IsNull(23) ? null : row.Enum<AlarmOutcome>(23), row.Text(24));
}
