using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Privacy.Destroying;
using Muster.Platform.Sealing;

namespace Muster.Emergencies;

/// <summary>Destroys the secret under which cards, and later residents' data, of one closed emergency are sealed. The staff outlive it under keys of their own.</summary>
internal sealed class DestroysEmergencies : IDestroyData
{
    public DestructionKind Kind => DestructionKind.Emergency;

    public async Task<Broken?> Refusal(Work work, Guid subject, CancellationToken stop)
    {
        if (await work.Store.Set<Emergency>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == subject, stop) is not { } emergency)
            return new Broken("emergency-not-there", $"没有这次行动：{subject}。", $"There is no such emergency: {subject}.", "SubjectId");
        if (await work.IsDestroyed(Kind, subject, stop)) return new Broken("destroyed", "这次行动的个人信息已经销毁。", "The personal data of this emergency was destroyed already.", "SubjectId");
        return emergency.ClosedAt is null ? new Broken("destroy-open", "行动还没有结束。请先结束行动，再申请销毁。", "The emergency is still open: close it first, then ask.", "SubjectId") : null;
    }

    public async Task Destroy(Work work, Guid subject, CancellationToken stop)
    {
        // Made where it was never used, so that none can be made after.
        await DataKeys.Of(work, DataKeys.Emergency, subject, stop);
        await DataKeys.Destroy(work, DataKeys.Emergency, subject, stop);
        work.Raise(new EmergencyDestroyed(subject));
    }
}
