namespace Muster.Platform.Ui.Kit;

/// <summary>One bar of <c>Bars</c>.</summary>
/// <param name="Value">Not negative.</param>
/// <param name="Href">The records behind the number.</param>
public sealed record Bar(string Label, long Value, string? Href = null, Mood Mood = Mood.Plain);

/// <summary>One tab: a link to the same record seen another way.</summary>
public sealed record Tab(string Text, string Href, long? Count = null);

/// <summary>A node of a tree.</summary>
/// <param name="Id">Unique on the page, letters and digits.</param>
/// <param name="Children">The route of the fragment with the nodes below (<c>Html.Of&lt;TreeNodes&gt;</c>), or null where there are none.</param>
/// <param name="Below">Nodes already known: the way to the current one. They are shown open.</param>
public sealed record TreeNode(string Id, string Text, string Href, string? Children = null)
{
    public string? Note { get; init; }

    public Mood Mood { get; init; }

    public bool IsCurrent { get; init; }

    public IReadOnlyList<TreeNode>? Below { get; init; }
}
