using Muster.Platform.Acts;

namespace Muster.Rosters;

/// <summary>Takes a draft roster away with its turns; a published one stays.</summary>
public sealed record DiscardRoster(Guid RosterId, int Version) : Act<Guid>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var roster = await work.Store.FindAsync<Roster>([RosterId], stop);
        Refused.Where(RosterRules.ForDraft(roster));
        Refused.Where(RosterRules.ForVersion(roster!, Version));
        work.About("roster", RosterId);
        await work.Sql.Run("delete from lost_shift where shift_id in (select id from shift where roster_id = @r)", stop, ("@r", RosterId));
        work.Note("turns", await work.Sql.Run("delete from shift where roster_id = @r", stop, ("@r", RosterId)));
        work.Store.Remove(roster!);
        return RosterId;
    }
}
