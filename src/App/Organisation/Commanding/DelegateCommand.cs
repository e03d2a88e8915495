using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Muster.People;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Organisation.Commanding;

/// <summary>
/// Has somebody command an area instead of its host, from a moment on (now, where none is given) until another. Answers the delegation's id.
/// Refused: an area without a host, the host as one's own delegate, a period that is over, or one in which somebody else is delegated.
/// </summary>
public sealed record DelegateCommand(Guid AreaId, Guid PersonId, DateTimeOffset? StartsAt, DateTimeOffset EndsAt, string Reason) : Act<Guid>
{
    internal const string OneAtATime = "one_commander_at_a_time";

    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        // One after the other for an area: two that wait for each other's period would end in a deadlock instead of a refusal.
        if (work.Sql.Engine == Engine.Postgres) await work.Sql.Number("select 1 from seat where area_id = @a and commands and ends_at is null for update", stop, ("@a", AreaId));
        var area = await work.Store.Set<Area>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == AreaId && a.ValidTo == null, stop);
        var person = await work.Store.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == PersonId && p.EndedAt == null, stop);
        var host = await CommandQueries.Host(work.Sql, AreaId, work.Now, stop);
        var from = StartsAt is { } start && start > work.Now ? start.ToUniversalTime() : work.Now;
        Refused.Where(CommandRules.ForDelegating(area?.Name, person?.Name, host, PersonId, from, EndsAt, Reason));
        var delegation = new CommandDelegation
        {
            Id = Guid.CreateVersion7(), AreaId = AreaId, PersonId = PersonId, HostId = host!.Value, StartsAt = from, EndsAt = EndsAt.ToUniversalTime(),
            Reason = Reason.Trim(), GivenBy = work.Actor.Name,
        };
        work.Store.Add(delegation);
        work.About("area", AreaId);
        work.Note("delegation", delegation.Id);
        work.Note("from", from);
        work.Note("until", EndsAt);
        try
        {
            await work.Store.SaveChangesAsync(stop);
        }
        catch (DbUpdateException failure) when (failure.InnerException is DbException twice && twice.Message.Contains(OneAtATime, StringComparison.Ordinal))
        {
            throw new Refused("command-delegated", $"“{area!.Name}”在这段时间里已授权他人指挥。请先结束那次授权，或改时间。",
                $"The command of {area.Name} is delegated to somebody else in this period. End that first, or change the period.", nameof(StartsAt));
        }
        return delegation.Id;
    }
}

/// <summary>Gives the command back to the host at once; a delegation that has not begun never does. Answers the area.</summary>
public sealed record EndDelegation(Guid DelegationId, string Reason) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        Refused.Where(SeatRules.ForReason(Reason));
        var delegation = await work.Store.Set<CommandDelegation>().SingleOrDefaultAsync(d => d.Id == DelegationId && d.EndsAt > work.Now && d.EndsAt > d.StartsAt, stop)
            ?? throw new Refused("delegation-unknown", "没有这次授权，或已结束。", "There is no such delegation, or it has ended.");
        End(delegation, work, Reason);
        work.About("area", delegation.AreaId);
        work.Note("delegation", delegation.Id);
        return delegation.AreaId;
    }

    internal static void End(CommandDelegation delegation, Work work, string reason)
    {
        delegation.EndsAt = delegation.StartsAt > work.Now ? delegation.StartsAt : work.Now;
        (delegation.EndReason, delegation.EndedBy) = (reason.Trim(), work.Actor.Name);
    }
}
