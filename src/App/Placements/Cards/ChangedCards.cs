using Muster.People.Contract;
using Muster.Placements.Contract;
using Muster.Platform.Sealing;
using Muster.Platform.Storage;

namespace Muster.Placements.Cards;

/// <summary>A place whose card says something else than what was last issued.</summary>
/// <param name="CardId">The card that stands; null: it has none yet.</param>
/// <param name="What">Parts of the card that differ: people, post, duty, rules, kit, times, contact, emergency; <c>new</c>, or <c>gone</c> where nobody serves any more.</param>
public sealed record ChangedCard(CardKind Kind, Guid SubjectId, string Name, string Area, Guid? CardId, string? Number, IReadOnlyList<string> What);

/// <summary>
/// Which cards of places would differ from those that were printed if they were issued now: people, duty, rules, kit, times, contact. Nothing is kept of
/// it; it is reckoned each time from what is in force.
/// </summary>
public sealed class ChangedCards(Stores stores, ContactPhones phones, IEnumerable<IAddToPlaceCard> adding, Sealer sealer, TimeProvider clock)
{
    /// <param name="area">Only this area and below; null for the whole emergency.</param>
    public async Task<IReadOnlyList<ChangedCard>> Of(Guid emergency, Guid? area, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var below = area is null ? null : await store.Sql.List("select k.id from area a join area k on k.path >= a.path and k.path < a.path || '~' where a.id = @a", row => row.Guid(0), stop, ("@a", area));
        var within = below?.ToHashSet();
        var issued = (await store.Sql.List("""
            select c.kind, c.subject_id, c.id, c.number, c.sealed_content, c.area_id, a.name, k.secret from card c join area a on a.id = c.area_id join data_key k on k.kind = 'emergency' and k.subject_id = c.emergency_id
            where c.emergency_id = @e and c.replaced_at is null and c.kind <> 'Person' and c.sealed_content is not null
            """,
            row => (Kind: row.Enum<CardKind>(0), Subject: row.Guid(1), Id: row.Guid(2), Number: row.Text(3), Content: sealer.Open(row.Bytes(7), row.Guid(2), CardContent.Field, row.Bytes(4))!, Area: row.Guid(5), AreaName: row.Text(6)), stop, ("@e", emergency))).Where(c => within?.Contains(c.Area) != false).ToDictionary(c => c.Subject);
        var (changed, places) = (new List<ChangedCard>(), await ServedPlaces.Open(store.Sql, phones, emergency, clock.GetUtcNow(), below, stop, adding: adding));
        await foreach (var part in places.Parts(stop))
            foreach (var place in part)
            {
                var (kind, id) = place.Post is null ? (CardKind.Area, place.Area.Id) : (CardKind.Post, place.Post.Id);
                var content = CardWording.Of(place, places).Content;
                if (!issued.Remove(id, out var had)) changed.Add(new ChangedCard(kind, id, place.Post?.Name ?? place.Area.Name, place.Area.Name, null, null, ["new"]));
                else if (had.Content != content) changed.Add(new ChangedCard(kind, id, place.Post?.Name ?? place.Area.Name, place.Area.Name, had.Id, had.Number, Differ(CardContent.Read<PlaceContent>(had.Content), CardContent.Read<PlaceContent>(content))));
            }
        changed.AddRange(issued.Values.OrderBy(c => c.Number, StringComparer.Ordinal).Select(c => new ChangedCard(c.Kind, c.Subject, CardContent.Read<PlaceContent>(c.Content).Name, c.AreaName, c.Id, c.Number, ["gone"])));
        return changed;
    }

    private static IReadOnlyList<string> Differ(PlaceContent was, PlaceContent now)
    {
        (string Name, bool Differs)[] parts =
        [
            ("people", !was.People.SequenceEqual(now.People)), ("post", (was.Post, was.PostNumber, was.Kind, was.Address, was.Minimum) != (now.Post, now.PostNumber, now.Kind, now.Address, now.Minimum) || !was.Above.SequenceEqual(now.Above)),
            ("times", was.Times != now.Times), ("duty", was.Duty != now.Duty), ("rules", was.Rules != now.Rules), ("kit", was.Kit != now.Kit), ("contact", was.Contact != now.Contact),
            ("emergency", (was.Emergency, was.Document) != (now.Emergency, now.Document)),
        ];
        return [.. parts.Where(p => p.Differs).Select(p => p.Name)];
    }
}
