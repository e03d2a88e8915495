using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;

namespace Muster.Rosters.Rotation;

/// <summary>Two people, or two agencies, of a rotation change weeks.</summary>
public sealed record SwapRotationWeeks(Guid RotationWeekId, Guid OtherId) : Act<Guid>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var (one, other) = (await work.Store.FindAsync<RotationWeek>([RotationWeekId], stop), await work.Store.FindAsync<RotationWeek>([OtherId], stop));
        Refused.Where(RotationRules.ForSwap(one, other));
        var rotation = (await work.Store.FindAsync<DutyRotation>([one!.RotationId], stop))!;
        if (rotation.EndedAt is not null) throw new Refused("rotation-ended", "这个轮换已经结束。", "This rotation has ended.");
        await work.Open(rotation.EmergencyId, stop);
        (one.Week, other!.Week, one.Version, other.Version) = (other.Week, one.Week, one.Version + 1, other.Version + 1);
        foreach (var turn in new[] { one, other }.Where(t => t.PersonId is not null)) MakeRotation.Tell(work, rotation, turn);
        work.About("duty_rotation", rotation.Id);
        work.Note("weeks", $"{one.Week + 1}, {other.Week + 1}");
        return rotation.Id;
    }
}

/// <summary>Ends a rotation: everybody may be given turns in any week again.</summary>
public sealed record EndRotation(Guid RotationId) : Act<Guid>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var rotation = await work.Store.Set<DutyRotation>().SingleOrDefaultAsync(r => r.Id == RotationId && r.EndedAt == null, stop)
            ?? throw new Refused("rotation-unknown", "没有这个轮换，或者已经结束。", "There is no such rotation, or it has ended.", "RotationId");
        (rotation.EndedAt, rotation.EndedBy) = (work.Now, work.Actor.Name);
        work.About("duty_rotation", rotation.Id);
        return rotation.Id;
    }
}
