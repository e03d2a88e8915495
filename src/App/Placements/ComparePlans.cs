using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Muster.Placements.Standing;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.Placements;

public enum DifferenceKind { Moved, Placed, Gone }

/// <summary>One person whose place differs between two plans. A null place is the reserve.</summary>
/// <param name="Code">Why they have no place in the second; null where they have one.</param>
/// <param name="Why">Why they are where they are in the second.</param>
/// <param name="CostBefore">Metre-equivalents, where the first plan states it.</param>
public sealed record PlanDifference(Guid PersonId, string Name, string? Agency, string? FromArea, string? FromPost, string? ToArea, string? ToPost,
    string? Code, string? Why, long? CostBefore, long? CostAfter)
{
    public DifferenceKind Kind => FromArea is null ? DifferenceKind.Placed : ToArea is null ? DifferenceKind.Gone : DifferenceKind.Moved;
}

/// <summary>How two plans differ: counts over everybody and the first people by name.</summary>
public sealed record PlanComparison(long Same, long Moved, long NowPlaced, long NowReserve, IReadOnlyList<PlanDifference> First);

/// <summary>Compares two plans, or a plan with the placements in force (no first plan).</summary>
public sealed class ComparePlans(Stores stores)
{
    public async Task<PlanComparison> Compare(Guid? from, Guid to, CancellationToken stop, string? afterName = null, Guid? afterId = null, int most = 100)
    {
        await using var store = await stores.Open(stop);
        var pair = await Both(store, from, to, stop);
        (string, object?)[] values = [.. pair.Values, ("@after", afterName), ("@id", afterId), ("@most", most)];
        var counts = await store.Sql.First(pair.Sql + """
             select count(case when from_area = to_area and from_post is not distinct from to_post then 1 end),
               count(case when from_area is not null and to_area is not null and not (from_area = to_area and from_post is not distinct from to_post) then 1 end),
               count(case when from_area is null then 1 end), count(case when to_area is null then 1 end) from pair
            """, row => (row.Long(0), row.Long(1), row.Long(2), row.Long(3)), stop, values);
        var first = most == 0 ? [] : await store.Sql.List($"{pair.Sql} select {Columns} {Different} {(afterName is null ? "" : "and (w.name > @after or (w.name = @after and w.id > @id))")} order by w.name, w.id limit @most",
            Read, stop, values);
        return new PlanComparison(counts.Item1, counts.Item2, counts.Item3, counts.Item4, first);
    }

    /// <summary>A page of who serves elsewhere. Filters: kind (Moved, Placed, Gone), lost (yes: only who was lost; no: only the others); words: name, pinyin, initials, agency.</summary>
    /// <param name="known">The counts, where they are known already: without a filter they give the total.</param>
    public async Task<TablePage<PlanDifference>> Page(Guid? from, Guid to, TableAsk ask, CancellationToken stop, PlanComparison? known = null)
    {
        await using var store = await stores.Open(stop);
        var pair = await Both(store, from, to, stop);
        var where = Where(ask, pair.Values);
        var keyset = new Keyset(ask, "w.id", ("name", "w.name"), ("-cost", "coalesce(n.cost, 0) - coalesce(o.cost, 0)"));
        var rows = await store.Sql.List($"{pair.Sql} select {Columns} {Different}{where.Sql} {keyset.Sql}", Read, stop, [.. where.Values, .. keyset.Values]);
        return keyset.Page(rows, row => keyset.Sort == "cost" ? (row.CostAfter ?? 0) - (row.CostBefore ?? 0) : row.Name, row => row.PersonId,
            known is not null && ask.Words.Length == 0 && ask["lost"] is null && ask["kind"] is null ? known.Moved + known.NowPlaced + known.NowReserve
                : await store.Sql.Number($"{pair.Sql} select count(*) {Different}{where.Sql}", stop, where.Values));
    }

    public async IAsyncEnumerable<PlanDifference> All(Guid? from, Guid to, TableAsk ask, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var pair = await Both(store, from, to, stop);
        var where = Where(ask, pair.Values);
        await foreach (var one in store.Sql.Rows($"{pair.Sql} select {Columns} {Different}{where.Sql} order by w.name, w.id", Read, stop, where.Values)) yield return one;
    }

    /// <summary>What a repair is compared with: what is in force where it mends a published plan, else the plan it is based on.</summary>
    public async Task<Guid?> BasisOf(Guid plan, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var basis = await store.Set<Plan>().AsNoTracking().Where(p => p.Id == plan).Join(store.Set<Plan>(), p => p.BasedOnId, b => b.Id, (_, b) => new { b.Id, b.State }).FirstOrDefaultAsync(stop);
        return basis is null || basis.State == PlanState.Published ? null : basis.Id;
    }

    private static async Task<(string Sql, (string, object?)[] Values)> Both(Store store, Guid? from, Guid to, CancellationToken stop)
    {
        var plan = await store.Set<Plan>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == to, stop);
        var before = from is null ? $"select person_id, area_id, post_id from placement where emergency_id = @e and {StandingSql.InForce("placement")}"
            : "select person_id, area_id, post_id from plan_placement where plan_id = @from";
        var costs = from ?? await store.Set<Publication>().AsNoTracking().Where(b => plan != null && b.EmergencyId == plan.EmergencyId).OrderByDescending(b => b.At).Select(b => (Guid?)b.PlanId).FirstOrDefaultAsync(stop);
        return ($"""
            with before as ({before}),
            pair as (
              select b.person_id, b.area_id as from_area, b.post_id as from_post, a.area_id as to_area, a.post_id as to_post
              from before b left join plan_placement a on a.plan_id = @to and a.person_id = b.person_id
              union all
              select a.person_id, null, null, a.area_id, a.post_id from plan_placement a where a.plan_id = @to
                and not exists (select 1 from {(from is null ? $"placement p where p.person_id = a.person_id and p.emergency_id = @e and {StandingSql.InForce("p")}" : "plan_placement p where p.plan_id = @from and p.person_id = a.person_id")}))
            """, [("@from", from), ("@to", to), ("@costs", costs ?? Guid.Empty), ("@e", plan?.EmergencyId ?? Guid.Empty), ("@at", plan?.StartsAt ?? DateTimeOffset.UnixEpoch)]);
    }

    private const string Columns = "x.person_id, w.name, g.name, fa.name, fq.name, ta.name, tq.name, r.code, case when n.person_id is null then r.reason else n.reason end, o.cost, n.cost";

    private const string Different = """
         from pair x join person w on w.id = x.person_id
        left join agency g on g.id = w.agency_id left join area fa on fa.id = x.from_area left join post fq on fq.id = x.from_post
        left join area ta on ta.id = x.to_area left join post tq on tq.id = x.to_post
        left join plan_placement n on n.plan_id = @to and n.person_id = x.person_id left join plan_reserve r on r.plan_id = @to and r.person_id = x.person_id
        left join plan_placement o on o.plan_id = @costs and o.person_id = x.person_id and o.area_id = x.from_area
        where not (x.from_area is not distinct from x.to_area and x.from_post is not distinct from x.to_post)
        """;

    private static Conditions Where(TableAsk ask, (string, object?)[] values)
    {
        var where = new Conditions(values);
        where.Add(ask.Enum<DifferenceKind>("kind") switch
        {
            DifferenceKind.Moved => "x.from_area is not null and x.to_area is not null", DifferenceKind.Placed => "x.from_area is null", DifferenceKind.Gone => "x.to_area is null", _ => null,
        });
        where.Add(ask["lost"] switch { "yes" => $"r.code = '{RepairPlan.LostCode}'", "no" => $"(r.code is null or r.code <> '{RepairPlan.LostCode}')", _ => null });
        if (ask.Words.Length > 0)
            where.Add(ask.Words.ToLowerInvariant(), "@q", "(w.name like '%' || @q || '%' or w.pinyin like @q || '%' or w.initials like @q || '%' or g.name like '%' || @q || '%')");
        return where;
    }

    private static PlanDifference Read(Row row) => new(row.Guid(0), row.Text(1), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4), row.TextOrNull(5), row.TextOrNull(6),
        row.TextOrNull(7), row.TextOrNull(8), row.IsNull(9) ? null : row.Long(9), row.IsNull(10) ? null : row.Long(10));
}
