using Muster.Emergencies.Contract;
using Muster.Platform.Acts;

namespace Muster.Organisation;

/// <summary>When an emergency closes, its formations and seats end; seats of the territory and who owns an area stay.</summary>
internal sealed class EndWithEmergency : IListen<EmergencyClosed>
{
    public async Task When(EmergencyClosed happened, Work work, CancellationToken stop)
    {
        var outcome = await DissolveFormation.End(work, "select id from formation where emergency_id = @e and ends_at is null", happened.Reason, stop, ("e", happened.EmergencyId));
        var values = new (string, object?)[] { ("e", happened.EmergencyId), ("now", work.Now), ("reason", happened.Reason) };
        await work.Sql.Run("update seat_holding set ends_at = case when starts_at > @now then starts_at else @now end, reason = reason || ' → ' || @reason where ends_at is null and seat_id in (select id from seat where emergency_id = @e and ends_at is null)", stop, values);
        await work.Sql.Run("update seat set ends_at = @now, version = version + 1 where emergency_id = @e and ends_at is null", stop, values);
        work.Note("organisationEnded", outcome);
    }
}
