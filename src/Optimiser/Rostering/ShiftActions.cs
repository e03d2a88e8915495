namespace Muster.Optimiser.Rostering;

/// <summary>
/// What a person does on a day, as far as rules on runs, rest and load can tell: types with the same load that may follow and be followed by the same
/// types, none of them with a rule on its own runs or numbers, are one action. The last action is off. Fewer actions make the programme of a person quicker.
/// </summary>
internal sealed class ShiftActions
{
    private readonly ShiftType[] _types;

    public ShiftActions(RosterProblem problem)
    {
        _types = problem.Types;
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var first = new List<int>();
        OfType = new int[_types.Length];
        for (var type = 0; type < _types.Length; type++)
        {
            // What a rule counts for itself is an action for itself.
            var hasOwnRuns = problem.Terms.Any(t => (t.TypeRun.Length > 0 && !t.TypeRun[type].IsFree) || (t.MostOfType.Length > 0 && t.MostOfType[type] > 0 && t.MostOfType[type] < problem.Days));
            var key = hasOwnRuns ? $"{type}" : $"{_types[type].Load}:{Set(_types[type].NotBefore)}:{Set(Before(type))}";
            if (!known.TryGetValue(key, out var action))
            {
                known[key] = action = first.Count;
                first.Add(type);
            }

            OfType[type] = action;
        }

        Off = first.Count;
        TypeOf = [.. first];
    }

    /// <summary>Number of the action off; all below it are work.</summary>
    public int Off { get; }

    /// <summary>Action of each type.</summary>
    public int[] OfType { get; }

    /// <summary>One type of each action that is work.</summary>
    public int[] TypeOf { get; }

    public bool MayFollow(int before, int after) => !_types[TypeOf[before]].NotBefore.Contains(TypeOf[after]);

    private IEnumerable<int> Before(int type) => Enumerable.Range(0, _types.Length).Where(t => _types[t].NotBefore.Contains(type));

    private static string Set(IEnumerable<int> types) => string.Join(',', types.Distinct().Order());
}
