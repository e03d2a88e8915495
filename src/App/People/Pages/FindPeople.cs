using Muster.Platform.Ui.Showing;

namespace Muster.People.Pages;

/// <summary>People in the search of the top bar.</summary>
internal sealed class FindPeople(PeopleQueries people) : IFind
{
    public string TextKey => "people.title";

    public int Order => 30;

    public string More(string asked) => "/people?q=" + Uri.EscapeDataString(asked);

    public async Task<IReadOnlyList<Found>> Find(string asked, int limit, CancellationToken stop) =>
        [.. (await people.List(new PeopleFilter { Find = asked }, null, limit, stop)).People.Select(p => new Found(p.Name, $"{p.Agency} {p.JobTitle}".Trim(), $"/people/{p.Id}"))];
}
