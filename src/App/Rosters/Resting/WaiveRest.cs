using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.People;
using Muster.Platform.Acts;
using Muster.Rosters.Patterns;

namespace Muster.Rosters.Resting;

/// <summary>Widens one cap for one person on some days. Who does it answers for it by name.</summary>
/// <param name="To">What the cap is instead, in hours, days or nights.</param>
/// <param name="Until">The last day.</param>
public sealed record WaiveRest(Guid EmergencyId, Guid PersonId, RestCap Cap, int To, DateOnly StartsOn, DateOnly Until, string Reason) : Act<Guid>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        await work.Open(EmergencyId, stop);
        var person = await work.Store.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == PersonId && p.EndedAt == null, stop)
            ?? throw new Refused("person-unknown", "没有这个人。", "There is no such person.", "PersonId");
        var path = await work.Sql.First("select a.path from placement p join area a on a.id = p.area_id where p.emergency_id = @e and p.person_id = @p and (p.ends_at is null or p.ends_at > @now) order by p.starts_at limit 1",
            row => row.Text(0), stop, ("@e", EmergencyId), ("@p", PersonId), ("@now", work.Now));
        if (path is null) throw new Refused("not-placed", $"{person.Name}没有安排在这次行动里。", $"{person.Name} is not placed in this emergency.", "PersonId");
        Refused.Where(CapRules.ForWaiver(Cap, To, (await RestReading.CapsAt(work.Sql, EmergencyId, path, stop)).Of(Cap), StartsOn, Until, Reason, WorkDays.Of(work.Now)));
        var waiver = new RestWaiver
        {
            Id = Guid.CreateVersion7(), EmergencyId = EmergencyId, PersonId = PersonId, Cap = Cap, WidenedTo = To, StartsOn = StartsOn, EndsOn = Until.AddDays(1), Reason = Reason.Trim(), GivenAt = work.Now, GivenBy = work.Actor.Name,
        };
        work.Store.Add(waiver);
        work.About("rest_waiver", waiver.Id);
        work.Note("cap", Cap);
        work.Note("to", To);
        return waiver.Id;
    }
}

/// <summary>Ends a waiver before its last day; turns that it allowed are found by the next check.</summary>
public sealed record EndRestWaiver(Guid RestWaiverId) : Act<Guid>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var waiver = await work.Store.Set<RestWaiver>().SingleOrDefaultAsync(w => w.Id == RestWaiverId && w.EndedAt == null, stop)
            ?? throw new Refused("waiver-unknown", "没有这个破例，或者已经结束。", "There is no such waiver, or it has ended.", "RestWaiverId");
        (waiver.EndedAt, waiver.EndedBy) = (work.Now, work.Actor.Name);
        work.About("rest_waiver", waiver.Id);
        return waiver.Id;
    }
}
