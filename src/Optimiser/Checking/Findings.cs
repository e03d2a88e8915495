using System.Globalization;
using System.Runtime.InteropServices;

namespace Muster.Optimiser.Checking;

/// <summary>Collects violations. All are counted; so that a ruined plan does not fill memory, each code keeps its first ones.</summary>
internal sealed class Findings
{
    public const int MostPerCode = 1000;
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly List<Violation> kept = [];

    public int Total { get; private set; }

    public IReadOnlyList<Violation> Kept => kept;

    public void Add(string code, string zh, string en, params (string Name, object Value)[] values) =>
        Add(new Violation(code, zh, en, values.ToDictionary(
            v => v.Name, v => Convert.ToString(v.Value, CultureInfo.InvariantCulture) ?? "", StringComparer.Ordinal)));

    public void Add(Violation violation)
    {
        Total++;
        ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, violation.Code, out _);
        if (seen++ < MostPerCode) kept.Add(violation);
    }
}
