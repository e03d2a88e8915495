using System.Runtime.InteropServices;
using System.Text;

namespace Muster.Optimiser.Placing.Csv;

/// <summary>Numbers distinct texts in order of first appearance, looked up by their UTF-8 bytes without making a string.</summary>
internal sealed class TextPool
{
    private int[] slots = new int[64];
    private ulong[] hashes = new ulong[32];
    private int[] starts = new int[33];
    private byte[] bytes = new byte[1024];

    public int Count { get; private set; }

    /// <summary>The number of the text, and whether it was new.</summary>
    public int Add(ReadOnlySpan<byte> text, out bool isNew)
    {
        var hash = Hash(text);
        var slot = Find(text, hash);
        isNew = slots[slot] == 0;
        if (!isNew) return slots[slot] - 1;
        if (Count == hashes.Length) Grow();
        while (starts[Count] + text.Length > bytes.Length) Array.Resize(ref bytes, checked(bytes.Length * 2));
        text.CopyTo(bytes.AsSpan(starts[Count]));
        starts[Count + 1] = starts[Count] + text.Length;
        hashes[Count] = hash;
        slots[Find(text, hash)] = Count + 1;
        return Count++;
    }

    /// <summary>The number of the text, or -1.</summary>
    public int IndexOf(ReadOnlySpan<byte> text) => slots[Find(text, Hash(text))] - 1;

    public string this[int index] => Encoding.UTF8.GetString(Span(index));

    public string[] ToArray()
    {
        var all = new string[Count];
        for (var i = 0; i < Count; i++) all[i] = this[i];
        return all;
    }

    private ReadOnlySpan<byte> Span(int index) => bytes.AsSpan(starts[index], starts[index + 1] - starts[index]);

    private int Find(ReadOnlySpan<byte> text, ulong hash)
    {
        var mask = slots.Length - 1;
        var slot = unchecked((int)(hash >> 20)) & mask;
        while (slots[slot] != 0)
        {
            var index = slots[slot] - 1;
            if (hashes[index] == hash && Span(index).SequenceEqual(text)) return slot;
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Grow()
    {
        Array.Resize(ref hashes, Count * 2);
        Array.Resize(ref starts, (Count * 2) + 1);
        slots = new int[Count * 4];
        var mask = slots.Length - 1;
        for (var i = 0; i < Count; i++)
        {
            var slot = unchecked((int)(hashes[i] >> 20)) & mask;
            while (slots[slot] != 0) slot = (slot + 1) & mask;
            slots[slot] = i + 1;
        }
    }

    private static ulong Hash(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            var hash = 0x9E3779B97F4A7C15UL ^ (ulong)text.Length;
            while (text.Length >= 8)
            {
                hash = (hash ^ MemoryMarshal.Read<ulong>(text)) * 0xD6E8FEB86659FD93UL;
                hash ^= hash >> 32;
                text = text[8..];
            }

            foreach (var b in text) hash = (hash ^ b) * 0x100000001B3UL;
            hash ^= hash >> 29;
            hash *= 0xBF58476D1CE4E5B9UL;
            return hash ^ (hash >> 32);
        }
    }
}
