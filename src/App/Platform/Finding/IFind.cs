namespace Muster.Platform.Finding;

/// <summary>
/// What the search over everything finds in one module; modules register theirs with <c>services.AddSingleton&lt;IFind, FindX&gt;()</c>. It reads
/// through <see cref="Storage.Stores"/>, so whoever asks finds within the own <see cref="Access.Reach"/> and nothing else.
/// </summary>
public interface IFind
{
    /// <summary>What other programs call this kind of hit: one of <c>emergencies</c>, <c>areas</c>, <c>people</c>…</summary>
    string Kind { get; }

    /// <summary>The key of the heading above this module's hits.</summary>
    string TextKey { get; }

    /// <summary>As <see cref="Ui.Showing.NavItem.Order"/>.</summary>
    int Order { get; }

    /// <summary>Where all hits are listed, with the asked words in it.</summary>
    string More(string asked);

    /// <summary>The likeliest first.</summary>
    /// <param name="asked">Characters, pinyin, initials or a code, without blanks around it; never empty.</param>
    /// <param name="limit">No more than this are given.</param>
    Task<IReadOnlyList<Found>> Find(string asked, int limit, CancellationToken stop);
}

/// <summary>A hit: what it is called, a line that tells it apart, and its page.</summary>
public sealed record Found(string Name, string Line, string Href);

/// <summary>The hits of one module.</summary>
public sealed record FoundKind(IFind Finder, IReadOnlyList<Found> Found);
