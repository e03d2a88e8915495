using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Changing;
using Muster.Rosters.Filling;

namespace Muster.Rosters.Leaving;

/// <summary>Leave as lists show it.</summary>
public sealed record LeaveLine(Guid Id, Guid PersonId, string Person, DateOnly StartsOn, DateOnly EndsOn, LeaveKind Kind, LeaveState State, string Reason, DateTimeOffset AskedAt, string AskedBy, DateTimeOffset? AnsweredAt,
    string? AnsweredBy, string? Answer)
{
    /// <summary>Why somebody asked and what was answered are for who answers, one leave at a time; lists do without.</summary>
    public LeaveLine WithoutWhy() => this with { Reason = "", Answer = null };
}

/// <summary>A turn that leave opened, and who could have it.</summary>
public sealed record TurnToCover(Shift Shift, PostBand Band, string Area, IReadOnlyList<CoverSuggestion> Suggestions);

/// <summary>Reads of leave.</summary>
public sealed class LeaveQueries(Stores stores, RosterQueries rosters)
{
    private const string Columns = "l.id, l.person_id, x.name, l.starts_on, l.ends_on, l.kind, l.state, l.reason, l.asked_at, l.asked_by, l.answered_at, l.answered_by, l.answer";
    private const int SuggestionsEach = 5;

    public async Task<LeaveLine?> Of(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First($"select {Columns} from leave l join person x on x.id = l.person_id where l.id = @l", Read, stop, ("@l", id));
    }

    /// <summary>One's own, the latest first; null for an account of nobody. Not narrowed: it is the one person that the account is of.</summary>
    public async Task<IReadOnlyList<LeaveLine>?> Own(Guid? account, CancellationToken stop)
    {
        using var everything = Platform.Access.Reach.Enter(null);
        await using var store = await stores.Open(stop);
        return await Swapping.OwnSwaps.Person(store.Sql, account, stop) is { } own
            ? await store.Sql.List($"select {Columns} from leave l join person x on x.id = l.person_id where l.person_id = @p order by l.asked_at desc, l.id desc limit 20", Read, stop, ("@p", own.Id)) : null;
    }

    /// <summary>Searched by the person's name; filtered by <c>state</c>.</summary>
    public async Task<TablePage<LeaveLine>> Page(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(ask);
        var keyset = new Keyset(ask, "l.id", ("-asked", "l.asked_at"));
        var rows = await store.Sql.List($"select {Columns} from leave l join person x on x.id = l.person_id where {where} {keyset.Sql}", row => Read(row).WithoutWhy(), stop, [.. values, .. keyset.Values]);
        return keyset.Page(rows, r => r.AskedAt, r => r.Id, await store.Sql.Number($"select count(*) from leave l join person x on x.id = l.person_id where {where}", stop, values));
    }

    /// <summary>All that a list shows, however many.</summary>
    public async IAsyncEnumerable<LeaveLine> Everything(TableAsk ask, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(ask);
        await foreach (var line in store.Sql.Rows($"select {Columns} from leave l join person x on x.id = l.person_id where {where} order by l.starts_on, x.name, l.id", row => Read(row).WithoutWhy(), stop, values)) yield return line;
    }

    private static (string, (string, object?)[]) Where(TableAsk ask) =>
        ((ask.Words.Length > 0 ? "x.name like @words" : "1 = 1") + (ask.Enum<LeaveState>("state") is null ? "" : " and l.state = @state"),
        [("@words", "%" + ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%"), ("@state", ask.Enum<LeaveState>("state")?.ToString() ?? "")]);

    /// <summary>Turns of those days that are open after the leave, with who could have each, the best first.</summary>
    public async Task<IReadOnlyList<TurnToCover>> ToCover(LeaveLine leave, CancellationToken stop)
    {
        List<(Guid Shift, Guid Roster)> open;
        await using (var store = await stores.Open(stop))
            open = await store.Sql.List("select distinct s.id, s.roster_id from shift_change c join shift s on s.id = c.shift_id where c.from_person_id = @p and s.person_id is null and s.state = 'Published' and s.day >= @from and s.day < @to",
                row => (row.Guid(0), row.Guid(1)), stop, ("@p", leave.PersonId), ("@from", leave.StartsOn), ("@to", leave.EndsOn));
        var turns = new List<TurnToCover>();
        foreach (var roster in open.GroupBy(o => o.Roster))
        {
            if (await rosters.Ground(roster.Key, stop) is not { } ground) continue;
            foreach (var shift in ground.Shifts.Where(s => roster.Any(o => o.Shift == s.Id)))
            {
                var band = ground.Bands.Single(b => b.Id == shift.PostTimeId);
                turns.Add(new TurnToCover(shift, band, ground.AreaName, [.. CoverSuggestions.For(ground, band, shift.Day).Take(SuggestionsEach)]));
            }
        }
        return turns;
    }

    private static LeaveLine Read(Row row) => new(row.Guid(0), row.Guid(1), row.Text(2), row.Day(3), row.Day(4), row.Enum<LeaveKind>(5), row.Enum<LeaveState>(6), row.Text(7), row.Instant(8), row.Text(9), row.InstantOrNull(10), row.TextOrNull(11), row.TextOrNull(12));
}
