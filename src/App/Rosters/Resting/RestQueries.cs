using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Patterns;

namespace Muster.Rosters.Resting;

/// <summary>Caps that hold somewhere. <paramref name="Id"/> null: the usual ones, that nobody set, or not the reader's to end.</summary>
public sealed record CapsLine(Guid? Id, Guid? AreaId, string? Area, RestCaps Caps, string Reason, DateTimeOffset? SetAt, string? SetBy);

/// <summary>A cap that is wider for somebody. <paramref name="Holds"/>: today or on a day to come.</summary>
public sealed record WaiverLine(Guid Id, Guid PersonId, string Person, RestCap Cap, int WidenedTo, DateOnly StartsOn, DateOnly Until, string Reason, DateTimeOffset GivenAt, string GivenBy, DateTimeOffset? EndedAt, string? EndedBy, bool Holds);

/// <summary>One turn that breaks a cap for a reason.</summary>
public sealed record ExceptedTurn(Guid Id, Guid RosterId, DateOnly Day, string Person, string Post, string Area, string Reason);

/// <summary>Reads of what guards rest.</summary>
public sealed class RestQueries(Stores stores, TimeProvider clock)
{
    private const int TurnsMost = 50;

    /// <summary>The emergency's own caps or the usual ones first, then those of areas from above.</summary>
    public async Task<IReadOnlyList<CapsLine>> Caps(Guid emergency, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var set = await store.Sql.List("""
            select r.id, r.area_id, a.name, r.rest_minutes, r.run_days, r.night_run, r.week_minutes, r.week_days, r.week_nights, r.reason, r.set_at, r.set_by
            from area_rest r left join area a on a.id = r.area_id where r.emergency_id = @e and r.ended_at is null order by coalesce(a.path, ''), r.set_at desc
            """, row => new CapsLine(row.GuidOrNull(0), row.GuidOrNull(1), row.TextOrNull(2), new RestCaps(row.Int(3), row.Int(4), row.Int(5), row.Int(6), row.Int(7), row.Int(8)), row.Text(9), row.Instant(10), row.Text(11)), stop, ("@e", emergency));
        return set.Exists(s => s.AreaId is null) ? set : [new CapsLine(null, null, null, RestCaps.Usual, "", null, null), .. set];
    }

    /// <summary>Searched by the person's name; filtered by <c>state</c>: <c>now</c> or <c>over</c>; sorted by when they were given.</summary>
    public async Task<TablePage<WaiverLine>> Waivers(Guid emergency, TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var where = "w.emergency_id = @e" + (ask.Words.Length > 0 ? " and x.name like @words" : "") + ask["state"] switch { "now" => $" and {Holds}", "over" => $" and not {Holds}", _ => "" };
        (string, object?)[] values = [("@e", emergency), ("@today", WorkDays.Of(clock.GetUtcNow())), ("@words", "%" + ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%")];
        var keyset = new Keyset(ask, "w.id", ("-given", "w.given_at"), ("person", "x.name"));
        var rows = await store.Sql.List($"select {Columns} {From} where {where} {keyset.Sql}", Read, stop, [.. values, .. keyset.Values]);
        return keyset.Page(rows, r => keyset.Sort == "person" ? r.Person : r.GivenAt, r => r.Id, await store.Sql.Number($"select count(*) {From} where {where}", stop, values));
    }

    public async IAsyncEnumerable<WaiverLine> AllWaivers(Guid emergency, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        await foreach (var row in store.Sql.Rows($"select {Columns} {From} where w.emergency_id = @e order by w.given_at desc, w.id", Read, stop, ("@e", emergency), ("@today", WorkDays.Of(clock.GetUtcNow())))) yield return row;
    }

    public async Task<WaiverLine?> Waiver(Guid emergency, Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First($"select {Columns} {From} where w.id = @w and w.emergency_id = @e", Read, stop, ("@w", id), ("@e", emergency), ("@today", WorkDays.Of(clock.GetUtcNow())));
    }

    /// <summary>Turns from today on that break a cap by name, the first ones.</summary>
    public async Task<IReadOnlyList<ExceptedTurn>> Turns(Guid emergency, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List($"""
            select s.id, s.roster_id, s.day, x.name, p.name, a.name, s.reason from shift s join person x on x.id = s.person_id join post p on p.id = s.post_id join area a on a.id = s.area_id
            where s.emergency_id = @e and s.state <> 'Ended' and s.starts_at >= @from and s.reason like '{RosterReasons.Exception}%' order by s.starts_at, s.id limit {TurnsMost}
            """, row => new ExceptedTurn(row.Guid(0), row.Guid(1), row.Day(2), row.Text(3), row.Text(4), row.Text(5), row.Text(6)), stop,
            ("@e", emergency), ("@from", WorkDays.At(WorkDays.Of(clock.GetUtcNow()), 0)));
    }

    private const string Holds = "(w.ended_at is null and w.ends_on > @today)";
    private const string Columns = $"w.id, w.person_id, x.name, w.cap, w.widened_to, w.starts_on, w.ends_on, w.reason, w.given_at, w.given_by, w.ended_at, w.ended_by, case when {Holds} then 1 else 0 end";
    private const string From = "from rest_waiver w join person x on x.id = w.person_id";

    private static WaiverLine Read(Row row) => new(row.Guid(0), row.Guid(1), row.Text(2), row.Enum<RestCap>(3), row.Int(4), row.Day(5), row.Day(6).AddDays(-1), row.Text(7), row.Instant(8), row.Text(9), row.InstantOrNull(10),
        row.TextOrNull(11), row.Int(12) == 1);
}
