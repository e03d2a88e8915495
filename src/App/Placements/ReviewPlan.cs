using Muster.Platform.Acts;

namespace Muster.Placements;

/// <summary>A named person has looked the plan through; only then can it be published. Any later change takes the review back.</summary>
public sealed record ReviewPlan(Guid PlanId, int Version, string? Note = null) : Act<Guid>
{
    protected internal override Permission Needs => Permission.MakePlans;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var plan = await work.Store.FindAsync<Plan>([PlanId], stop);
        Refused.Where(PlanRules.Changeable(plan).Concat(PlanRules.Unchanged(plan, Version)).Concat(PlanRules.Fresh(plan)));
        if (plan!.SolvedAt is null)
            throw new Refused("plan-empty", "这个方案还没有安排任何人。", "This plan does not place anybody yet.");
        (plan.State, plan.ReviewedBy, plan.ReviewedAt) = (PlanState.Reviewed, work.Actor.Name, work.Now);
        plan.Version++;
        if (!string.IsNullOrWhiteSpace(Note))
            work.Store.Add(new PlanNote { Id = Guid.CreateVersion7(), PlanId = PlanId, Text = Note.Trim(), Actor = work.Actor.Name, At = work.Now });
        work.About("plan", PlanId);
        return PlanId;
    }
}

/// <summary>Writes a note beside a plan; notes are never changed.</summary>
public sealed record NotePlan(Guid PlanId, string Text) : Act<Guid>
{
    protected internal override Permission Needs => Permission.MakePlans;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(Text)) throw new Refused("text-missing", "请写点内容。", "Write something.", nameof(Text));
        if (await work.Store.FindAsync<Plan>([PlanId], stop) is null) Refused.Where(PlanRules.Changeable(null));
        var note = new PlanNote { Id = Guid.CreateVersion7(), PlanId = PlanId, Text = Text.Trim(), Actor = work.Actor.Name, At = work.Now };
        work.Store.Add(note);
        work.About("plan", PlanId);
        return note.Id;
    }
}

/// <summary>Sets a draft aside. It stays readable.</summary>
public sealed record DiscardPlan(Guid PlanId, int Version) : Act<Guid>
{
    protected internal override Permission Needs => Permission.MakePlans;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var plan = await work.Store.FindAsync<Plan>([PlanId], stop);
        Refused.Where(PlanRules.Changeable(plan).Concat(PlanRules.Unchanged(plan, Version)));
        plan!.State = PlanState.Discarded;
        plan.Version++;
        work.About("plan", PlanId);
        return PlanId;
    }
}
