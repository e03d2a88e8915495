using Muster.Platform.Storage;

namespace Muster.Territory.Contract;

/// <summary>So many things of one kind hang on an area or on what is below it.</summary>
/// <param name="Href">Where to see them, if there is a page.</param>
public sealed record Hanging(string Zh, string En, int Count, string? Href = null);

/// <summary>
/// A later module says what of its own hangs on a subtree, so that whoever closes, splits or merges an area sees it first.
/// Register implementations as <c>services.AddSingleton&lt;IHangOnAreas, …&gt;()</c>; kinds with a count of 0 are left out.
/// </summary>
public interface IHangOnAreas
{
    Task<IReadOnlyList<Hanging>> On(Sql sql, string path, CancellationToken stop);

    /// <summary>What becomes of them when the areas end, before it is done: so many placements move to X, or end.</summary>
    Task<IReadOnlyList<Hanging>> After(Sql sql, Ending ending, CancellationToken stop) => Task.FromResult<IReadOnlyList<Hanging>>([]);

    /// <summary>What hangs on a post.</summary>
    Task<IReadOnlyList<Hanging>> OnPost(Sql sql, Guid postId, CancellationToken stop) => Task.FromResult<IReadOnlyList<Hanging>>([]);
}

/// <summary>Areas that are to end together.</summary>
/// <param name="AreaIds">The areas themselves; posts in them go on with them.</param>
/// <param name="To">Names of what will stand in their place; none where nothing does.</param>
/// <param name="WithBelow">All below ends as well.</param>
public sealed record Ending(IReadOnlyList<Guid> AreaIds, IReadOnlyList<string> To, bool WithBelow);
