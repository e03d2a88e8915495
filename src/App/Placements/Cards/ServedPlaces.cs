using Muster.People.Contract;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Placements.Cards;

/// <summary>An area on the way from the emergency down to a place.</summary>
internal sealed record Ground(Guid Id, Guid? ParentId, string Name, AreaLevel Level, string Path, long People);

/// <summary>A post with what its card says.</summary>
internal sealed record ServedPost(Guid Id, string Name, string? Number, string Kind, string Address, string Duty, string Rules, string Kit, string Contact, int Minimum)
{
    /// <summary>What later modules know of it.</summary>
    public Contract.PlaceCardLines? Lines { get; init; }
}

/// <summary>Somebody in a place.</summary>
internal sealed record Serving(Guid PersonId, Guid PlacementId, string Name, string? Agency, string? Title, DateTimeOffset StartsAt, DateTimeOffset? EndsAt);

/// <summary>A place with everybody who serves there, seats first, then by pinyin.</summary>
internal sealed record ServedPlace(Ground Area, ServedPost? Post, IReadOnlyList<Serving> People, CardContact? Contact, IReadOnlyList<string> Above);

/// <summary>
/// Reads who serves where at a moment, from the placements in force, in bulk: a handful of queries for a district, areas in path order,
/// a bounded number of people at a time for a province.
/// </summary>
internal sealed class ServedPlaces
{
    private const int PeopleAtATime = 20_000;

    private readonly Sql _sql;
    private readonly ContactPhones _phones;
    private readonly Dictionary<Guid, Ground> _grounds = [];
    private readonly Dictionary<Guid, CardContact> _secretaries = [];
    private readonly Dictionary<Guid, CardContact> _owners = [];
    private Guid _top;
    private IReadOnlyList<Contract.IAddToPlaceCard> _adding = [];

    private ServedPlaces(Sql sql, ContactPhones phones, Guid emergency, DateTimeOffset at) => (_sql, _phones, Emergency, At) = (sql, phones, emergency, at);

    public Guid Emergency { get; }

    /// <summary>The moment it is about: now, or the start of the latest plan when that is still to come.</summary>
    public DateTimeOffset At { get; }

    public string EmergencyName { get; private set; } = "";

    public string? Document { get; private set; }

    /// <summary>Areas with people placed or posts wanted, in path order.</summary>
    public List<Ground> Areas { get; private set; } = [];

    public long People => Areas.Sum(a => a.People);

    /// <param name="areas">Only these areas; null for all of the emergency's.</param>
    /// <param name="adding">What else stands on the cards of posts; null for who makes no such cards.</param>
    /// <param name="exactly">The moment itself, even when the latest plan starts later.</param>
    public static async Task<ServedPlaces> Open(Sql sql, ContactPhones phones, Guid emergency, DateTimeOffset now, IReadOnlyCollection<Guid>? areas, CancellationToken stop, bool exactly = false,
        IEnumerable<Contract.IAddToPlaceCard>? adding = null)
    {
        var planned = exactly ? null : await sql.First("select p.starts_at from publication b join plan p on p.id = b.plan_id where b.emergency_id = @e order by b.at desc limit 1",
            row => (DateTimeOffset?)row.Instant(0), stop, ("@e", emergency));
        var places = new ServedPlaces(sql, phones, emergency, planned > now ? planned.Value : now) { _adding = [.. adding ?? []] };
        (places.EmergencyName, places.Document, places._top) = await sql.First("select name, document_number, area_id from emergency where id = @e",
            row => (row.Text(0), row.TextOrNull(1), row.Guid(2)), stop, ("@e", emergency));
        await places.ReadGround(areas, stop);
        await places.ReadContacts(areas, stop);
        return places;
    }

    private async Task ReadGround(IReadOnlyCollection<Guid>? areas, CancellationToken stop)
    {
        var only = areas is null ? "" : "and " + IdSet.In(_sql, "area_id", "@areas");
        await foreach (var ground in _sql.Rows($"""
            with recursive served (area_id, people) as (
              select area_id, sum(people) from (
                select area_id, 1 as people from placement where emergency_id = @e and starts_at <= @at and (ends_at is null or ends_at > @at) {only}
                union all
                select area_id, 0 from demand where emergency_id = @e and post_id is not null {only}) s group by area_id),
            up (id, parent_id) as (
              select a.id, a.parent_id from area a join served s on s.area_id = a.id
              union
              select p.id, p.parent_id from area p join up u on p.id = u.parent_id)
            select a.id, a.parent_id, a.name, a.level, a.path, s.people from up u join area a on a.id = u.id left join served s on s.area_id = a.id order by a.path
            """, row => (Ground: new Ground(row.Guid(0), row.GuidOrNull(1), row.Text(2), (AreaLevel)row.Int(3), row.Text(4), row.IsNull(5) ? 0 : row.Long(5)), Served: !row.IsNull(5)),
            stop, ("@e", Emergency), ("@at", At), ("@areas", IdSet.Of(_sql, areas))))
        {
            _grounds[ground.Ground.Id] = ground.Ground;
            if (ground.Served) Areas.Add(ground.Ground);
        }
    }

    private async Task ReadContacts(IReadOnlyCollection<Guid>? areas, CancellationToken stop)
    {
        // For a few places only the contacts on the way up from them are read; for all of them it is one pass over the chain of command.
        var only = areas is null ? "" : "and " + IdSet.In(_sql, "area_id", "@areas");
        var on = areas is null ? null : IdSet.Of(_sql, _grounds.Keys);
        await foreach (var (area, contact) in _sql.Rows($"""
            select s.area_id, p.name, s.title, p.id, {ContactPhones.Columns} from seat s join seat_holding h on h.seat_id = s.id and h.place = 'A' and h.starts_at <= @at and (h.ends_at is null or h.ends_at > @at)
            join person p on p.id = h.person_id left join person_identity i on i.person_id = p.id
            where s.emergency_id = @e and s.commands and s.ends_at is null and s.area_id is not null {only}
            """, row => (row.Guid(0), new CardContact(row.Text(1), row.TextOrNull(2), _phones.Read(row, row.Guid(3), 4))), stop, ("@e", Emergency), ("@at", At), ("@areas", on)))
            _secretaries[area] = contact;
        await foreach (var (area, contact) in _sql.Rows($"""
            select o.area_id, p.name, p.id, {ContactPhones.Columns} from area_owner o join person p on p.id = o.person_id left join person_identity i on i.person_id = p.id
            where o.starts_at <= @at and (o.ends_at is null or o.ends_at > @at) {only}
            """, row => (row.Guid(0), new CardContact(row.Text(1), null, _phones.Read(row, row.Guid(2), 3))), stop, ("@at", At), ("@areas", on)))
            _owners[area] = contact;
    }

    /// <summary>Every place in path order, a bounded part at a time.</summary>
    public async IAsyncEnumerable<List<ServedPlace>> Parts([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        for (var first = 0; first < Areas.Count;)
        {
            var next = first;
            for (long people = 0; next < Areas.Count && (next == first || people + Areas[next].People <= PeopleAtATime); next++) people += Areas[next].People;
            yield return await Part(Areas[first..next], stop);
            first = next;
        }
    }

    private async Task<List<ServedPlace>> Part(List<Ground> areas, CancellationToken stop)
    {
        (string, object?)[] values = [("@e", Emergency), ("@at", At), ("@from", areas[0].Path), ("@to", areas[^1].Path)];
        var wanted = areas.ToDictionary(a => a.Id);
        var posts = await _sql.List("""
            select q.id, q.area_id, q.name, q.number, q.kind, q.address, q.duty, q.rules, q.kit, q.contact, coalesce(d.minimum, q.minimum)
            from area a join post q on q.area_id = a.id left join demand d on d.emergency_id = @e and d.place_id = q.id
            where a.path >= @from and a.path <= @to and (d.post_id is not null and q.valid_to is null or exists
              (select 1 from placement p where p.post_id = q.id and p.emergency_id = @e and p.starts_at <= @at and (p.ends_at is null or p.ends_at > @at)))
            order by a.path, q.number, q.name, q.id
            """, row => (Area: row.Guid(1), Post: new ServedPost(row.Guid(0), row.Text(2), row.TextOrNull(3), row.Text(4), row.Text(5), row.Text(6), row.Text(7), row.Text(8),
                row.Text(9), row.Int(10))), stop, values);
        foreach (var one in _adding)
        {
            var lines = await one.Of(_sql, [.. posts.Select(p => p.Post.Id)], stop);
            posts = [.. posts.Select(p => lines.TryGetValue(p.Post.Id, out var known) ? (p.Area, p.Post with { Lines = known }) : p)];
        }
        var people = new Dictionary<Guid, List<Serving>>();
        await foreach (var (place, who) in _sql.Rows("""
            select coalesce(p.post_id, p.area_id), p.person_id, p.id, w.name, g.name, s.title, p.starts_at, p.ends_at
            from area a join placement p on p.area_id = a.id and p.emergency_id = @e join person w on w.id = p.person_id
            left join agency g on g.id = w.agency_id left join seat s on s.id = p.seat_id
            where a.path >= @from and a.path <= @to and p.starts_at <= @at and (p.ends_at is null or p.ends_at > @at)
            order by a.path, case when p.seat_id is null then 1 else 0 end, w.pinyin, p.person_id
            """, row => (row.Guid(0), new Serving(row.Guid(1), row.Guid(2), row.Text(3), row.TextOrNull(4), row.TextOrNull(5), row.Instant(6), row.InstantOrNull(7))), stop, values))
        {
            if (!people.TryGetValue(place, out var list)) people[place] = list = [];
            list.Add(who);
        }
        var places = new List<ServedPlace>(posts.Count + areas.Count);
        var byArea = posts.ToLookup(p => p.Area, p => p.Post);
        foreach (var area in wanted.Values)
        {
            var above = Above(area);
            if (people.TryGetValue(area.Id, out var direct)) places.Add(new ServedPlace(area, null, direct, Contact(area, null), above));
            foreach (var post in byArea[area.Id])
                places.Add(new ServedPlace(area, post, people.GetValueOrDefault(post.Id) ?? [], Contact(area, post), above));
        }
        return places;
    }

    /// <summary>Names from below the emergency's own area down to this one; the emergency's own area when people serve there itself.</summary>
    private List<string> Above(Ground area)
    {
        var names = new List<string>();
        for (Ground? at = area; at is not null && (at.Id != _top || names.Count == 0); at = at.ParentId is { } id ? _grounds.GetValueOrDefault(id) : null)
        {
            names.Insert(0, at.Name);
            if (at.Id == _top) break;
        }
        return names;
    }

    /// <summary>The post's own contact; else the secretary who commands the area or the nearest above it; else who owns the area.</summary>
    private CardContact? Contact(Ground area, ServedPost? post)
    {
        if (!string.IsNullOrWhiteSpace(post?.Contact)) return new CardContact(post.Contact.Trim(), null, null);
        for (Ground? at = area; at is not null; at = at.ParentId is { } id ? _grounds.GetValueOrDefault(id) : null)
        {
            if (_secretaries.TryGetValue(at.Id, out var secretary)) return secretary;
            if (_owners.TryGetValue(at.Id, out var owner)) return owner;
            if (at.Id == _top) break;
        }
        return null;
    }
}
