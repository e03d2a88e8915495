using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;

namespace Muster.Emergencies;

/// <summary>
/// Closes an emergency. What is open in it (formations, seats, placements…) is ended in the same transaction by the modules that keep it;
/// a module in the middle of something refuses. Nothing is deleted here: destruction has its own clock.
/// </summary>
public sealed record CloseEmergency(Guid EmergencyId, string Reason, int? Version = null) : Act<Guid>
{
    protected internal override Permission Needs => Permission.RunEmergencies;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var emergency = await work.Store.Set<Emergency>().SingleOrDefaultAsync(e => e.Id == EmergencyId, stop)
            ?? throw new Refused("emergency-unknown", "没有这个行动。", "There is no such emergency.", nameof(EmergencyId));
        Refused.Where(EmergencyRules.ForClosing(emergency, this));
        if (Version is { } seen && seen != emergency.Version) throw EditEmergency.Stale(emergency);
        emergency.ClosedAt = work.Now > emergency.OpenedAt ? work.Now : emergency.OpenedAt;
        emergency.CloseReason = Reason.Trim();
        emergency.Version++;
        work.About("emergency", emergency.Id);
        work.Note("reason", emergency.CloseReason);
        work.Raise(new EmergencyClosed(emergency.Id, emergency.ClosedAt.Value, emergency.CloseReason));
        await work.Store.SaveChangesAsync(stop);
        return emergency.Id;
    }
}
