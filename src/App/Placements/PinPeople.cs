using Muster.Platform.Storage;
using Muster.Placements.Cards;
using Muster.Platform.Acts;

namespace Muster.Placements;

/// <summary>How many are pinned or free now that were not before.</summary>
public sealed record PinsChanged(int People, int Version);

/// <summary>
/// Pins people where a draft has them (a place or the reserve), so that the next solve keeps them, or frees them. A pin is a decision by
/// hand that stands above some rules, so the plan must be reviewed again.
/// </summary>
public sealed record PinPeople(Guid PlanId, IReadOnlyList<Guid> People, bool Pinned, string Reason = "") : Act<PinsChanged>
{
    /// <summary>Reserve code of a person who was pinned to the reserve and is free for the next solve.</summary>
    public const string FreedCode = "freed";

    protected internal override Permission Needs => Permission.MakePlans;

    protected internal override async Task<PinsChanged> Do(Work work, CancellationToken stop)
    {
        var plan = await work.Store.FindAsync<Plan>([PlanId], stop);
        Refused.Where(PlanRules.Changeable(plan).Concat(MoveRules.Chosen(People)));
        var people = await Other(work, stop);
        if (people.Count == 0)
            throw new Refused("pins-same", Pinned ? "所选的人都已固定，没有可改的。" : "所选的人都没有固定，没有可改的。",
                Pinned ? "Everybody chosen is pinned already." : "Nobody chosen is pinned.", nameof(People));
        await PlanChanges.Remember(work, plan!, Pinned ? PlanChangeKind.Pin : PlanChangeKind.Unpin, people, Reason, stop);
        (string, object?)[] values = [("@p", PlanId), ("@pinned", Pinned), ("@people", IdSet.Of(work.Sql, people))];
        var among = IdSet.In(work.Sql, "person_id", "@people");
        await work.Sql.Run($"update plan_placement set pinned = @pinned where plan_id = @p and {among}", stop, values);
        await work.Sql.Run(Pinned
            ? $"update plan_reserve set reason = case when reason = '' then code else reason end, code = '{KeepSolution.PinnedCode}' where plan_id = @p and {among}"
            : $"update plan_reserve set reason = '', code = '{FreedCode}' where plan_id = @p and {among}", stop, ("@p", PlanId), ("@people", IdSet.Of(work.Sql, people)));
        await Counts.PlanCounts.Near(work.Sql, plan!, [], stop);
        PlanChanges.Changed(plan!, 0);
        work.About("plan", PlanId);
        work.Note("people", people.Count);
        work.Note("pinned", Pinned);
        work.Note("reason", Reason);
        return new PinsChanged(people.Count, plan!.Version);
    }

    private Task<List<Guid>> Other(Work work, CancellationToken stop) => work.Sql.List($"""
        select person_id from plan_placement where plan_id = @p and pinned <> @pinned and {IdSet.In(work.Sql, "person_id", "@people")}
        union all
        select person_id from plan_reserve where plan_id = @p and (code = '{KeepSolution.PinnedCode}') <> @pinned and {IdSet.In(work.Sql, "person_id", "@people")}
        """, row => row.Guid(0), stop, ("@p", PlanId), ("@pinned", Pinned), ("@people", IdSet.Of(work.Sql, People)));
}
