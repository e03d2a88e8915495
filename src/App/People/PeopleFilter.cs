using System.Buffers;
using Muster.Territory.Names;

namespace Muster.People;

/// <summary>
/// Which people: the filters of the list, of exports and of bulk edits, as they stand in the address of a page. Everything that is
/// null does not filter. People who have ended are left out unless asked for.
/// </summary>
public sealed record PeopleFilter
{
    /// <summary>Characters (whole name or given name), pinyin or initials, from their beginning.</summary>
    public string? Find { get; init; }
    public Guid? Agency { get; init; }
    public Origin? Origin { get; init; }
    /// <summary>This rank or above; see <see cref="Grades"/>.</summary>
    public int? GradeMin { get; init; }
    public bool? Member { get; init; }
    public string? Skill { get; init; }
    /// <summary>Home in this area or below it.</summary>
    public Guid? Home { get; init; }
    /// <summary>True: home known; false: left open.</summary>
    public bool? HomeKnown { get; init; }
    public LimitKind? Limit { get; init; }
    public string? Team { get; init; }
    /// <summary>Rows of an import; with <see cref="Outcome"/> those it stored or those it updated.</summary>
    public Guid? Import { get; init; }
    public ImportRowOutcome? Outcome { get; init; }
    public bool Ended { get; init; }

    /// <summary>True when nothing is filtered: a bulk edit then needs to be meant.</summary>
    public bool IsEveryone => this with { Ended = false } == new PeopleFilter();

    /// <summary>The filter as the query of an address; empty when nothing is filtered.</summary>
    public string ToQuery()
    {
        var parts = new List<string>();
        foreach (var property in typeof(PeopleFilter).GetProperties().Where(p => p.CanWrite))
            if (property.GetValue(this) is { } value && value is not (false or "") || property.PropertyType == typeof(bool?) && property.GetValue(this) is false)
                parts.Add(char.ToLowerInvariant(property.Name[0]) + property.Name[1..] + "=" + Uri.EscapeDataString(
                    System.Convert.ToString(property.GetValue(this), System.Globalization.CultureInfo.InvariantCulture)!));
        return string.Join('&', parts);
    }

    /// <summary>What to look for: letters folded; characters as they are, the dots of 阿卜杜·热合曼 made one.</summary>
    internal string? Folded
    {
        get
        {
            var text = Find?.Trim() ?? "";
            if (text.Any(c => c > 0x2E80)) return Dotted(text);
            return NameKeys.Fold(text) is { Length: > 0 } folded ? folded.Replace("lyu", "lv", StringComparison.Ordinal) : null;
        }
    }

    /// <summary>The dot inside a name is typed in many ways; kept is the middle dot U+00B7.</summary>
    internal static string Dotted(string name) => name.AsSpan().IndexOfAny(DotsOfAllKinds) < 0 ? name
        : string.Concat(name.Select(c => DotsOfAllKinds.Contains(c) ? '·' : c));

    private static readonly SearchValues<char> DotsOfAllKinds = SearchValues.Create("•・‧∙⋅．●");
}

/// <summary>What an import did with a row.</summary>
public enum ImportRowOutcome { Stored, Updated, Unchanged, Refused }
