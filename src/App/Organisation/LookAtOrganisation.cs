using Muster.Emergencies.Contract;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Language;

namespace Muster.Organisation;

/// <summary>Fourth step: the formation stands and every seat is held.</summary>
internal sealed class LookAtOrganisation : ILookAtStep
{
    public int Order => 40;

    public async Task<EmergencyStep?> Look(Sql sql, Ground ground, Tongue t, CancellationToken stop)
    {
        var formations = (await FormationQueries.Counts(sql, ground.EmergencyId, stop)).Sum(c => c.Formations);
        var unfilled = formations == 0 ? 0 : (await SeatQueries.Counts(sql, ground, stop)).Sum(s => s.Unfilled);
        var note = formations == 0 ? t["organisation.step.none"] : unfilled > 0 ? t["organisation.step.unfilled", t.Number(unfilled)] : null;
        return new(t["organisation.step"], t.Number(formations), note, unfilled > 0 ? "seats?filled=no" : "formation", note is null);
    }
}
