namespace Muster.Placements.Cards;

/// <summary>From who serves where to what the cards say.</summary>
internal static class CardWording
{
    public static (string Content, byte[] Hash) Of(ServedPlace place, ServedPlaces all) => CardContent.Keep(Place(place, all));

    public static (string Content, byte[] Hash) Of(ServedPlace place, Serving person, ServedPlaces all, Guid link) => CardContent.Keep(Person(place, person, all, link));

    private static PlaceContent Place(ServedPlace place, ServedPlaces all) => new(all.EmergencyName, all.Document, place.Above, place.Post?.Name, Said(place.Post?.Number),
        Said(place.Post?.Kind), Said(place.Post?.Address), Said(place.Post?.Duty), Said(place.Post?.Rules), Said(place.Post?.Lines?.Kit ?? place.Post?.Kit), place.Post?.Minimum, place.Contact,
        [.. place.People.Select(p => new CardMember(p.Name, p.Agency, p.Title))]) { Times = place.Post?.Lines?.Times };

    public static PersonContent Person(ServedPlace place, Serving person, ServedPlaces all, Guid link)
    {
        var with = new List<string>(Math.Min(place.People.Count, PersonContent.WithMost));
        foreach (var other in place.People)
        {
            if (with.Count == PersonContent.WithMost) break;
            if (other.PersonId != person.PersonId) with.Add(other.Name);
        }
        return new PersonContent(all.EmergencyName, all.Document, person.Name, person.Agency, person.Title, place.Above, place.Post?.Name, Said(place.Post?.Address),
            person.StartsAt, person.EndsAt, place.Contact, with, place.People.Count - 1, Said(place.Post?.Kit), Said(place.Post?.Duty), Said(place.Post?.Rules), link);
    }

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
