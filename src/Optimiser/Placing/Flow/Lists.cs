namespace Muster.Optimiser.Placing.Flow;

/// <summary>For each of n keys a list of whole numbers, all in one array.</summary>
internal sealed class Lists
{
    private readonly int[] firsts;
    private readonly int[] all;

    private Lists(int[] starts, int[] items) => (firsts, all) = (starts, items);

    public ReadOnlySpan<int> this[int key] => all.AsSpan(firsts[key], firsts[key + 1] - firsts[key]);

    public int Count => all.Length;

    public static Lists Group(int keys, IEnumerable<int> items, Func<int, int> keyOf) =>
        Of(keys, items.Select(i => (keyOf(i), i)));

    public static Lists Of(int keys, IEnumerable<(int Key, int Item)> pairs)
    {
        var list = pairs.ToArray();
        var starts = new int[keys + 1];
        foreach (var (key, _) in list) starts[key + 1]++;
        for (var k = 0; k < keys; k++) starts[k + 1] += starts[k];
        var at = starts.AsSpan(0, keys).ToArray();
        var items = new int[list.Length];
        foreach (var (key, item) in list) items[at[key]++] = item;
        return new Lists(starts, items);
    }

    /// <summary>Groups 0 … keyOf.Length-1 by a key each; keys below 0 are left out.</summary>
    public static Lists ByKey(int keys, ReadOnlySpan<int> keyOf)
    {
        var starts = new int[keys + 1];
        var kept = 0;
        foreach (var key in keyOf)
        {
            if (key < 0) continue;
            starts[key + 1]++;
            kept++;
        }

        for (var k = 0; k < keys; k++) starts[k + 1] += starts[k];
        var at = starts.AsSpan(0, keys).ToArray();
        var items = new int[kept];
        for (var i = 0; i < keyOf.Length; i++)
        {
            if (keyOf[i] >= 0) items[at[keyOf[i]]++] = i;
        }

        return new Lists(starts, items);
    }
}
