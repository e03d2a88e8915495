using Microsoft.EntityFrameworkCore;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.Placements;

/// <summary>A change by hand in a list.</summary>
/// <param name="CanUndo">It is the latest and nothing was solved since.</param>
public sealed record PlanChangeLine(Guid Id, PlanChangeKind Kind, int People, string Reason, string Actor, DateTimeOffset At, DateTimeOffset? UndoneAt, string? UndoneBy, bool CanUndo);

/// <summary>A place found by name, to move somebody to.</summary>
public sealed record PlanPlaceFound(Guid AreaId, Guid? PostId, string Name, string Above, int Target);

/// <summary>Reads what changing a plan by hand needs: who is chosen, where they could go, what was changed before.</summary>
public sealed class PlanChangeQueries(Stores stores, PlanQueries plans)
{
    /// <summary>The people that a list's selection means, at most <paramref name="most"/> + 1 of them.</summary>
    public async Task<List<Guid>> Chosen(Guid plan, Selection selection, int most, CancellationToken stop)
    {
        if (!selection.All) return [.. selection.Ids.Distinct()];
        var people = new List<Guid>();
        await foreach (var id in plans.Ids(plan, selection.Ask, most + 1, stop)) people.Add(id);
        return people;
    }

    /// <summary>The first of some people of a plan by name, as a list shows them.</summary>
    public async Task<List<PlanPerson>> People(Guid plan, IReadOnlyList<Guid> people, int most, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await PlanQueries.These(store.Sql, plan, people, most, stop);
    }

    /// <summary>Places of the plan's emergency whose own or area's name contains the words; at most 15.</summary>
    public async Task<List<PlanPlaceFound>> Places(Guid emergency, string words, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("""
            select d.area_id, d.post_id, a.name, q.name, coalesce(u.short_name, ''), d.target from demand d join area a on a.id = d.area_id
            left join post q on q.id = d.post_id left join area u on u.id = a.parent_id
            where d.emergency_id = @e and a.valid_to is null and q.valid_to is null
              and (a.name like '%' || @q || '%' or q.name like '%' || @q || '%' or a.pinyin like @q || '%' or a.initials like @q || '%')
            order by case when d.post_id is null then 0 else 1 end, a.path, q.name limit 15
            """, row => new PlanPlaceFound(row.Guid(0), row.GuidOrNull(1), row.IsNull(3) ? row.Text(2) : $"{row.Text(2)} · {row.Text(3)}", row.Text(4), row.Int(5)),
            stop, ("@e", emergency), ("@q", words.Trim().ToLowerInvariant()));
    }

    public async Task<string?> PlaceName(Guid area, Guid? post, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var name = await store.Sql.First("select name from area where id = @a", row => row.Text(0), stop, ("@a", area));
        return post is null ? name : $"{name} · {await store.Sql.First("select name from post where id = @q", row => row.Text(0), stop, ("@q", post))}";
    }

    /// <summary>Names of what a list is filtered by; null where it is not.</summary>
    public async Task<(string? Area, string? Post, string? Agency)> FilterNames(Guid? area, Guid? post, Guid? agency, CancellationToken stop)
    {
        if ((area ?? post ?? agency) is null) return default;
        await using var store = await stores.Open(stop);
        return (await Name(store, "area", area, stop), await Name(store, "post", post, stop), await Name(store, "agency", agency, stop));
    }

    private static async Task<string?> Name(Store store, string table, Guid? id, CancellationToken stop) => id is null ? null
        : await store.Sql.First($"select name from {table} where id = @id", row => row.Text(0), stop, ("@id", id));

    /// <summary>The latest changes by hand, the latest first.</summary>
    public async Task<List<PlanChangeLine>> Changes(Guid plan, int most, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var record = await store.Set<Plan>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == plan, stop);
        var changes = await store.Set<PlanChange>().AsNoTracking().Where(c => c.PlanId == plan).OrderByDescending(c => c.At).ThenByDescending(c => c.Id).Take(most).ToListAsync(stop);
        var latest = changes.FirstOrDefault(c => c.UndoneAt is null);
        var open = record?.State is PlanState.Draft or PlanState.Reviewed;
        return changes.ConvertAll(c => new PlanChangeLine(c.Id, c.Kind, c.People, c.Reason, c.Actor, c.At, c.UndoneAt, c.UndoneBy,
            open && c == latest && !(record!.SolvedAt > c.At)));
    }
}
