using System.Text.RegularExpressions;

namespace Muster.Platform.Reading;

/// <summary>The rules of all modules together, and which of them uses which.</summary>
public sealed partial class ReadRules
{
    private readonly Dictionary<string, List<ReadRule>> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _uses = new(StringComparer.Ordinal);

    /// <param name="tables">Every table with its columns.</param>
    /// <param name="byId">Tables whose key is an id alone.</param>
    public ReadRules(IEnumerable<ReadRule> rules, IReadOnlyDictionary<string, IReadOnlyList<string>> tables, IEnumerable<string> byId)
    {
        var known = rules.ToList();
        Forgotten = [.. tables.Keys.Except(known.Select(r => r.Name), StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        foreach (var rule in known.Concat(ReadRule.Closed([.. Forgotten])))
        {
            if (!_rules.TryGetValue(rule.Name, out var parts)) _rules[rule.Name] = parts = [];
            parts.Add(tables.TryGetValue(rule.Name, out var columns) && rule.Select is { } select ? rule with { Select = select.Replace("{columns}", Columns(rule, columns), StringComparison.Ordinal) } : rule);
        }
        ByIdOnly = [.. byId.Where(IsNarrowed).Order(StringComparer.Ordinal)];
        foreach (var (name, parts) in _rules)
            _uses[name] = [.. parts.Where(p => p.Select is not null).SelectMany(p => Names(Itself().Replace(p.Select!, "").Replace("{here", "area", StringComparison.Ordinal))).Where(n => n != name && IsNarrowed(n)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Narrowed tables whose key is an id alone: an id names a record of one of them, or none.</summary>
    public IReadOnlyList<string> ByIdOnly { get; }

    /// <summary>Tables without a rule: closed, and an error of the build.</summary>
    public IReadOnlyList<string> Forgotten { get; }

    public bool IsNarrowed(string name) => _rules.TryGetValue(name, out var parts) && parts.Exists(p => p.Select is not null);

    public IReadOnlyList<ReadRule> Of(string name) => _rules[name];

    /// <summary>What a statement has to say first: the narrowed tables that it names and what their rules use, each after all that it uses.</summary>
    public IReadOnlyList<string> NeededBy(string sql)
    {
        var needed = new List<string>();
        foreach (var name in Names(sql))
            if (IsNarrowed(name)) Add(name, needed, 0);
        return needed;
    }

    private static string Columns(ReadRule rule, IReadOnlyList<string> columns)
    {
        if (rule.Instead.FirstOrDefault(i => !columns.Contains(i.Column)) is { Column: { } missing }) throw new InvalidOperationException($"{rule.Name} has no column {missing}.");
        return string.Join(", ", columns.Select(c => rule.Instead.FirstOrDefault(i => i.Column == c) is { Column: not null } other ? $"({other.Sql}) as {c}" : "t." + c));
    }

    private void Add(string name, List<string> needed, int depth)
    {
        if (needed.Contains(name)) return;
        if (depth > _rules.Count) throw new InvalidOperationException($"The rules of reading go round in a circle at {name}.");
        foreach (var used in _uses[name]) Add(used, needed, depth + 1);
        needed.Add(name);
    }

    private static IEnumerable<string> Names(string sql) => Word().Matches(sql).Select(m => m.Value).Distinct(StringComparer.Ordinal);

    [GeneratedRegex("[a-z_]+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex(@"\[[a-z_]+\]", RegexOptions.NonBacktracking)]
    private static partial Regex Itself();
}
