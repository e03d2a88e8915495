using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Patterns;
using Muster.Territory.Contract;

namespace Muster.Rosters.Load;

/// <summary>What somebody carried and will carry, as lists show it.</summary>
/// <param name="Area">Where the person is placed.</param>
/// <param name="Since">First day of the placement.</param>
/// <param name="IdleDays">Since the last turn that was served, or since the placement began where there was none.</param>
public sealed record LoadLine(Guid PersonId, string Person, Guid AreaId, string Area, int Served, int Ahead, int Nights, int Points, int DaysOff, int Missed, DateOnly? LastDay, DateOnly? NextDay, int IdleDays, int Turns, DateOnly Since)
{
    /// <summary>Minutes, served and ahead.</summary>
    public int Minutes => Served + Ahead;
}

/// <summary>What the people of one place carried there.</summary>
public sealed record AreaLoad(Guid AreaId, string Area, int People, int Served, int Ahead, int Nights, int Points, int Missed)
{
    public int PerPerson => People == 0 ? 0 : (Served + Ahead) / People;
}

/// <summary>One turn of a person's ledger.</summary>
public sealed record LoadTurn(Guid? ShiftId, Guid? RosterId, Guid? PostId, string? Post, string Area, DateOnly Day, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool IsOver, int Minutes, bool Night, bool DayOff, int Points, bool Missed);

/// <summary>Which ledger is asked for: an area (null: all one may read), an emergency (null: all), days back from today.</summary>
public sealed record LoadAsk(Guid? Area = null, Guid? Emergency = null, int Days = 28)
{
    public const int DaysMost = 92;

    public static LoadAsk Of(TableAsk ask) => new(ask.Guid("under"), ask.Guid("emergency"), Math.Clamp(ask.Int("days") ?? 28, 1, DaysMost));
}

/// <summary>Reads of the load ledger; set-based, over the people placed in one area.</summary>
public sealed class LoadQueries(Stores stores, TimeProvider clock)
{
    /// <summary>A ledger of more people than this is not read person by person: a smaller area is.</summary>
    public const int PeopleMost = 20_000;

    /// <summary>Null where the area has too many people for one list. Searched by name and place; filtered by <c>idle</c> (days at least) and by <c>hours</c>, <c>nights</c>, <c>points</c> (<c>8-16</c>: from 8, below 16); sorted by what people carried.</summary>
    public async Task<TablePage<LoadLine>?> Page(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        if (await Scope.Of(store.Sql, LoadAsk.Of(ask), clock.GetUtcNow(), stop) is not { } scope) return null;
        var (where, values) = Filter(ask);
        (string, object?)[] all = [.. scope.Values, .. values];
        var keyset = new Keyset(ask, "person_id", ("-hours", "minutes"), ("nights", "nights"), ("points", "points"), ("idle", "idle"), ("name", "name"));
        var rows = await store.Sql.List($"select {Columns} from {Lines(store.Sql, scope)} x where {where} {keyset.Sql}", Read, stop, [.. all, .. keyset.Values]);
        return keyset.Page(rows, r => keyset.Sort switch { "nights" => r.Nights, "points" => r.Points, "idle" => r.IdleDays, "name" => r.Person, _ => (object)r.Minutes }, r => r.PersonId,
            await store.Sql.Number(where == Everybody ? $"select count(*) from ({scope.People}) x" : $"select count(*) from {Lines(store.Sql, scope)} x where {where}", stop, all));
    }

    /// <summary>Everybody of an area, who carried most first; null where there are too many.</summary>
    public async Task<IReadOnlyList<LoadLine>?> All(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        if (await Scope.Of(store.Sql, LoadAsk.Of(ask), clock.GetUtcNow(), stop) is not { } scope) return null;
        var (where, values) = Filter(ask);
        return await store.Sql.List($"select {Columns} from {Lines(store.Sql, scope)} x where {where} order by minutes desc, person_id", Read, stop, [.. scope.Values, .. values]);
    }

    /// <summary>Each place where people are placed; null where there are too many people.</summary>
    public async Task<IReadOnlyList<AreaLoad>?> Areas(LoadAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        if (await Scope.Of(store.Sql, ask, clock.GetUtcNow(), stop) is not { } scope) return null;
        return await store.Sql.List($"""
            select a.id, a.name, count(*), coalesce(max(l.served), 0), coalesce(max(l.ahead), 0), coalesce(max(l.nights), 0), coalesce(max(l.points), 0), coalesce(max(l.missed), 0)
            from ({scope.People}) w join area a on a.id = w.area_id left join {LedgerSql.Sums(store.Sql, $"s.area_id in (select area_id from ({scope.People}) y)", "area_id")} l on l.area_id = a.id
            group by a.id, a.name, a.path order by a.path
            """, row => new AreaLoad(row.Guid(0), row.Text(1), row.Int(2), row.Int(3), row.Int(4), row.Int(5), row.Int(6), row.Int(7)), stop, scope.Values);
    }

    /// <summary>A person's turns, latest first: so many days back, and all ahead.</summary>
    public async Task<IReadOnlyList<LoadTurn>> Turns(Guid person, int days, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List($"""
            select l.shift_id, l.roster_id, l.post_id, p.name, a.name, l.day, l.starts_at, l.ends_at, l.is_over, l.minutes, l.night, l.day_off, l.points, l.missed
            from {LedgerSql.Turns(store.Sql, "s.person_id = @person")} l join area a on a.id = l.area_id left join post p on p.id = l.post_id order by l.starts_at desc
            """, row => new LoadTurn(row.GuidOrNull(0), row.GuidOrNull(1), row.GuidOrNull(2), row.TextOrNull(3), row.Text(4), row.Day(5), row.Instant(6), row.Instant(7), row.Int(8) == 1, row.Int(9), row.Int(10) == 1,
                row.Int(11) == 1, row.Int(12), row.Int(13) == 1), stop, [("@person", person), .. LedgerSql.Values(days, clock.GetUtcNow())]);
    }

    public async Task<string?> Name(Guid person, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First("select name from person where id = @p", row => row.Text(0), stop, ("@p", person));
    }

    /// <summary>No filter: everybody counts, and no turn has to be looked at to count them.</summary>
    private const string Everybody = "1 = 1";

    private const string Columns = "person_id, name, area_id, area, served, ahead, nights, points, days_off, missed, last_day, next_day, idle, turns, since";

    private static string Lines(Sql sql, Scope scope)
    {
        var since = $"{sql.Pick("max", "greatest")}(w.since, coalesce(l.last_day, w.since))";
        return $"""
            (select w.person_id, p.name, w.area_id, a.name as area, coalesce(l.served, 0) as served, coalesce(l.ahead, 0) as ahead, coalesce(l.served, 0) + coalesce(l.ahead, 0) as minutes, coalesce(l.nights, 0) as nights,
              coalesce(l.points, 0) as points, coalesce(l.days_off, 0) as days_off, coalesce(l.missed, 0) as missed, coalesce(l.turns, 0) as turns, w.since, l.last_day, l.next_day,
              {sql.Pick($"max(0, cast(julianday(@today) - julianday({since}) as integer))", $"greatest(0, @today - {since})")} as idle
            from ({scope.People}) w join person p on p.id = w.person_id join area a on a.id = w.area_id
            left join {LedgerSql.Sums(sql, $"s.person_id in (select person_id from ({scope.People}) y)")} l on l.person_id = w.person_id)
            """;
    }

    private static (string, (string, object?)[]) Filter(TableAsk ask)
    {
        var (where, values) = (new List<string> { Everybody }, new List<(string, object?)>());
        if (ask.Words.Length > 0)
        {
            where.Add("(x.name like @words or x.area like @words)");
            values.Add(("@words", "%" + ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%"));
        }
        if (ask.Int("idle") is { } idle)
        {
            where.Add("x.idle >= @idle");
            values.Add(("@idle", idle));
        }
        foreach (var (name, column, unit) in new[] { ("hours", "minutes", 60), ("nights", "nights", 1), ("points", "points", 1) })
            if (ask[name]?.Split('-') is [var least, var below] && int.TryParse(least, System.Globalization.CultureInfo.InvariantCulture, out var from) && int.TryParse(below, System.Globalization.CultureInfo.InvariantCulture, out var to))
            {
                where.Add($"x.{column} >= @{name}_from and x.{column} < @{name}_to");
                values.AddRange([($"@{name}_from", from * unit), ($"@{name}_to", to * unit)]);
            }
        return (string.Join(" and ", where), [.. values]);
    }

    private static LoadLine Read(Row row) => new(row.Guid(0), row.Text(1), row.Guid(2), row.Text(3), row.Int(4), row.Int(5), row.Int(6), row.Int(7), row.Int(8), row.Int(9), row.IsNull(10) ? null : row.Day(10), row.IsNull(11) ? null : row.Day(11), row.Int(12), row.Int(13), row.Day(14));
}

/// <summary>The people of a ledger: one row each, where they are placed now or next, and since when.</summary>
internal sealed record Scope(string People, (string, object?)[] Values)
{
    /// <summary>Null where they are too many.</summary>
    public static async Task<Scope?> Of(Sql sql, LoadAsk ask, DateTimeOffset now, CancellationToken stop)
    {
        var path = ask.Area is { } area ? await sql.First("select path from area where id = @a", row => row.Text(0), stop, ("@a", area)) ?? "~" : "";
        var within = ask.Area is null ? "" : " and p.area_id in (select a.id from area a where " + Territory.Contract.Areas.Within + ")";
        var where = $"from placement p join emergency e on e.id = p.emergency_id and e.closed_at is null where (p.ends_at is null or p.ends_at > @load_now){within}{(ask.Emergency is null ? "" : " and p.emergency_id = @e")}";
        (string, object?)[] values = [.. LedgerSql.Values(ask.Days, now), ("@today", WorkDays.Of(now)), .. Territory.Contract.Areas.Subtree(path), ("@e", ask.Emergency)];
        if (await sql.Number($"select count(*) from (select 1 {where} limit {LoadQueries.PeopleMost + 1}) x", stop, values) > LoadQueries.PeopleMost) return null;
        var day = sql.Pick("date(p.starts_at / 1000000 + 28800, 'unixepoch')", "(p.starts_at at time zone 'Asia/Shanghai')::date");
        return new Scope($"select z.person_id, z.area_id, z.since from (select p.person_id, p.area_id, {day} as since, row_number() over (partition by p.person_id order by p.starts_at, p.id) as place {where}) z where z.place = 1", values);
    }
}
