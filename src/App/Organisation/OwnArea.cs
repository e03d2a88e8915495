using Microsoft.EntityFrameworkCore;
using Muster.People;
using Muster.Platform.Acts;
using Muster.Territory;

namespace Muster.Organisation;

/// <summary>Gives an area an owner (包联, S3.18): who answers for it from above. The owner before, if any, is ended. Not a command.</summary>
public sealed record OwnArea(Guid AreaId, Guid PersonId, string Reason) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var broken = SeatRules.ForReason(Reason).ToList();
        if (!await work.Store.Set<Area>().AnyAsync(a => a.Id == AreaId && a.ValidTo == null, stop)) broken.Add(new("area-unknown", "没有这个属地，或已撤销。", "There is no such area, or it was closed.", nameof(AreaId)));
        if (!await work.Store.Set<Person>().AnyAsync(p => p.Id == PersonId && p.EndedAt == null, stop)) broken.Add(new("person-unknown", "没有这个人。", "There is no such person.", nameof(PersonId)));
        Refused.Where(broken);
        work.About("area", AreaId);
        var before = await work.Store.Set<AreaOwner>().SingleOrDefaultAsync(o => o.AreaId == AreaId && o.EndsAt == null, stop);
        if (before?.PersonId == PersonId) return before.Id;
        if (before is not null)
        {
            before.EndsAt = work.Now;
            await work.Store.SaveChangesAsync(stop);
        }
        var owner = new AreaOwner { Id = Guid.CreateVersion7(), AreaId = AreaId, PersonId = PersonId, StartsAt = work.Now, Reason = Reason.Trim() };
        work.Store.Add(owner);
        await Seating.SaveOr(work, new Broken("area-owned", "刚刚有人设置了包联人。", "Somebody has just given this area an owner.", nameof(AreaId)), stop);
        return owner.Id;
    }
}

/// <summary>Ends the ownership of an area.</summary>
public sealed record DisownArea(Guid AreaId, string Reason) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        Refused.Where(SeatRules.ForReason(Reason));
        var owner = await work.Store.Set<AreaOwner>().SingleOrDefaultAsync(o => o.AreaId == AreaId && o.EndsAt == null, stop)
            ?? throw new Refused("area-not-owned", "这个属地没有包联人。", "This area has no owner.", nameof(AreaId));
        owner.EndsAt = work.Now;
        work.About("area", AreaId);
        work.Note("reason", Reason.Trim());
        return owner.PersonId;
    }
}
