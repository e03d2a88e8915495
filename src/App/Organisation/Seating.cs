using Microsoft.EntityFrameworkCore;
using Muster.Emergencies;
using Muster.Organisation.Continuity;
using Muster.People;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Organisation;

/// <summary>Sitting down and getting up, inside a running act; the acts of this folder and later modules' listeners use it.</summary>
public static class Seating
{
    /// <summary>Seats a person; every rule is checked. Returns the holding's id.</summary>
    /// <exception cref="Refused">A rule of <see cref="SeatRules"/> is broken.</exception>
    public static async Task<Guid> Take(Work work, Guid seatId, Guid personId, Holder place, string reason, CancellationToken stop)
    {
        var (seat, facts) = await Facts(work, seatId, stop);
        var person = await Candidate(work, seat, personId, stop);
        Refused.Where([.. SeatRules.ForTaking(facts, person, place), .. SeatRules.ForReason(reason)]);
        var holding = new SeatHolding { Id = Guid.CreateVersion7(), SeatId = seatId, PersonId = personId, Place = place, StartsAt = work.Now, Reason = reason.Trim() };
        work.Store.Add(holding);
        await SaveOr(work, new Broken("seat-taken", $"{seat.Title}的{place}角刚刚有人了。", $"{seat.Title} has just been given a holder {place}.", "Place"), stop);
        return holding.Id;
    }

    /// <summary>Ends a holding. An alternate who leads a group on the strength of being one must hand that over first.</summary>
    public static async Task<SeatHolding> Leave(Work work, Guid seatId, Holder place, string reason, CancellationToken stop)
    {
        Refused.Where(SeatRules.ForReason(reason));
        var holding = await work.Store.Set<SeatHolding>().SingleOrDefaultAsync(h => h.SeatId == seatId && h.Place == place && h.EndsAt == null, stop)
            ?? throw new Refused("seat-empty", $"这个职位没有{place}角。", $"Nobody is {place} of this seat.", "Place");
        var seat = await work.Store.Set<Seat>().SingleAsync(s => s.Id == seatId, stop);
        if (seat.Kind == SeatKind.HostSecretary && place != Holder.A) await RefuseLeader(work, seat, holding.PersonId, stop);
        holding.EndsAt = work.Now;
        holding.Reason = Both(holding.Reason, reason);
        return holding;
    }

    /// <summary>Makes one alternate's or holder's place another's: B becomes A at once, and A, if there is one, becomes B.</summary>
    public static async Task Swap(Work work, Guid seatId, Holder one, Holder other, string reason, CancellationToken stop)
    {
        var (seat, facts) = await Facts(work, seatId, stop);
        var broken = SeatRules.ForReason(reason).ToList();
        if (one == other || !facts.Held.ContainsKey(one) && !facts.Held.ContainsKey(other))
            broken.Add(new("seat-empty", "没有可以对调的人。", "There is nobody to swap.", "Place"));
        if (facts.Ended) broken.Add(new("seat-ended", $"职位“{seat.Title}”已撤销。", $"The seat {seat.Title} has ended.", "SeatId"));
        foreach (var (from, to) in new[] { (one, other), (other, one) })
            if (facts.Held.TryGetValue(from, out var id))
            {
                if (seat.Kind == SeatKind.HostSecretary && to == Holder.A && from != Holder.A) await RefuseLeader(work, seat, id, stop);
                broken.AddRange(SeatRules.ForHolding(facts, await Candidate(work, seat, id, stop), to));
            }
        Refused.Where(broken);
        var now = await work.Store.Set<SeatHolding>().Where(h => h.SeatId == seatId && h.EndsAt == null && (h.Place == one || h.Place == other)).ToListAsync(stop);
        foreach (var holding in now) (holding.EndsAt, holding.Reason) = (work.Now, Both(holding.Reason, reason));
        await work.Store.SaveChangesAsync(stop);
        foreach (var holding in now)
            work.Store.Add(new SeatHolding
            {
                Id = Guid.CreateVersion7(), SeatId = seatId, PersonId = holding.PersonId, Place = holding.Place == one ? other : one, StartsAt = work.Now, Reason = reason.Trim(),
            });
        await work.Store.SaveChangesAsync(stop);
    }

    internal static async Task<(Seat Seat, SeatFacts Facts)> Facts(Work work, Guid seatId, CancellationToken stop)
    {
        if (work.Sql.Engine == Engine.Postgres) await work.Sql.Number("select 1 from seat where id = @s for update", stop, ("s", seatId));
        var seat = await work.Store.Set<Seat>().SingleOrDefaultAsync(s => s.Id == seatId, stop)
            ?? throw new Refused("seat-unknown", "没有这个职位。", "There is no such seat.", "SeatId");
        if (seat.EmergencyId is { } id && await work.Store.Set<Emergency>().AnyAsync(e => e.Id == id && e.ClosedAt != null, stop))
            throw new Refused("emergency-closed", "这个职位所属的行动已经结束。", "The emergency of this seat is closed.", "SeatId");
        var held = await work.Store.Set<SeatHolding>().AsNoTracking().Where(h => h.SeatId == seatId && h.EndsAt == null).ToDictionaryAsync(h => h.Place, h => h.PersonId, stop);
        return (seat, new(seat.Title, seat.MinimumGrade, seat.PartyMember, seat.FromAlternates, seat.EndsAt is not null, held));
    }

    private static async Task<SeatCandidate> Candidate(Work work, Seat seat, Guid personId, CancellationToken stop)
    {
        var person = await work.Store.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == personId, stop)
            ?? throw new Refused("person-unknown", "没有这个人。", "There is no such person.", "PersonId");
        var alternate = seat.FromAlternates && seat.AreaId is { } area && await (
            from s in work.Store.Set<Seat>()
            join h in work.Store.Set<SeatHolding>() on s.Id equals h.SeatId
            where s.AreaId == area && s.Kind == SeatKind.HostSecretary && s.EndsAt == null && h.EndsAt == null && h.PersonId == personId && h.Place != Holder.A
            select h.Id).AnyAsync(stop);
        var lost = await work.Store.Set<LossPerson>().AnyAsync(l => l.PersonId == personId && l.ReturnedAt == null, stop);
        return new(person.Id, person.Name, person.Grade, person.PartyMember, person.EndedAt is not null, alternate) { Lost = lost };
    }

    private static async Task RefuseLeader(Work work, Seat host, Guid personId, CancellationToken stop)
    {
        var leads = await (
            from s in work.Store.Set<Seat>()
            join h in work.Store.Set<SeatHolding>() on s.Id equals h.SeatId
            where s.AreaId == host.AreaId && s.FromAlternates && s.EndsAt == null && h.EndsAt == null && h.Place == Holder.A && h.PersonId == personId
            select s.Title).FirstOrDefaultAsync(stop);
        if (leads is not null)
            throw new Refused("alternate-leads", $"此人以 B 角身份担任{leads}，请先换人。", $"This alternate holds {leads} on the strength of being one: hand that over first.", "Place");
    }

    internal static async Task SaveOr(Work work, Broken broken, CancellationToken stop)
    {
        try
        {
            await work.Store.SaveChangesAsync(stop);
        }
        catch (DbUpdateException failure) when (failure is not DbUpdateConcurrencyException && IsDouble(failure.InnerException))
        {
            throw new Refused(broken);
        }
    }

    /// <summary>The database's own "not twice": the rule above was right when it looked, and somebody was faster.</summary>
    private static bool IsDouble(Exception? failure) =>
        failure is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation } or Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 19 };

    internal static string Both(string begun, string ended) => begun + " → " + ended.Trim();
}
