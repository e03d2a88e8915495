namespace Muster.Optimiser.Placing.Flow;

/// <summary>Counts by key, open addressing; keys stay once seen.</summary>
internal sealed class CountTable
{
    private long[] keys = new long[1024];
    private int[] counts = new int[1024];
    private int used;

    public int Get(long key)
    {
        var slot = Find(key);
        return keys[slot] == key + 1 ? counts[slot] : 0;
    }

    /// <summary>The count after adding.</summary>
    public int Add(long key, int by)
    {
        var slot = Find(key);
        if (keys[slot] == 0)
        {
            if (used * 2 >= keys.Length)
            {
                Grow();
                slot = Find(key);
            }

            keys[slot] = key + 1;
            used++;
        }

        return counts[slot] += by;
    }

    private int Find(long key)
    {
        unchecked
        {
            var mask = keys.Length - 1;
            var hash = (ulong)key * 0x9E3779B97F4A7C15UL;
            var slot = (int)(hash >> 33) & mask;
            while (keys[slot] != 0 && keys[slot] != key + 1) slot = (slot + 1) & mask;
            return slot;
        }
    }

    private void Grow()
    {
        var (oldKeys, oldCounts) = (keys, counts);
        keys = new long[oldKeys.Length * 2];
        counts = new int[keys.Length];
        for (var i = 0; i < oldKeys.Length; i++)
        {
            if (oldKeys[i] == 0) continue;
            var slot = Find(oldKeys[i] - 1);
            keys[slot] = oldKeys[i];
            counts[slot] = oldCounts[i];
        }
    }
}
