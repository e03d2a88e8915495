using Muster.Platform.Finding;
using Muster.Platform.Storage;
using Muster.Territory.Names;

namespace Muster.Emergencies;

/// <summary>Emergencies, by name, area or document number; there are tens.</summary>
internal sealed class FindEmergencies(Stores stores) : IFind
{
    private const int LookedAt = 500;

    public string Kind => "emergencies";

    public string TextKey => "emergencies.title";

    public int Order => 10;

    public string More(string asked) => "/emergencies?q=" + Uri.EscapeDataString(asked);

    public async Task<IReadOnlyList<Found>> Find(string asked, int limit, CancellationToken stop)
    {
        var words = new NameWords(asked);
        await using var store = await stores.Open(stop);
        return [.. (await EmergencyQueries.List(store.Sql, open: null, search: null, LookedAt, stop))
            .Where(e => words.Mean(e.Name) || words.Mean(e.AreaName) || words.Mean(e.DocumentNumber)).Take(limit)
            .Select(e => new Found(e.Name, $"{e.AreaName} {e.DocumentNumber}".Trim(), $"/emergencies/{e.Id}"))];
    }
}
