using Muster.People.Agencies;
using Muster.Platform.Finding;

namespace Muster.People.Pages;

/// <summary>Agencies, by name.</summary>
internal sealed class FindAgencies(AgencyQueries agencies) : IFind
{
    public string Kind => "agencies";

    public string TextKey => "agencies.title";

    public int Order => 40;

    public string More(string asked) => "/agencies?q=" + Uri.EscapeDataString(asked);

    public async Task<IReadOnlyList<Found>> Find(string asked, int limit, CancellationToken stop) =>
        [.. (await agencies.Named(asked, limit, stop)).Select(a => new Found(a.Name, a.Parent ?? "", $"/agencies/{a.Id}"))];
}
