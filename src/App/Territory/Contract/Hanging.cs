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
}
