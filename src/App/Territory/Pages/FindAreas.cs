using Muster.Platform.Finding;

namespace Muster.Territory.Pages;

/// <summary>Areas, by name or statistical code.</summary>
internal sealed class FindAreas(AreaQueries areas) : IFind
{
    public string Kind => "areas";

    public string TextKey => "nav.areas";

    public int Order => 20;

    public string More(string asked) => "/areas/list?q=" + Uri.EscapeDataString(asked);

    public async Task<IReadOnlyList<Found>> Find(string asked, int limit, CancellationToken stop) =>
        [.. (await areas.Find(new AreaSearch(asked, Size: limit), stop)).Items.Select(h => new Found(h.Area.Name, string.Join(' ', h.Above), $"/areas/{h.Area.Id}"))];
}
