using Muster.Emergencies.Contract;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Language;

namespace Muster.Emergencies;

/// <summary>First step: the areas that must be covered are there.</summary>
internal sealed class LookAtAreas : ILookAtStep
{
    public int Order => 10;

    public async Task<EmergencyStep?> Look(Sql sql, Ground ground, Tongue t, CancellationToken stop)
    {
        var areas = await EmergencyQueries.CoveredAreas(sql, ground.EmergencyId, stop);
        return new(t["emergencies.step.areas", EmergencyWords.Level(t, ground.Covered)], t.Number(areas), areas == 0 ? t["emergencies.step.areas.none"] : null, "/areas", areas > 0);
    }
}
