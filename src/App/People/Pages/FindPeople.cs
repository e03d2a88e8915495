using Muster.Platform.Finding;

namespace Muster.People.Pages;

/// <summary>People, by name.</summary>
internal sealed class FindPeople(PeopleNamed people) : IFind
{
    public string Kind => "people";

    public string TextKey => "people.title";

    public int Order => 30;

    public string More(string asked) => "/people?q=" + Uri.EscapeDataString(asked);

    public async Task<IReadOnlyList<Found>> Find(string asked, int limit, CancellationToken stop) =>
        [.. (await people.First(asked, limit, stop)).Select(p => new Found(p.Name, $"{p.Agency} {p.JobTitle}".Trim(), $"/people/{p.Id}"))];
}
