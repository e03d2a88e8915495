using System.Runtime.CompilerServices;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Placements.Cards.Documents;

/// <summary>A plan as its papers name it.</summary>
public sealed record PlanPaper(Guid PlanId, string Name, PlanState State, Guid EmergencyId, string Emergency, string? Document, string Area, DateTimeOffset StartsAt, DateTimeOffset? EndsAt,
    string? Reason, DateTimeOffset? PublishedAt, long Placed, long Communities, long Agencies);

/// <summary>A person of a plan where it places them. <paramref name="Street"/> is empty for areas above the streets.</summary>
public sealed record PlacedRow(string Street, string Area, string? Post, Guid PlaceId, string Name, string? Agency, string? JobTitle, string? Seat, string Role, string Reason);

public sealed record ReserveRow(string Name, string? Agency, string? JobTitle, string Code, string Reason);

public sealed record GapRow(string Street, string Area, string? Post, int Missing, string Reason, string Owner);

/// <summary>Reads a plan for order and lists, streamed: rows of a province never stand in memory together.</summary>
public sealed class PlanRows(Stores stores)
{
    public async Task<PlanPaper?> Paper(Guid plan, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First("""
            select p.name, p.state, e.id, e.name, e.document_number, a.name, p.starts_at, p.ends_at, b.reason, b.at,
              (select count(*) from plan_placement x where x.plan_id = p.id), (select count(distinct x.area_id) from plan_placement x where x.plan_id = p.id),
              (select count(distinct w.agency_id) from plan_placement x join person w on w.id = x.person_id where x.plan_id = p.id)
            from plan p join emergency e on e.id = p.emergency_id join area a on a.id = e.area_id left join publication b on b.plan_id = p.id where p.id = @p
            """, row => new PlanPaper(plan, row.Text(0), row.Enum<PlanState>(1), row.Guid(2), row.Text(3), row.TextOrNull(4), row.Text(5), row.Instant(6), row.InstantOrNull(7),
                row.TextOrNull(8), row.InstantOrNull(9), row.Long(10), row.Long(11), row.Long(12)), stop, ("@p", plan));
    }

    /// <summary>Everybody placed, by street, area, post, seats first, then name; or by agency and name.</summary>
    public async IAsyncEnumerable<PlacedRow> Placed(Guid plan, bool byAgency, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var names = await Areas(store.Sql, "plan_placement", plan, stop);
        await foreach (var row in store.Sql.Rows($"""
            select x.area_id, q.name, coalesce(x.post_id, x.area_id), w.name, g.name, w.job_title, s.title, x.role, x.reason
            from plan_placement x join area a on a.id = x.area_id join person w on w.id = x.person_id left join agency g on g.id = w.agency_id
            left join post q on q.id = x.post_id left join seat s on s.id = x.seat_id where x.plan_id = @p
            order by {(byAgency ? "case when g.name is null then 1 else 0 end, g.name, w.pinyin, w.name, w.id" : "a.path, q.number, q.name, x.post_id, case when x.seat_id is null then 1 else 0 end, w.pinyin, w.id")}
            """, row => (Area: row.Guid(0), Post: row.TextOrNull(1), Place: row.Guid(2), Name: row.Text(3), Agency: row.TextOrNull(4), Job: row.TextOrNull(5), Seat: row.TextOrNull(6),
                Role: row.Text(7), Reason: row.Text(8)), stop, ("@p", plan)))
        {
            var (street, area) = names[row.Area];
            yield return new PlacedRow(street, area, row.Post, row.Place, row.Name, row.Agency, row.Job, row.Seat, row.Role, row.Reason);
        }
    }

    public async IAsyncEnumerable<ReserveRow> Reserve(Guid plan, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        await foreach (var row in store.Sql.Rows("""
            select w.name, g.name, w.job_title, r.code, r.reason from plan_reserve r join person w on w.id = r.person_id left join agency g on g.id = w.agency_id
            where r.plan_id = @p order by g.name, w.pinyin, w.name, w.id
            """, row => new ReserveRow(row.Text(0), row.TextOrNull(1), row.TextOrNull(2), row.Text(3), row.Text(4)), stop, ("@p", plan))) yield return row;
    }

    public async IAsyncEnumerable<GapRow> Gaps(Guid plan, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var names = await Areas(store.Sql, "plan_gap", plan, stop);
        await foreach (var row in store.Sql.Rows("""
            select g.area_id, q.name, g.missing, g.reason, g.owner from plan_gap g join area a on a.id = g.area_id left join post q on q.id = g.post_id
            where g.plan_id = @p order by a.path, q.name
            """, row => (Area: row.Guid(0), Post: row.TextOrNull(1), Missing: row.Int(2), Reason: row.Text(3), Owner: row.Text(4)), stop, ("@p", plan)))
        {
            var (street, area) = names[row.Area];
            yield return new GapRow(street, area, row.Post, row.Missing, row.Reason, row.Owner);
        }
    }

    /// <summary>For each area a table names: its street, and its name with what lies between (片区, 社区 above a compound).</summary>
    private static async Task<Dictionary<Guid, (string Street, string Area)>> Areas(Sql sql, string table, Guid plan, CancellationToken stop)
    {
        var all = new Dictionary<Guid, (Guid? Parent, string Name, AreaLevel Level)>();
        await foreach (var (id, area) in sql.Rows($"""
            with recursive up (id, parent_id, name, level) as (
              select a.id, a.parent_id, a.name, a.level from area a where a.id in (select area_id from {table} where plan_id = @p)
              union select p.id, p.parent_id, p.name, p.level from area p join up u on p.id = u.parent_id)
            select id, parent_id, name, level from up
            """, row => (row.Guid(0), (row.GuidOrNull(1), row.Text(2), (AreaLevel)row.Int(3))), stop, ("@p", plan))) all[id] = area;
        var names = new Dictionary<Guid, (string, string)>(all.Count);
        foreach (var id in all.Keys)
        {
            var (street, area) = ("", all[id].Name);
            for (var at = all[id].Parent; at is { } parent && all.TryGetValue(parent, out var above); at = above.Parent)
            {
                if (above.Level == AreaLevel.Street) street = above.Name;
                else if (above.Level > AreaLevel.Street) area = above.Name + " " + area;
            }
            names[id] = (street, area);
        }
        return names;
    }
}
