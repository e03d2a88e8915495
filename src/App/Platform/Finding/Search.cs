namespace Muster.Platform.Finding;

/// <summary>Asks every module.</summary>
public sealed class Search(IEnumerable<IFind> finders)
{
    private readonly IFind[] _finders = [.. finders.OrderBy(f => f.Order)];

    /// <summary>Kinds with hits alone, in the order of the navigation; nothing for empty words.</summary>
    public async Task<IReadOnlyList<FoundKind>> For(string asked, int limit, CancellationToken stop)
    {
        asked = asked.Trim();
        var kinds = new List<FoundKind>();
        if (asked.Length == 0) return kinds;
        foreach (var finder in _finders)
            if (await finder.Find(asked, limit, stop) is { Count: > 0 } found) kinds.Add(new FoundKind(finder, found));
        return kinds;
    }
}
