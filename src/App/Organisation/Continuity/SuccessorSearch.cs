using Microsoft.EntityFrameworkCore;
using Muster.Organisation.Contract;
using Muster.People;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Organisation.Continuity;

/// <summary>Finds who might take a place of a seat, with all that the rules ask of each, in a handful of statements.</summary>
internal sealed class SuccessorSearch(Work work, IReadOnlyCollection<Guid> lost, CancellationToken stop)
{
    /// <summary>Of those who serve at the place so many are looked at; whom to choose among more is for a person to say.</summary>
    private const int ServingMax = 200;

    private readonly Dictionary<Guid, List<Guid>> _serving = [];

    /// <param name="facts">The seat as it is held now.</param>
    public async Task<SuccessorChoice> For(Seat seat, SeatFacts facts, Holder place)
    {
        var found = new Dictionary<Guid, (TakeoverWay From, Holder? Stands)>();
        foreach (var (stands, person) in facts.Held)
            if (place == Holder.A) found[person] = (TakeoverWay.Alternate, stands);
        foreach (var person in await Chain(seat)) if (!facts.Held.Values.Contains(person)) found.TryAdd(person, (TakeoverWay.Chain, null));
        if (seat.AreaId is { } area) foreach (var person in await Serving(area)) if (!facts.Held.Values.Contains(person)) found.TryAdd(person, (TakeoverWay.Serving, null));
        if (found.Count == 0) return new SuccessorChoice(null, "");

        (string, object?)[] among = [("@ids", IdSet.Of(work.Sql, found.Keys))];
        var people = await work.Store.Set<Person>().AsNoTracking().Where(p => found.Keys.Contains(p.Id)).ToListAsync(stop);
        var away = (await work.Sql.List($"select person_id from loss_person where returned_at is null and {IdSet.In(work.Sql, "person_id", "@ids")}", row => row.Guid(0), stop, among)).ToHashSet();
        var held = (await work.Sql.List($"select person_id, count(*) from seat_holding where place = 'A' and ends_at is null and {IdSet.In(work.Sql, "person_id", "@ids")} group by person_id", row => (row.Guid(0), row.Int(1)), stop, among)).ToDictionary(h => h.Item1, h => h.Item2);
        var alternates = seat is { FromAlternates: true, AreaId: { } at } ? await Alternates(at) : [];
        var exposed = await work.Of<Exposures>().With(work.Sql, found.Keys, place == Holder.A ? lost : [.. lost, .. facts.Held.Where(h => h.Key == Holder.A).Select(h => h.Value)], work.Now, stop);
        return TakeoverRules.Choose(people.Select(p =>
        {
            var candidate = new SeatCandidate(p.Id, p.Name, p.Grade, p.PartyMember, p.EndedAt is not null, alternates.Contains(p.Id)) { Lost = away.Contains(p.Id) };
            return new Successor(p.Id, found[p.Id].From, found[p.Id].Stands, p.Grade, p.PartyMember, held.GetValueOrDefault(p.Id), exposed.Contains(p.Id), SeatRules.ForHolding(facts, candidate, place).FirstOrDefault()?.Code);
        }));
    }

    /// <summary>Who holds or stands by for another seat at the same area or in the same formation.</summary>
    private Task<List<Guid>> Chain(Seat seat) => work.Sql.List("""
        select distinct h.person_id from seat s join seat_holding h on h.seat_id = s.id and h.ends_at is null
        where s.ends_at is null and s.id <> @seat and (s.area_id = @area or s.formation_id = @formation)
        """, row => row.Guid(0), stop, ("@seat", seat.Id), ("@area", seat.AreaId ?? Guid.Empty), ("@formation", seat.FormationId ?? Guid.Empty));

    private async Task<List<Guid>> Serving(Guid area)
    {
        if (_serving.TryGetValue(area, out var known)) return known;
        var serving = new List<Guid>();
        foreach (var one in work.Of<IEnumerable<IServeInAreas>>()) serving.AddRange(await one.At(work.Sql, area, work.Now, stop));
        return _serving[area] = [.. serving.Distinct().Take(ServingMax)];
    }

    private async Task<HashSet<Guid>> Alternates(Guid area) => [.. await work.Sql.List("""
        select h.person_id from seat s join seat_holding h on h.seat_id = s.id and h.ends_at is null and h.place <> 'A' where s.area_id = @area and s.kind = 'HostSecretary' and s.ends_at is null
        """, row => row.Guid(0), stop, ("@area", area))];
}
