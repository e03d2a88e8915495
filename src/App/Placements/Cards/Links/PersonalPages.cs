using Muster.People.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Storage;

namespace Muster.Placements.Cards.Links;

/// <summary>What the holder of a link sees. <paramref name="Place"/> is null while there is no place for the person.</summary>
/// <param name="PlacementId">The placement in force or to come.</param>
public sealed record PersonalPage(Guid LinkId, string Name, string Emergency, string? Document, Guid? PlacementId, DateTimeOffset? MadeAt, PersonContent? Place);

/// <summary>Finds the page behind a secret. It shows how things stand now, while the card shows how they stood when it was issued.</summary>
public sealed class PersonalPages(Stores stores, Desk desk, TimeProvider clock, ContactPhones phones)
{
    private const int SecretLength = 43;

    /// <returns>Null for a secret that is unknown, revoked, or of an emergency that is closed; which of them is nobody's business.</returns>
    public async Task<PersonalPage?> Find(string secret, CancellationToken stop)
    {
        if (secret.Length != SecretLength) return null;
        await using var store = await stores.Open(stop);
        var link = await store.Sql.First("""
            select l.id, l.person_id, l.emergency_id, l.opened_at, w.name, e.name, e.document_number from personal_link l join person w on w.id = l.person_id
            join emergency e on e.id = l.emergency_id where l.token_hash = @h and l.revoked_at is null and e.closed_at is null
            """, row => new { Id = row.Guid(0), Person = row.Guid(1), Emergency = row.Guid(2), Opened = !row.IsNull(3), Name = row.Text(4), EmergencyName = row.Text(5), Document = row.TextOrNull(6) },
            stop, ("@h", Secret.Hash(secret)));
        if (link is null) return null;
        if (!link.Opened) await desk.Do(new OpenPersonalLink(link.Id), WriteId.New(), new Actor(null, "link", "page", p => p == Permission.None), stop);
        return await Page(store.Sql, new PersonalPage(link.Id, link.Name, link.EmergencyName, link.Document, null, null, null), link.Person, link.Emergency, stop);
    }

    /// <summary>The same page for the organiser to look at, by the person's card: nothing is noted, and there is no secret in it.</summary>
    public async Task<PersonalPage?> Preview(Guid card, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (name, emergency, document, person, emergencyId) = await store.Sql.First("""
            select w.name, e.name, e.document_number, w.id, e.id from card c join person w on w.id = c.subject_id join emergency e on e.id = c.emergency_id where c.id = @c and c.kind = 'Person'
            """, row => (row.Text(0), row.Text(1), row.TextOrNull(2), row.Guid(3), row.Guid(4)), stop, ("@c", card));
        return name is null ? null : await Page(store.Sql, new PersonalPage(Guid.Empty, name, emergency, document, null, null, null), person, emergencyId, stop);
    }

    private async Task<PersonalPage> Page(Sql sql, PersonalPage empty, Guid person, Guid emergency, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var next = await sql.First("""
            select id, area_id, starts_at, made_at from placement where person_id = @p and emergency_id = @e and (ends_at is null or ends_at > @now and ends_at > starts_at)
            order by starts_at limit 1
            """, row => new { Id = row.Guid(0), Area = row.Guid(1), Starts = row.Instant(2), Made = row.Instant(3) }, stop, ("@p", person), ("@e", emergency), ("@now", now));
        if (next is null) return empty;
        var places = await ServedPlaces.Open(sql, phones, emergency, next.Starts > now ? next.Starts : now, [next.Area], stop, exactly: true);
        await foreach (var part in places.Parts(stop))
            foreach (var place in part)
                if (place.People.FirstOrDefault(p => p.PlacementId == next.Id) is { } self)
                    return empty with { PlacementId = next.Id, MadeAt = next.Made, Place = CardWording.Person(place, self, places, empty.LinkId) };
        return empty;
    }
}

/// <summary>Notes that a link's page was seen for the first time, so that the organiser sees who has not looked yet. Whoever holds the secret does it.</summary>
public sealed record OpenPersonalLink(Guid LinkId) : Act<Guid>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        await work.Sql.Run("update personal_link set opened_at = @now where id = @id and opened_at is null", stop, ("@now", work.Now), ("@id", LinkId));
        work.About("personal-link", LinkId);
        return LinkId;
    }
}
