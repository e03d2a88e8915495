using Muster.Emergencies.Contract;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Language;

namespace Muster.Needs;

/// <summary>Second step: every area that must be covered has a demand.</summary>
internal sealed class LookAtDemand : ILookAtStep
{
    public int Order => 20;

    public async Task<EmergencyStep?> Look(Sql sql, Ground ground, Tongue t, CancellationToken stop)
    {
        var sums = await DemandQueries.Sums(sql, ground.EmergencyId, stop);
        var covered = sums.FirstOrDefault(s => s.Level == ground.Covered);
        var without = await DemandQueries.CoveredWithoutDemand(sql, ground, stop);
        var note = covered is null ? t["needs.step.none"] : without > 0 ? t["needs.step.without", t.Number(without)] : null;
        return new(t["needs.step"], covered is null ? "0" : $"{t.Number(covered.Minimum)} / {t.Number(covered.Target)}", note, "demand", note is null);
    }
}
