using Microsoft.EntityFrameworkCore;
using Muster.Organisation.Commanding;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Organisation.Continuity;

/// <summary>Fills what lost people leave behind: each of their places in seats, and the commands that were theirs.</summary>
internal sealed class TakingOver(Work work, Loss loss, IReadOnlyCollection<Guid> lost, CancellationToken stop)
{
    private readonly SuccessorSearch _search = new(work, lost, stop);
    private readonly Queue<Guid> _seats = new();
    private readonly List<(Takeover Row, Guid Area)> _commands = [];
    private readonly Dictionary<Guid, List<(Holder Place, Guid Left, Guid Cause)>> _left = [];

    public List<Takeover> Made { get; } = [];

    public int DelegationsEnded { get; private set; }

    public async Task Run()
    {
        await EndDelegations();
        foreach (var (seat, place, person) in await work.Sql.List($"""
            select h.seat_id, h.place, h.person_id from seat_holding h join seat s on s.id = h.seat_id
            where h.ends_at is null and s.ends_at is null and {IdSet.In(work.Sql, "h.person_id", "@lost")} order by case when s.commands then 0 else 1 end, s.kind, s.id, h.place
            """, row => (row.Guid(0), row.Enum<Holder>(1), row.Guid(2)), stop, ("@lost", IdSet.Of(work.Sql, lost)))) Leave(seat, place, person, person);
        // One seat's new holder may leave another: that one comes last, when those who may follow are settled.
        while (_seats.TryDequeue(out var seat)) await Fill(seat);
        // Who commands elsewhere is settled only now.
        foreach (var (row, area) in _commands) await Delegate(row, area);
        var powers = new MovingPowers(work, loss, stop);
        foreach (var row in Made) await powers.For(row);
    }

    private void Leave(Guid seat, Holder place, Guid person, Guid cause)
    {
        if (!_left.TryGetValue(seat, out var left))
        {
            _left[seat] = left = [];
            _seats.Enqueue(seat);
        }
        left.Add((place, person, cause));
    }

    private async Task Fill(Guid id)
    {
        var rows = new List<Takeover>();
        foreach (var (place, left, cause) in _left[id]) rows.Add(await Vacate(id, place, left, cause));
        _left.Remove(id);
        var (seat, facts) = await Seating.Facts(work, id, stop);
        if (rows.Find(r => r.Place == Holder.A) is { } first)
        {
            var choice = await _search.For(seat, facts, Holder.A);
            if (choice.Chosen?.Stands is { } stands)
            {
                rows.Add(await Vacate(id, stands, choice.Chosen.Id, first.CauseId));
                if (seat is { Kind: SeatKind.HostSecretary, AreaId: { } area }) await LeaveLed(area, choice.Chosen.Id, first.CauseId);
            }
            await Sit(first, choice);
            if (choice.Chosen is null && seat is { Commands: true, AreaId: { } place }) _commands.Add((first, place));
        }
        var (_, now) = await Seating.Facts(work, id, stop);
        if (!now.Held.Keys.Any(p => p != Holder.A) && rows.Where(r => r.Place != Holder.A).MinBy(r => r.Place) is { } second) await Sit(second, await _search.For(seat, now, second.Place));
        Made.AddRange(rows);
    }

    private async Task<Takeover> Vacate(Guid seat, Holder place, Guid person, Guid cause)
    {
        var holding = await work.Store.Set<SeatHolding>().SingleAsync(h => h.SeatId == seat && h.Place == place && h.PersonId == person && h.EndsAt == null, stop);
        // A seat that was to be taken later was never sat in.
        (holding.EndsAt, holding.Reason) = (work.Now > holding.StartsAt ? work.Now : holding.StartsAt, Seating.Both(holding.Reason, loss.Reason));
        var row = new Takeover { Id = Guid.CreateVersion7(), LossId = loss.Id, SeatId = seat, Place = place, CauseId = cause, LeftId = person, Way = TakeoverWay.LeftOpen };
        work.Store.Add(row);
        await work.Store.SaveChangesAsync(stop);
        return row;
    }

    private async Task Sit(Takeover row, SuccessorChoice choice)
    {
        row.Passed = choice.Passed;
        if (choice.Chosen is { } chosen)
        {
            var holding = new SeatHolding { Id = Guid.CreateVersion7(), SeatId = row.SeatId, PersonId = chosen.Id, Place = row.Place, StartsAt = work.Now, Reason = loss.Reason };
            work.Store.Add(holding);
            (row.SuccessorId, row.HoldingId, row.Way, row.Exposed) = (chosen.Id, holding.Id, chosen.From, chosen.Exposed);
        }
        else
        {
            row.Way = TakeoverWay.Nobody;
        }
        await work.Store.SaveChangesAsync(stop);
    }

    /// <summary>Whoever leads a group as the secretary's alternate cannot stay its leader as the secretary.</summary>
    private async Task LeaveLed(Guid area, Guid person, Guid cause)
    {
        foreach (var led in await work.Sql.List("""
            select s.id from seat s join seat_holding h on h.seat_id = s.id and h.ends_at is null and h.place = 'A' where s.area_id = @area and s.from_alternates and s.ends_at is null and h.person_id = @person
            """, row => row.Guid(0), stop, ("@area", area), ("@person", person)))
            Leave(led, Holder.A, person, cause);
    }

    private async Task EndDelegations()
    {
        foreach (var delegation in await work.Store.Set<CommandDelegation>().Where(d => lost.Contains(d.PersonId) && d.EndsAt > work.Now && d.EndsAt > d.StartsAt).ToListAsync(stop))
        {
            EndDelegation.End(delegation, work, loss.Reason);
            DelegationsEnded++;
        }
        await work.Store.SaveChangesAsync(stop);
    }

    /// <summary>Nobody at the place can take the seat: its command goes to who commands above, to who owns the area, or to a neighbour. A delegation in force stands.</summary>
    private async Task Delegate(Takeover row, Guid area)
    {
        var until = work.Now + CommandRules.LossPeriod;
        var next = await work.Store.Set<CommandDelegation>().AsNoTracking().Where(d => d.AreaId == area && d.StartsAt < until && d.EndsAt > work.Now && d.EndsAt > d.StartsAt).OrderBy(d => d.StartsAt).FirstOrDefaultAsync(stop);
        if (next is not null && next.StartsAt <= work.Now)
        {
            (row.Way, row.SuccessorId) = (TakeoverWay.Delegated, next.PersonId);
            await work.Store.SaveChangesAsync(stop);
            return;
        }
        if (next is not null) until = next.StartsAt;
        if (await CommandRelief.For(work, area, stop) is not { } relief) return;
        var delegation = new CommandDelegation
        {
            Id = Guid.CreateVersion7(), AreaId = area, PersonId = relief, HostId = row.LeftId, StartsAt = work.Now, EndsAt = until, Reason = loss.Reason, GivenBy = work.Actor.Name,
        };
        work.Store.Add(delegation);
        (row.Way, row.SuccessorId, row.DelegationId) = (TakeoverWay.Delegated, relief, delegation.Id);
        await work.Store.SaveChangesAsync(stop);
    }
}
