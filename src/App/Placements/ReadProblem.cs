using Muster.Optimiser.Placing;
using Muster.Organisation;
using Muster.People;
using Muster.Platform.Storage;
using Muster.Territory;
using Muster.Territory.Register;

namespace Muster.Placements;

/// <summary>
/// Reads an emergency out of the store into a <see cref="PlanProblem"/>: one streamed query per kind of record.
/// What planning knows about a person or a place enters here and nowhere else.
/// </summary>
internal sealed class ReadProblem(Sql sql, Guid emergency, DateTimeOffset at)
{
    private readonly Dictionary<Guid, int> _agencies = [];
    private readonly Dictionary<Guid, int> _placeOf = [];
    private readonly List<PlanPlace> _places = [];
    private readonly WordSets _skills = new();
    private readonly WordSets _limits = new();
    private readonly WordSets _teams = new();
    private Plane _plane = Plane.Around([Location.FromDegrees(35, 105, true)]);

    public async Task<PlanProblem> Read(PlacingSettings settings, IReadOnlyCollection<PlanPin> pins, CancellationToken stop)
    {
        _plane = await ReadPlane(stop);
        var agencies = await ReadAgencies(stop);
        var places = await ReadPlaces(stop);
        var (seats, seatIds) = await ReadSeats(stop);
        var (ids, people) = await ReadPeople(stop);
        var (exclusions, aparts) = await ReadAvoidances(ids, stop);
        return new PlanProblem
        {
            Problem = new PlacingProblem
            {
                People = people, Places = places, Agencies = agencies, Seats = seats, Exclusions = exclusions, Aparts = aparts,
                Pins = Pins(pins, ids, seatIds), Skills = _skills.Words, SkillSets = _skills.Sets,
                Limits = _limits.Words, LimitSets = _limits.Sets, Teams = _teams.Words, Settings = settings,
            },
            People = ids, Places = [.. _places], Seats = seatIds, Agencies = [.. _agencies.Keys],
        };
    }

    /// <summary>A plane around the emergency's places, on which distances are whole metres.</summary>
    private async Task<Plane> ReadPlane(CancellationToken stop)
    {
        var corners = await sql.First("""
            select min(a.latitude), min(a.longitude), max(a.latitude), max(a.longitude) from demand d join area a on a.id = d.area_id where d.emergency_id = @e
            """, row => row.IsNull(0) ? null : (Location[])[Location.FromDegrees(row.Double(0), row.Double(1), true), Location.FromDegrees(row.Double(2), row.Double(3), true)],
            stop, ("@e", emergency));
        return Plane.Around(corners ?? [Location.FromDegrees(35, 105, true)]);
    }

    private (int X, int Y)? Metres(double? latitude, double? longitude)
    {
        if (latitude is not { } lat || longitude is not { } lon) return null;
        var point = _plane.At(Location.FromDegrees(lat, lon, true));
        return (point.X, point.Y);
    }

    private async Task<PlacingAgency[]> ReadAgencies(CancellationToken stop)
    {
        var paired = (await sql.List("select agency_id, area_id, hard from pairing where emergency_id = @e",
            row => (Agency: row.Guid(0), Street: row.Guid(1).ToString("n"), Hard: row.Bool(2)), stop, ("@e", emergency))).ToLookup(p => p.Agency);
        // Who was sent and came back counts towards the agency's quota, as publication counts it.
        var sentBefore = (await sql.List($"select m.agency_id, count(*) from reserve r join mustered m on m.emergency_id = r.emergency_id and m.person_id = r.person_id where r.emergency_id = @e and r.code in ({LeftOut.Codes}) and m.agency_id is not null group by m.agency_id",
            row => (Agency: row.Guid(0), People: row.Int(1)), stop, ("@e", emergency))).ToDictionary(r => r.Agency, r => r.People);
        var agencies = new List<PlacingAgency>();
        await foreach (var a in sql.Rows("""
            select m.agency_id, count(*), max(coalesce(g.headcount, 0)), max(g.level), max(coalesce(q.minimum_sent, 0)), max(coalesce(q.minimum_stay, g.minimum_stay))
            from mustered m join agency g on g.id = m.agency_id
            left join quota q on q.emergency_id = m.emergency_id and q.agency_id = m.agency_id
            where m.emergency_id = @e group by m.agency_id order by m.agency_id
            """, row => (Id: row.Guid(0), Mustered: row.Int(1), Headcount: row.Int(2), Level: row.Text(3), Sent: row.Int(4), Stay: row.Int(5)),
            stop, ("@e", emergency)))
        {
            _agencies[a.Id] = agencies.Count;
            var streets = paired[a.Id].ToList();
            var pairing = streets.Count == 0 ? Muster.Optimiser.Placing.Pairing.None
                : streets.Exists(s => s.Hard) ? Muster.Optimiser.Placing.Pairing.Hard : Muster.Optimiser.Placing.Pairing.Preferred;
            agencies.Add(new PlacingAgency(a.Id.ToString("n"), a.Level, Math.Max(0, a.Sent - sentBefore.GetValueOrDefault(a.Id)), StayAmongMustered(a.Stay, a.Headcount, a.Mustered),
                streets.Select(s => s.Street).ToArray(), pairing));
        }
        return [.. agencies];
    }

    /// <summary>People of the agency who were not mustered stay anyway; only what they do not cover must stay among the mustered.</summary>
    internal static int StayAmongMustered(int stay, int headcount, int mustered) =>
        Math.Max(0, stay - Math.Max(0, headcount - mustered));

    private async Task<PlacingPlace[]> ReadPlaces(CancellationToken stop)
    {
        var streets = (await sql.List($"""
            select path, id from area where level = {(int)AreaLevel.Street} and valid_to is null order by path
            """, row => (Path: row.Text(0), Id: row.Guid(1).ToString("n")), stop));
        var noNights = _limits.Set([nameof(LimitKind.NoNights)]);
        var enclosing = new Stack<(string Path, int Index)>();
        var places = new List<PlacingPlace>();
        var street = 0;
        await foreach (var p in sql.Rows("""
            select a.id, a.path, a.name, d.post_id, p.name, d.minimum, d.target, d.absorption,
              coalesce(p.latitude, a.latitude), coalesce(p.longitude, a.longitude)
            from demand d join area a on a.id = d.area_id left join post p on p.id = d.post_id
            where d.emergency_id = @e and a.valid_to is null and p.valid_to is null
            order by a.path, case when d.post_id is null then 0 else 1 end, d.post_id
            """, row => (Area: row.Guid(0), Path: row.Text(1), AreaName: row.Text(2), Post: row.GuidOrNull(3), PostName: row.TextOrNull(4),
                Minimum: row.Int(5), Target: row.Int(6), Limit: row.Int(7), Lat: row.DoubleOrNull(8), Lon: row.DoubleOrNull(9)), stop, ("@e", emergency)))
        {
            while (enclosing.Count > 0 && !p.Path.StartsWith(enclosing.Peek().Path, StringComparison.Ordinal)) enclosing.Pop();
            while (street < streets.Count && string.CompareOrdinal(streets[street].Path, p.Path) <= 0) street++;
            var inStreet = street > 0 && p.Path.StartsWith(streets[street - 1].Path, StringComparison.Ordinal) ? streets[street - 1].Id : "";
            var parent = enclosing.Count > 0 ? enclosing.Peek().Index : -1;
            var (x, y) = Metres(p.Lat, p.Lon) ?? (0, 0);
            var name = p.PostName is null ? p.AreaName : $"{p.AreaName} · {p.PostName}";
            // An area has people of its own only where it wants more than its posts do; seats are open either way.
            places.Add(new PlacingPlace((p.Post ?? p.Area).ToString("n"), parent, x, y, p.Minimum, p.Target, p.Limit, Street: inStreet, Name: name));
            if (p.Post is null) enclosing.Push((p.Path, places.Count - 1));
            _placeOf[p.Post ?? p.Area] = places.Count - 1;
            _places.Add(new PlanPlace(p.Area, p.Post, name, p.AreaName, p.Path));
        }
        CloseWhereChildrenTakeAll(places);
        return [.. places];
    }

    private static void CloseWhereChildrenTakeAll(List<PlacingPlace> places)
    {
        var below = new long[places.Count];
        foreach (var place in places)
            if (place.Parent >= 0) below[place.Parent] += place.Target;
        for (var i = 0; i < places.Count; i++)
            if (below[i] > 0 && below[i] >= places[i].Target) places[i] = places[i] with { Open = false };
    }

    /// <summary>
    /// Seats that stand open at places with a demand and are filled from the mustered: not the host's own (secretary, building leader, and the
    /// leader of a group that mirrors an area, who comes from the secretary's alternates). A group at a post has its leader among the people of
    /// that post; a branch over several areas has its secretary among the people of the one of them that needs most. Equal seats of a place are
    /// one seat with a count.
    /// </summary>
    private async Task<(PlacingSeat[], Guid[][])> ReadSeats(CancellationToken stop)
    {
        const string place = """
            coalesce(f.post_id, s.area_id, (select d.place_id from formation_area c join area a on a.id = c.area_id join demand d on d.emergency_id = s.emergency_id and d.area_id = a.id
              left join post q on q.id = d.post_id where c.formation_id = f.id and a.valid_to is null and q.valid_to is null
              order by case when d.post_id is null then 0 else 1 end, d.target desc, a.path, d.place_id limit 1))
            """;
        var open = await sql.List($"""
            select s.id, {place}, s.kind, s.title, coalesce(s.minimum_grade, 0), s.party_member from seat s left join formation f on f.id = s.formation_id
            where s.emergency_id = @e and s.ends_at is null and {place} is not null and not s.from_alternates
              and s.kind in ('FirstSecretary', 'BranchSecretary', 'GroupLeader', 'TeamLeader', 'WorkGroupLeader')
              and not exists (select 1 from seat_holding h where h.seat_id = s.id and h.place = 'A' and h.ends_at is null
                and not exists (select 1 from mustered m where m.emergency_id = s.emergency_id and m.person_id = h.person_id))
            order by 2, s.kind, s.id
            """, row => (Id: row.Guid(0), Place: row.Guid(1), Kind: row.Enum<SeatKind>(2), Title: row.Text(3), Grade: row.Int(4), Member: row.Bool(5)),
            stop, ("@e", emergency));
        var alike = open.Where(s => _placeOf.ContainsKey(s.Place)).GroupBy(s => (s.Place, s.Kind, s.Grade, s.Member)).ToList();
        var seats = alike.Select(g => new PlacingSeat(_placeOf[g.Key.Place], Role(g.Key.Kind, g.Key.Grade, g.Key.Member), g.Count(), g.Key.Grade, g.Key.Member));
        return (seats.ToArray(), alike.Select(g => g.Select(s => s.Id).ToArray()).ToArray());
    }

    private static string Role(SeatKind kind, int grade, bool member) => $"{kind}-{grade}{(member ? "-member" : "")}";

    private async Task<(Guid[], PlacingPerson[])> ReadPeople(CancellationToken stop)
    {
        var skills = await Words("select k.person_id, k.skill from person_skill k join mustered m on m.person_id = k.person_id where m.emergency_id = @e and (k.expires_at is null or k.expires_at > @at) order by k.person_id, k.skill", _skills, stop);
        var limits = await Words("select l.person_id, l.kind from person_limit l join mustered m on m.person_id = l.person_id where m.emergency_id = @e and l.kind in ('NoNights', 'Health', 'Care') and (l.until is null or l.until > @at) order by l.person_id, l.kind", _limits, stop);
        var served = (await sql.List("select distinct p.person_id from placement p join mustered m on m.person_id = p.person_id where m.emergency_id = @e and p.starts_at < @at",
            row => row.Guid(0), stop, ("@e", emergency), ("@at", at))).ToHashSet();
        var previous = (await sql.List("select person_id, coalesce(post_id, area_id) from placement where emergency_id = @e and starts_at < @at and (ends_at is null or ends_at >= @at)",
            row => (Person: row.Guid(0), Place: row.Guid(1)), stop, ("@e", emergency), ("@at", at))).ToDictionary(p => p.Person, p => p.Place);
        var (ids, people) = (new List<Guid>(), new List<PlacingPerson>());
        await foreach (var p in sql.Rows("""
            select p.id, coalesce(m.agency_id, p.agency_id), coalesce(p.grade, 0), p.party_member, p.team, a.latitude, a.longitude
            from mustered m join person p on p.id = m.person_id left join area a on a.id = p.home_area_id
            where m.emergency_id = @e and p.ended_at is null order by p.id
            """, row => (Id: row.Guid(0), Agency: row.GuidOrNull(1), Grade: row.Int(2), Member: row.Bool(3), Team: row.TextOrNull(4),
                Lat: row.DoubleOrNull(5), Lon: row.DoubleOrNull(6)), stop, ("@e", emergency)))
        {
            var (x, y) = Metres(p.Lat, p.Lon) ?? (PlacingPerson.Nowhere, PlacingPerson.Nowhere);
            var agency = p.Agency is { } g && _agencies.TryGetValue(g, out var found) ? found : -1;
            var team = string.IsNullOrEmpty(p.Team) ? -1 : _teams.Word($"{agency}/{p.Team}");
            var experience = served.Contains(p.Id) ? Experience.OldHand : Experience.Unstated;
            var before = previous.TryGetValue(p.Id, out var place) ? _placeOf.GetValueOrDefault(place, -1) : -1;
            people.Add(new PlacingPerson("p" + people.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), x, y, agency, experience, p.Grade, p.Member,
                skills.GetValueOrDefault(p.Id), limits.GetValueOrDefault(p.Id), team, before));
            ids.Add(p.Id);
        }
        return ([.. ids], [.. people]);
    }

    private async Task<Dictionary<Guid, int>> Words(string query, WordSets sets, CancellationToken stop)
    {
        var rows = await sql.List(query, row => (Person: row.Guid(0), Word: row.Text(1)), stop, ("@e", emergency), ("@at", at));
        return rows.GroupBy(r => r.Person).ToDictionary(g => g.Key, g => sets.Set(g.Select(r => r.Word)));
    }

    private async Task<(PlacingExclusion[], PlacingApart[])> ReadAvoidances(Guid[] ids, CancellationToken stop)
    {
        var exclusions = new List<PlacingExclusion>();
        var aparts = new List<PlacingApart>();
        await foreach (var l in sql.Rows("""
            select l.person_id, a.path, l.other_person_id, coalesce(l.note, '') from person_limit l join mustered m on m.person_id = l.person_id
            left join area a on a.id = l.area_id
            where m.emergency_id = @e and l.kind in ('AvoidArea', 'AvoidPerson') and (l.until is null or l.until > @at)
            order by l.person_id, l.id
            """, row => (Person: row.Guid(0), Path: row.TextOrNull(1), Other: row.GuidOrNull(2), Note: Masked.Text(row.Text(3))!), stop, ("@e", emergency), ("@at", at)))
        {
            var person = Array.BinarySearch(ids, l.Person, ByBytes);
            if (person < 0) continue;
            if (l.Path is not null)
                exclusions.AddRange(Outermost(l.Path).Select(place => new PlacingExclusion(person, place, l.Note)));
            else if (l.Other is { } o && Array.BinarySearch(ids, o, ByBytes) is >= 0 and var other)
                aparts.Add(new PlacingApart(person, other, l.Note));
        }
        return ([.. exclusions], [.. aparts]);
    }

    /// <summary>The places at or below an avoided area that no other of them encloses; places are in order of path.</summary>
    private IEnumerable<int> Outermost(string path)
    {
        string? enclosing = null;
        for (var i = FirstAtOrAfter(path); i < _places.Count && AreaPath.IsAtOrBelow(_places[i].Path, path); i++)
        {
            if (enclosing is not null && AreaPath.IsAtOrBelow(_places[i].Path, enclosing)) continue;
            if (_places[i].PostId is null) enclosing = _places[i].Path;
            yield return i;
        }
    }

    private int FirstAtOrAfter(string path)
    {
        var (low, high) = (0, _places.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(_places[middle].Path, path) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private PlacingPin[] Pins(IEnumerable<PlanPin> pins, Guid[] ids, Guid[][] seatIds)
    {
        var found = new List<PlacingPin>();
        foreach (var pin in pins)
        {
            var person = Array.BinarySearch(ids, pin.Person, ByBytes);
            if (person < 0) continue;
            if (pin.Place is null) found.Add(new PlacingPin(person, -1));
            else if (_placeOf.TryGetValue(pin.Place.Value, out var place))
                found.Add(new PlacingPin(person, place, pin.Seat is { } s ? Array.FindIndex(seatIds, g => g.Contains(s)) : -1));
        }
        return [.. found];
    }

    /// <summary>Both databases order UUIDs by their bytes as written; .NET's own comparison agrees, said here once.</summary>
    private static readonly IComparer<Guid> ByBytes = Comparer<Guid>.Default;
}

/// <summary>A person fixed in a plan: at a place (area or post), in a seat where given, or kept in reserve (no place).</summary>
public sealed record PlanPin(Guid Person, Guid? Place, Guid? Seat);

/// <summary>Words and sets of words as indices, each distinct set once; set 0 is empty.</summary>
internal sealed class WordSets
{
    private readonly List<string> _words = [];
    private readonly Dictionary<string, int> _word = new(StringComparer.Ordinal);
    private readonly List<int[]> _sets = [[]];
    private readonly Dictionary<string, int> _set = new(StringComparer.Ordinal) { [""] = 0 };

    public string[] Words => [.. _words];

    public int[][] Sets => [.. _sets];

    public int Word(string word)
    {
        if (_word.TryGetValue(word, out var index)) return index;
        _words.Add(word);
        return _word[word] = _words.Count - 1;
    }

    public int Set(IEnumerable<string> words)
    {
        var indices = words.Select(Word).Distinct().Order().ToArray();
        var key = string.Join(',', indices);
        if (_set.TryGetValue(key, out var index)) return index;
        _sets.Add(indices);
        return _set[key] = _sets.Count - 1;
    }
}
