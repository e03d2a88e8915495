using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Patterns;

namespace Muster.Rosters.Rotation;

/// <summary>A rotation in lists.</summary>
public sealed record RotationLine(Guid Id, Guid EmergencyId, string Emergency, Guid AreaId, string Area, string Name, RotationBy TakenBy, DateOnly StartsOn, int Weeks, int Members, DateTimeOffset MadeAt, string MadeBy, DateTimeOffset? EndedAt)
{
    /// <summary>The last day of the last week.</summary>
    public DateOnly Until => StartsOn.AddDays((Weeks * 7) - 1);
}

/// <summary>Who has which week.</summary>
public sealed record WeekLine(Guid Id, int Week, DateOnly StartsOn, Guid? PersonId, Guid? AgencyId, string Name, string? Agency);

/// <summary>Reads of rotations.</summary>
public sealed class RotationQueries(Stores stores)
{
    private const string Columns = "r.id, r.emergency_id, e.name, r.area_id, a.name, r.name, r.taken_by, r.starts_on, r.weeks, (select count(*) from rotation_week w where w.rotation_id = r.id), r.made_at, r.made_by, r.ended_at";
    private const string From = "from duty_rotation r join emergency e on e.id = r.emergency_id join area a on a.id = r.area_id";

    /// <summary>Searched by name and area; filtered by <c>state</c>: <c>now</c> or <c>over</c>.</summary>
    public async Task<TablePage<RotationLine>> Page(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var where = "(r.name like @words or a.name like @words)" + ask["state"] switch { "now" => " and r.ended_at is null", "over" => " and r.ended_at is not null", _ => "" };
        (string, object?)[] values = [("@words", Words(ask))];
        var keyset = new Keyset(ask, "r.id", ("-made", "r.made_at"));
        var rows = await store.Sql.List($"select {Columns} {From} where {where} {keyset.Sql}", Read, stop, [.. values, .. keyset.Values]);
        return keyset.Page(rows, r => r.MadeAt, r => r.Id, await store.Sql.Number($"select count(*) {From} where {where}", stop, values));
    }

    public async Task<RotationLine?> Of(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First($"select {Columns} {From} where r.id = @r", Read, stop, ("@r", id));
    }

    /// <summary>Week by week; searched by the name of the person or agency; filtered by <c>week</c>, counted from 1.</summary>
    public async Task<TablePage<WeekLine>> Weeks(RotationLine rotation, TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        const string from = "from rotation_week w left join person x on x.id = w.person_id left join agency g on g.id = coalesce(w.agency_id, x.agency_id)";
        var where = "w.rotation_id = @r and coalesce(x.name, g.name, '') like @words" + (ask.Int("week") is null ? "" : " and w.week = @week");
        (string, object?)[] values = [("@r", rotation.Id), ("@words", Words(ask)), ("@week", (ask.Int("week") ?? 0) - 1)];
        var keyset = new Keyset(ask, "w.id", ("week", "w.week"));
        var rows = await store.Sql.List($"select w.id, w.week, w.person_id, w.agency_id, coalesce(x.name, g.name, ''), g.name {from} where {where} {keyset.Sql}",
            row => new WeekLine(row.Guid(0), row.Int(1), rotation.StartsOn.AddDays(row.Int(1) * 7), row.GuidOrNull(2), row.GuidOrNull(3), row.Text(4), row.TextOrNull(5)), stop, [.. values, .. keyset.Values]);
        return keyset.Page(rows, r => r.Week, r => r.Id, await store.Sql.Number($"select count(*) {from} where {where}", stop, values));
    }

    /// <summary>Whose week it is not, and when: days between the two on which somebody takes turns at an area and has another week.</summary>
    internal static async Task<ILookup<Guid, DateOnly>> OffWeeks(Sql sql, Guid emergency, string path, string people, DateOnly first, DateOnly last, (string, object?)[] values, CancellationToken stop)
    {
        var weeks = await sql.List($"""
            select x.id, r.starts_on, r.weeks, w.week from duty_rotation r join area up on up.id = r.area_id join rotation_week w on w.rotation_id = r.id join person x on x.id = w.person_id or x.agency_id = w.agency_id
            where r.emergency_id = @e and r.ended_at is null and @rotation_path >= up.path and @rotation_path < up.path || '~' and x.origin <> 'LocalStaff' and x.id in ({people})
            """, row => (Person: row.Guid(0), From: row.Day(1), Weeks: row.Int(2), Week: row.Int(3)), stop, [.. values, ("@rotation_path", path)]);
        return weeks.SelectMany(w => Enumerable.Range(0, last.DayNumber - first.DayNumber).Select(first.AddDays)
            .Where(d => d >= w.From && d < w.From.AddDays(w.Weeks * 7) && (d.DayNumber - w.From.DayNumber) / 7 != w.Week).Select(d => (w.Person, Day: d))).ToLookup(w => w.Person, w => w.Day);
    }

    private static string Words(TableAsk ask) => "%" + ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%";

    private static RotationLine Read(Row row) => new(row.Guid(0), row.Guid(1), row.Text(2), row.Guid(3), row.Text(4), row.Text(5), row.Enum<RotationBy>(6), row.Day(7), row.Int(8), row.Int(9), row.Instant(10), row.Text(11), row.InstantOrNull(12));
}
