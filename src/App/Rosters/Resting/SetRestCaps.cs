using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Territory;

namespace Muster.Rosters.Resting;

/// <summary>Gives an emergency, or one area of it, caps of rest of its own. What rosters hold already stays; the next filling, check or change keeps the new ones.</summary>
/// <param name="AreaId">Null: the whole emergency.</param>
/// <param name="Reason">Needed where a cap leaves less rest than the usual one.</param>
public sealed record SetRestCaps(Guid EmergencyId, int RestHours, int RunDays, int NightRun, int WeekHours, int WeekDays, int WeekNights, Guid? AreaId = null, string Reason = "") : Act<Guid>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    internal RestCaps Caps => new(RestHours * 60, RunDays, NightRun, WeekHours * 60, WeekDays, WeekNights);

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        await work.OpenAlone(EmergencyId, stop);
        Refused.Where(CapRules.Of(Caps, Reason));
        var ground = (await work.Sql.GroundOf(EmergencyId, stop))!;
        // A role for a part sets them there, and not for everybody.
        if (AreaId is null && !work.Actor.May(Needs)) throw new Refused("area-missing", "请选您负责的属地。", "Choose the area that you answer for.", "AreaId");
        if (AreaId is { } area && !(await work.Store.FindAsync<Area>([area], stop) is { } at && at.Path.StartsWith(ground.Path, StringComparison.Ordinal)))
            throw new Refused("area-outside", "这个属地不在这次行动里。", "This area is not in the emergency.", "AreaId");
        foreach (var old in await work.Store.Set<AreaRest>().Where(r => r.EmergencyId == EmergencyId && r.AreaId == AreaId && r.EndedAt == null).ToListAsync(stop)) (old.EndedAt, old.EndedBy) = (work.Now, work.Actor.Name);
        var rest = new AreaRest
        {
            Id = Guid.CreateVersion7(), EmergencyId = EmergencyId, AreaId = AreaId, RestMinutes = RestHours * 60, RunDays = RunDays, NightRun = NightRun, WeekMinutes = WeekHours * 60, WeekDays = WeekDays,
            WeekNights = WeekNights, Reason = Reason.Trim(), SetAt = work.Now, SetBy = work.Actor.Name,
        };
        work.Store.Add(rest);
        work.About("area_rest", rest.Id);
        work.Note("caps", Caps);
        return rest.Id;
    }
}

/// <summary>Ends an area's own caps: those above it hold again, or the usual ones.</summary>
public sealed record EndRestCaps(Guid AreaRestId) : Act<Guid>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var rest = await work.Store.Set<AreaRest>().SingleOrDefaultAsync(r => r.Id == AreaRestId && r.EndedAt == null, stop);
        if (rest is null || (rest.AreaId is null && !work.Actor.May(Needs))) throw new Refused("caps-unknown", "没有这组上限。", "There are no such caps.", "AreaRestId");
        (rest.EndedAt, rest.EndedBy) = (work.Now, work.Actor.Name);
        work.About("area_rest", rest.Id);
        return rest.Id;
    }
}
