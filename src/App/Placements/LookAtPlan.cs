using Muster.Emergencies.Contract;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Language;

namespace Muster.Placements;

/// <summary>Fifth step: a plan is published and no place is short.</summary>
internal sealed class LookAtPlan : ILookAtStep
{
    public int Order => 60;

    public async Task<EmergencyStep?> Look(Sql sql, Ground ground, Tongue t, CancellationToken stop)
    {
        var progress = await PlanProgress.Of(sql, ground.EmergencyId, stop);
        var note = progress switch
        {
            { PublishedPlanId: null, Unpublished: 0 } => t["plans.step.none"],
            { PublishedPlanId: null } => t["plans.step.unpublished", t.Number(progress.Unpublished)],
            { Gaps: > 0 } => t["plans.step.gaps", t.Number(progress.Gaps), t.Number(progress.Missing)],
            _ => null,
        };
        return new(t["plans.step"], progress.PublishedPlanId is null ? "0" : $"{t.Number(progress.Placed)} / {t.Number(progress.Mustered)}", note, "plan", note is null);
    }
}
