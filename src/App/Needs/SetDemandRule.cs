using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Territory;

namespace Muster.Needs;

/// <summary>Sets the demand rule of a level (there is at most one) and computes the demand of every place anew; overrides stay.</summary>
/// <param name="MinimumPerThousandResidents">People per thousand residents, added to the base and rounded up.</param>
/// <param name="AbsorptionPerLocalStaff">People that one of the place's own staff can guide, rounded down.</param>
/// <param name="Version">Of the rule that was shown; null to set it whatever stands there.</param>
public sealed record SetDemandRule(Guid EmergencyId, AreaLevel Level, int MinimumBase, double MinimumPerThousandResidents, int TargetBase, double TargetPerThousandResidents,
    int AbsorptionBase, double AbsorptionPerLocalStaff, int? Version = null) : Act<DemandOutcome>
{
    protected internal override Permission Needs => Permission.RunEmergencies;

    protected internal override async Task<DemandOutcome> Do(Work work, CancellationToken stop)
    {
        Refused.Where(DemandRules.ForRule(this));
        await work.OpenAlone(EmergencyId, stop);
        var rule = await work.Store.Set<DemandRule>().SingleOrDefaultAsync(r => r.EmergencyId == EmergencyId && r.Level == Level, stop);
        if (Version is { } seen && seen != (rule?.Version ?? 0))
            throw new Refused("stale", "别人刚刚改过这条需求规则，您的修改未保存。", "Somebody changed this demand rule meanwhile; yours was not saved.");
        if (rule is null) work.Store.Add(rule = new DemandRule { Id = Guid.CreateVersion7(), EmergencyId = EmergencyId, Level = Level });
        Fill(rule);
        rule.Version++;
        work.About("emergency", EmergencyId);
        work.Note("rule", this);
        return await ComputeDemand.Store(work, EmergencyId, stop);
    }

    /// <summary>The rule as it would be, for previews.</summary>
    public DemandRule AsRule()
    {
        var rule = new DemandRule { EmergencyId = EmergencyId, Level = Level };
        Fill(rule);
        return rule;
    }

    private void Fill(DemandRule rule)
    {
        (rule.MinimumBase, rule.MinimumPerThousandResidents) = (MinimumBase, MinimumPerThousandResidents);
        (rule.TargetBase, rule.TargetPerThousandResidents) = (TargetBase, TargetPerThousandResidents);
        (rule.AbsorptionBase, rule.AbsorptionPerLocalStaff) = (AbsorptionBase, AbsorptionPerLocalStaff);
    }
}

/// <summary>Removes the rule of a level: its places need nobody any more, unless overridden.</summary>
public sealed record RemoveDemandRule(Guid EmergencyId, AreaLevel Level) : Act<DemandOutcome>
{
    protected internal override Permission Needs => Permission.RunEmergencies;

    protected internal override async Task<DemandOutcome> Do(Work work, CancellationToken stop)
    {
        await work.OpenAlone(EmergencyId, stop);
        var rule = await work.Store.Set<DemandRule>().SingleOrDefaultAsync(r => r.EmergencyId == EmergencyId && r.Level == Level, stop)
            ?? throw new Refused("rule-unknown", "这一层级没有需求规则。", "There is no demand rule for this level.", nameof(Level));
        work.Store.Remove(rule);
        work.About("emergency", EmergencyId);
        work.Note("removed", Level);
        return await ComputeDemand.Store(work, EmergencyId, stop);
    }
}
