using Muster.Emergencies.Contract;
using Muster.Platform.Acts;

namespace Muster.Organisation;

public sealed record DissolveOutcome(int Formations, int Seats, int Holders, int Members);

/// <summary>Dissolves a formation with a reason: it ends, its seats end, who held them or was a member leaves. Nothing is deleted.</summary>
/// <param name="WithBelow">Also everything below it; without this, formations below are refused.</param>
public sealed record DissolveFormation(Guid FormationId, string Reason, bool WithBelow = false) : Act<DissolveOutcome>
{
    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override bool InPart => true;

    protected internal override async Task<DissolveOutcome> Do(Work work, CancellationToken stop)
    {
        Refused.Where(SeatRules.ForReason(Reason));
        var emergency = await work.Sql.First("select emergency_id from formation where id = @f and ends_at is null", row => (Guid?)row.Guid(0), stop, ("f", FormationId))
            ?? throw new Refused(FormationRules.Unknown(nameof(FormationId)));
        await work.OpenAlone(emergency, stop);
        var below = await work.Sql.Number("select count(*) from formation where parent_id = @f and ends_at is null", stop, ("f", FormationId));
        if (below > 0 && !WithBelow)
            throw new Refused("formation-has-below", $"它下面还有 {below} 个组织，请一并撤销或先移走。", $"{InEnglish.Of(below, "formation stands", "formations stand")} below it: dissolve or move first.", nameof(WithBelow));
        work.About("formation", FormationId);
        work.Note("reason", Reason.Trim());
        return await End(work, """
            with recursive under(id) as (select x.id from formation x where x.id = @f union all select f.id from formation f join under u on f.parent_id = u.id where f.ends_at is null)
            select id from under
            """, Reason.Trim(), stop, ("f", FormationId));
    }

    /// <summary>Ends the formations of a sub-select with all that hangs on them. Seats without a formation are the caller's.</summary>
    internal static async Task<DissolveOutcome> End(Work work, string which, string reason, CancellationToken stop, params (string, object?)[] values)
    {
        (string, object?)[] all = [.. values, ("now", work.Now), ("reason", reason)];
        var holders = await work.Sql.Run($"update seat_holding set ends_at = case when starts_at > @now then starts_at else @now end, reason = reason || ' → ' || @reason where ends_at is null and seat_id in (select s.id from seat s where s.formation_id in ({which}))", stop, all);
        var seats = await work.Sql.Run($"update seat set ends_at = @now, version = version + 1 where ends_at is null and formation_id in ({which})", stop, all);
        var members = await work.Sql.Run($"update formation_member set ends_at = @now where ends_at is null and formation_id in ({which})", stop, all);
        var formations = await work.Sql.Run($"update formation set ends_at = case when starts_at > @now then starts_at else @now end, end_reason = @reason, version = version + 1 where ends_at is null and id in ({which})", stop, all);
        return new(formations, seats, holders, members);
    }
}
