namespace Muster.Platform.Ui.Kit;

public enum ChangeKind { Added, Changed, Removed, Same }

/// <summary>One record in a difference view.</summary>
/// <param name="Note">Why, or what follows from it.</param>
public sealed record Change(ChangeKind Kind, string Name, IReadOnlyList<FieldChange> Fields, string? Href = null, string? Note = null);

/// <summary>One field before and after, as people read it; null: there was or will be nothing.</summary>
public sealed record FieldChange(string Label, string? Before, string? After);
