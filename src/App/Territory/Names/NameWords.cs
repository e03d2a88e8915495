namespace Muster.Territory.Names;

/// <summary>
/// Whether a name is meant by what somebody typed, for records too few to need an index: part of it as it is written, or the beginning of one of
/// its <see cref="NameKeys"/>, so that pinyin and initials find it as they find an area.
/// </summary>
public sealed class NameWords(string typed)
{
    private readonly string _folded = NameKeys.Fold(typed), _query = NameKeys.Query(typed);

    /// <summary>Nothing is left to look for.</summary>
    public bool IsEmpty => _folded.Length == 0;

    public bool Mean(string? name) => !IsEmpty && name is not null && (NameKeys.Fold(name).Contains(_folded, StringComparison.Ordinal)
        || _query.Length > 0 && NameKeys.Of(name).Any(key => key.StartsWith(_query, StringComparison.Ordinal)));
}
