using Microsoft.EntityFrameworkCore;
using Muster.Organisation.Contract;
using Muster.People;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Organisation.Continuity;

/// <summary>What a loss came to.</summary>
/// <param name="Places">Places of seats that were left.</param>
/// <param name="Filled">Of them those where somebody sits again, or whose command was delegated.</param>
/// <param name="Nobody">Seats that nobody holds: to be seen to by a person, now.</param>
/// <param name="Told">People who were told.</param>
/// <param name="Powers">Successors who were given the role that goes with the seat.</param>
public sealed record LossOutcome(Guid LossId, int Lost, int Places, int Filled, int Delegated, int Nobody, int Told, int Powers = 0);

/// <summary>
/// People cannot serve any more, all at once: their seats and commands pass to successors by rule (<see cref="TakeoverRules"/>), every module takes
/// them out of what it has them in, and everybody concerned is told. They come back by <see cref="ReturnPeople"/>.
/// </summary>
public sealed record LosePeople(IReadOnlyList<Guid> People, string Reason) : Act<LossOutcome>
{
    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override bool InPart => true;

    protected internal override Task<LossOutcome> Do(Work work, CancellationToken stop) => Losing.Do(work, LossKind.People, null, [.. People.Distinct()], Reason, stop);
}

/// <summary>
/// The whole committee of an area is lost (整建制接管, S0.14): the holders of its own seats and its own staff; with <paramref name="Serving"/> also everybody
/// who serves there or below.
/// </summary>
public sealed record LoseCommittee(Guid AreaId, bool Serving, string Reason) : Act<LossOutcome>
{
    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override bool InPart => true;

    protected internal override async Task<LossOutcome> Do(Work work, CancellationToken stop)
    {
        if (!await work.Store.Set<Area>().AnyAsync(a => a.Id == AreaId && a.ValidTo == null, stop)) throw new Refused("area-unknown", "没有这个属地，或已撤销。", "There is no such area, or it was closed.", nameof(AreaId));
        var people = await Committee(work.Sql, AreaId, stop);
        if (Serving) foreach (var one in work.Of<IEnumerable<IServeInAreas>>()) people.AddRange(await one.At(work.Sql, AreaId, work.Now, stop));
        var away = (await work.Store.Set<LossPerson>().Where(l => l.ReturnedAt == null).Select(l => l.PersonId).ToListAsync(stop)).ToHashSet();
        people.RemoveAll(away.Contains);
        if (people.Count == 0) throw new Refused("committee-empty", "这个属地的班子里没有可登记减员的人：没有人任职，也没有本属地的工作人员。", "There is nobody in this area's committee to lose: no seat is held, and no staff of its own is on record.", nameof(AreaId));
        return await Losing.Do(work, LossKind.Committee, AreaId, [.. people.Distinct()], Reason, stop);
    }

    /// <summary>Who holds or stands by for the territory's own seats of an area, and the staff of its own agency.</summary>
    internal static Task<List<Guid>> Committee(Sql sql, Guid area, CancellationToken stop) => sql.List("""
        select h.person_id from seat s join seat_holding h on h.seat_id = s.id and h.ends_at is null where s.area_id = @a and s.emergency_id is null and s.ends_at is null and s.kind = 'HostSecretary'
        union select p.id from agency g join person p on p.agency_id = g.id where g.area_id = @a and p.origin = 'LocalStaff' and p.ended_at is null
        """, row => row.Guid(0), stop, ("@a", area));
}

/// <summary>What both kinds of loss do.</summary>
internal static class Losing
{
    public static async Task<LossOutcome> Do(Work work, LossKind kind, Guid? area, IReadOnlyList<Guid> people, string reason, CancellationToken stop)
    {
        // One loss after the other: the successors of one may be the lost of the next.
        if (work.Sql.Engine == Engine.Postgres) await work.Sql.Run("lock table loss in exclusive mode", stop);
        var names = await work.Store.Set<Person>().AsNoTracking().Where(p => people.Contains(p.Id) && p.EndedAt == null).ToDictionaryAsync(p => p.Id, p => p.Name, stop);
        var away = await work.Store.Set<LossPerson>().AsNoTracking().Where(l => l.ReturnedAt == null && people.Contains(l.PersonId)).Select(l => l.PersonId).ToListAsync(stop);
        Refused.Where([.. LossRules.ForLosing(people.Count, people.Count(p => !names.ContainsKey(p)), [.. away.Select(p => names.GetValueOrDefault(p, ""))]), .. SeatRules.ForReason(reason)]);
        var loss = new Loss { Id = Guid.CreateVersion7(), Kind = kind, AreaId = area, Reason = reason.Trim(), MadeAt = work.Now, MadeBy = work.Actor.Name };
        work.Store.Add(loss);
        await work.Store.SaveChangesAsync(stop);
        work.Store.AddRange(people.Select(p => new LossPerson { LossId = loss.Id, PersonId = p }));
        await work.Store.SaveChangesAsync(stop);
        var taking = new TakingOver(work, loss, people, stop);
        await taking.Run();
        work.Raise(new PeopleLost(loss.Id, people, await Areas(work.Sql, loss, stop), loss.Reason));
        var told = await LossNotices.Lost(work, loss, people, taking.Made, stop);
        work.About("loss", loss.Id);
        var filled = taking.Made.Count(t => t.SuccessorId is not null);
        var powers = taking.Made.Count(t => t.GrantId is not null);
        var (delegated, nobody) = (taking.Made.Count(t => t.Way == TakeoverWay.Delegated), taking.Made.Count(t => t is { Way: TakeoverWay.Nobody, Place: Holder.A }));
        foreach (var (key, value) in new (string, object)[] { ("kind", kind), ("people", people.Count), ("places", taking.Made.Count), ("filled", filled), ("delegated", delegated), ("nobody", nobody), ("delegationsEnded", taking.DelegationsEnded), ("rolesGiven", powers) })
            work.Note(key, value);
        return new LossOutcome(loss.Id, people.Count, taking.Made.Count, filled, delegated, nobody, told, powers);
    }

    /// <summary>What people who have ended leave is taken over at once, and for good.</summary>
    public static async Task OfEnded(Work work, IReadOnlyList<Guid> people, string reason, CancellationToken stop)
    {
        if (work.Sql.Engine == Engine.Postgres) await work.Sql.Run("lock table loss in exclusive mode", stop);
        var loss = new Loss { Id = Guid.CreateVersion7(), Kind = LossKind.Ended, Reason = reason, MadeAt = work.Now, MadeBy = work.Actor.Name, ReturnedAt = work.Now };
        work.Store.Add(loss);
        await work.Store.SaveChangesAsync(stop);
        work.Store.AddRange(people.Select(p => new LossPerson { LossId = loss.Id, PersonId = p, ReturnedAt = work.Now, ReturnReason = reason }));
        await work.Store.SaveChangesAsync(stop);
        var taking = new TakingOver(work, loss, people, stop);
        await taking.Run();
        await LossNotices.Lost(work, loss, people, taking.Made, stop);
        work.Note("places", taking.Made.Count);
        work.Note("filled", taking.Made.Count(t => t.SuccessorId is not null));
        work.Note("rolesGiven", taking.Made.Count(t => t.GrantId is not null));
    }

    /// <summary>The areas a loss is about: the committee's, and those of seats that were left.</summary>
    internal static Task<List<Guid>> Areas(Sql sql, Loss loss, CancellationToken stop) => sql.List("""
        select area_id from loss where id = @loss and area_id is not null
        union select s.area_id from takeover t join seat s on s.id = t.seat_id where t.loss_id = @loss and s.area_id is not null
        """, row => row.Guid(0), stop, ("@loss", loss.Id));
}
