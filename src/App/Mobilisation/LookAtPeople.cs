using Muster.Emergencies.Contract;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Language;

namespace Muster.Mobilisation;

/// <summary>Third step: people are mustered, enough for the minimum, and every agency sends what it owes.</summary>
internal sealed class LookAtPeople : ILookAtStep
{
    public int Order => 30;

    public async Task<EmergencyStep?> Look(Sql sql, Ground ground, Tongue t, CancellationToken stop)
    {
        var people = await MusterQueries.Count(sql, ground.EmergencyId, stop);
        var few = (await QuotaQueries.List(sql, ground.EmergencyId, null, stop)).Count(l => l.Lacking > 0);
        var note = people == 0 ? t["mobilisation.step.none"] : few > 0 ? t["mobilisation.step.short", t.Number(few)] : null;
        return new(t["mobilisation.step"], t.Number(people), note, people > 0 && few > 0 ? "quotas?short=yes" : "people", note is null);
    }
}
