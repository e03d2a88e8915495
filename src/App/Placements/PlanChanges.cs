using Muster.Platform.Storage;
using Muster.Placements.Cards;
using Muster.Platform.Acts;

namespace Muster.Placements;

/// <summary>Remembers how people of a plan stood before a change by hand, and marks the plan as changed.</summary>
internal static class PlanChanges
{
    /// <summary>More at once than this are a new solve, not a change by hand.</summary>
    public const int PeopleMost = 5_000;

    public static async Task Remember(Work work, Plan plan, PlanChangeKind kind, IReadOnlyList<Guid> people, string reason, CancellationToken stop)
    {
        var change = new PlanChange
        {
            Id = Guid.CreateVersion7(), PlanId = plan.Id, Kind = kind, People = people.Count, Reason = reason.Trim(), Actor = work.Actor.Name,
            At = work.Now, CostBefore = plan.Cost,
        };
        work.Store.Add(change);
        await work.Store.SaveChangesAsync(stop);
        var among = IdSet.In(work.Sql, "person_id", "@people");
        await work.Sql.Run($"""
            insert into plan_change_person (change_id, person_id, area_id, post_id, seat_id, role, pinned, cost, code, reason)
            select @c, person_id, area_id, post_id, seat_id, role, pinned, cost, null, reason from plan_placement where plan_id = @p and {among}
            """, stop, ("@c", change.Id), ("@p", plan.Id), ("@people", IdSet.Of(work.Sql, people)));
        await work.Sql.Run($"""
            insert into plan_change_person (change_id, person_id, area_id, post_id, seat_id, role, pinned, cost, code, reason)
            select @c, person_id, null, null, null, null, code = @pinned, 0, code, reason from plan_reserve where plan_id = @p and {among}
            """, stop, ("@c", change.Id), ("@p", plan.Id), ("@pinned", KeepSolution.PinnedCode), ("@people", IdSet.Of(work.Sql, people)));
    }

    /// <summary>Takes people out of the plan; whoever calls this puts them back elsewhere. Answers the areas they were placed in.</summary>
    public static async Task<List<Guid>> TakeOut(Work work, Guid plan, IReadOnlyList<Guid> people, CancellationToken stop)
    {
        var areas = await work.Sql.List($"select distinct area_id from plan_placement where plan_id = @p and {IdSet.In(work.Sql, "person_id", "@people")}", row => row.Guid(0), stop,
            ("@p", plan), ("@people", IdSet.Of(work.Sql, people)));
        foreach (var table in (string[])["plan_placement", "plan_reserve"])
            await work.Sql.Run($"delete from {table} where plan_id = @p and {IdSet.In(work.Sql, "person_id", "@people")}", stop,
                ("@p", plan), ("@people", IdSet.Of(work.Sql, people)));
        return areas;
    }

    /// <summary>The plan is a draft again: whoever reviewed it saw something else.</summary>
    public static void Changed(Plan plan, long costChange)
    {
        (plan.State, plan.ReviewedBy, plan.ReviewedAt) = (PlanState.Draft, null, null);
        plan.Cost += costChange;
        plan.Gap = plan is { Cost: { } cost, Bound: > 0 and { } bound } ? (double)(cost - bound) / bound : plan.Gap;
        plan.Version++;
    }
}
