using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Muster.Platform.Ui.Tables;

/// <summary>
/// What a list is asked for, as it stands in the address: <c>q</c> words, <c>sort</c> a column (with - descending), <c>after</c>/<c>before</c>
/// where the page begins or ends, <c>size</c>, and every other parameter as a filter.
/// </summary>
public sealed class TableAsk
{
    public const int SizeDefault = 50;
    public const int SizeMax = 200;
    private static readonly HashSet<string> Own = ["q", "sort", "after", "before", "size"];

    private readonly Dictionary<string, StringValues> _filters;

    public TableAsk(string path, IEnumerable<KeyValuePair<string, StringValues>> query)
    {
        Path = path;
        var all = query.GroupBy(p => p.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new StringValues([.. g.SelectMany(p => p.Value.ToArray())]), StringComparer.Ordinal);
        _filters = all.Where(p => !Own.Contains(p.Key)).ToDictionary(p => p.Key, p => Trimmed(p.Value), StringComparer.Ordinal);
        Words = One(all, "q") is { } words ? words.Trim() : "";
        var sort = One(all, "sort") ?? "";
        (Sort, Descending) = (sort.TrimStart('-'), sort.StartsWith('-'));
        After = Cursor.Read(One(all, "after"));
        Before = After is null ? Cursor.Read(One(all, "before")) : null;
        Size = int.TryParse(One(all, "size"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? Math.Clamp(size, 1, SizeMax) : SizeDefault;
    }

    public static TableAsk Of(HttpRequest request) => new(request.PathBase + request.Path, request.Query);

    public string Path { get; }

    /// <summary>What stands in the search box; empty for nothing.</summary>
    public string Words { get; }

    /// <summary>The column asked for; empty: the list's own order.</summary>
    public string Sort { get; }

    public bool Descending { get; }

    public Cursor? After { get; }

    public Cursor? Before { get; }

    public int Size { get; }

    /// <summary>A filter's single value, or null where it is not set.</summary>
    public string? this[string filter] => All(filter) is [var first, ..] ? first : null;

    /// <summary>All values of a filter that may have several.</summary>
    public IReadOnlyList<string> All(string filter) => _filters.TryGetValue(filter, out var values) ? [.. values.OfType<string>()] : [];

    public T? Enum<T>(string filter) where T : struct, Enum =>
        System.Enum.TryParse<T>(this[filter], ignoreCase: true, out var value) && System.Enum.IsDefined(value) ? value : null;

    public Guid? Guid(string filter) => System.Guid.TryParse(this[filter], out var id) ? id : null;

    public int? Int(string filter) => int.TryParse(this[filter], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Nothing narrows the list: an empty result means that there is nothing at all.</summary>
    public bool IsWhole => Words.Length == 0 && _filters.Values.All(v => v.Count == 0);

    /// <summary>The address of the same list with other values; null takes one out. Paging starts over unless it is what changes.</summary>
    public string Link(params (string Name, string? Value)[] changes)
    {
        var pairs = Pairs().Where(p => changes.All(c => c.Name != p.Name)).Concat(changes.Where(c => !string.IsNullOrEmpty(c.Value)).Select(c => (c.Name, c.Value!)));
        return Address(Path, pairs);
    }

    /// <summary>The same search, filters and order under another path: for an export, or for a bulk act on all that match.</summary>
    public string LinkTo(string path) => Address(path, Pairs());

    /// <summary>The address without one value of a filter.</summary>
    public string Without(string filter, string value) => Address(Path, Pairs().Where(p => p.Name != filter || p.Value != value));

    public string SortLink(string column) => Link(("sort", Sort == column && !Descending ? "-" + column : column));

    /// <summary>Everything but where the page begins, as pairs.</summary>
    public IEnumerable<(string Name, string Value)> Pairs()
    {
        if (Words.Length > 0) yield return ("q", Words);
        foreach (var (name, values) in _filters)
            foreach (var value in values.OfType<string>()) yield return (name, value);
        if (Sort.Length > 0) yield return ("sort", Descending ? "-" + Sort : Sort);
        if (Size != SizeDefault) yield return ("size", Size.ToString(CultureInfo.InvariantCulture));
    }

    private static string Address(string path, IEnumerable<(string Name, string Value)> pairs)
    {
        var query = string.Join('&', pairs.Select(p => Uri.EscapeDataString(p.Name) + "=" + Uri.EscapeDataString(p.Value)));
        return query.Length == 0 ? path : path + "?" + query;
    }

    private static StringValues Trimmed(StringValues values) => new([.. values.Where(v => !string.IsNullOrWhiteSpace(v))]);

    private static string? One(Dictionary<string, StringValues> all, string name) => all.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;
}
