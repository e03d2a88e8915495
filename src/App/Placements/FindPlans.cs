using Muster.Platform.Finding;
using Muster.Platform.Storage;
using Muster.Territory.Names;

namespace Muster.Placements;

/// <summary>Plans, by their own name or their emergency's; the newest first.</summary>
internal sealed class FindPlans(Stores stores) : IFind
{
    private const int LookedAt = 500;

    public string Kind => "plans";

    public string TextKey => "plans.title";

    public int Order => 70;

    public string More(string asked) => "/plans";

    public async Task<IReadOnlyList<Found>> Find(string asked, int limit, CancellationToken stop)
    {
        var words = new NameWords(asked);
        await using var store = await stores.Open(stop);
        var plans = await store.Sql.List($"select p.id, p.name, e.name from plan p join emergency e on e.id = p.emergency_id order by p.made_at desc limit {LookedAt}",
            row => (Id: row.Guid(0), Name: row.Text(1), Emergency: row.Text(2)), stop);
        return [.. plans.Where(p => words.Mean(p.Name) || words.Mean(p.Emergency)).Take(limit).Select(p => new Found(p.Name, p.Emergency, $"/plans/{p.Id}"))];
    }
}
