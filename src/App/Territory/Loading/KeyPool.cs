using System.Buffers.Binary;
using System.Text;
using Muster.Territory.Names;

namespace Muster.Territory.Loading;

/// <summary>
/// Gathers the search keys of many areas compactly (five million for the nation, about 30 bytes each) and gives them back nearly in the
/// order of the table's key, so that writing them appends to the B-tree instead of tearing through it.
/// </summary>
internal sealed class KeyPool
{
    private readonly List<(Guid Id, AreaLevel Level)> _areas = [];
    private readonly List<ulong> _order = [];
    private readonly List<int> _starts = [];
    private readonly List<int> _owners = [];
    private byte[] _bytes = new byte[1 << 16];
    private int _end;

    public int Count => _owners.Count;

    public void Add(Guid id, AreaLevel level, string name)
    {
        var owner = _areas.Count;
        _areas.Add((id, level));
        foreach (var key in NameKeys.Of(name)) Add(owner, level, key);
    }

    /// <summary>One record is filled again and again: take from it what you need before asking for the next.</summary>
    public IEnumerable<AreaKey> InOrder()
    {
        var order = _order.ToArray();
        var items = new int[order.Length];
        for (var i = 0; i < items.Length; i++) items[i] = i;
        Array.Sort(order, items);
        var record = new AreaKey();
        foreach (var i in items)
        {
            var (id, level) = _areas[_owners[i]];
            var end = i + 1 < _starts.Count ? _starts[i + 1] : _end;
            (record.AreaId, record.Level) = (id, level);
            record.Key = Encoding.UTF8.GetString(_bytes, _starts[i], end - _starts[i]);
            yield return record;
        }
    }

    private void Add(int owner, AreaLevel level, string key)
    {
        var length = Encoding.UTF8.GetByteCount(key);
        if (_end + length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _end + length));
        Encoding.UTF8.GetBytes(key, _bytes.AsSpan(_end));
        Span<byte> head = stackalloc byte[8];
        head.Clear();
        _bytes.AsSpan(_end, Math.Min(length, 7)).CopyTo(head[1..]);
        head[0] = (byte)level;
        _order.Add(BinaryPrimitives.ReadUInt64BigEndian(head));
        _starts.Add(_end);
        _owners.Add(owner);
        _end += length;
    }
}
