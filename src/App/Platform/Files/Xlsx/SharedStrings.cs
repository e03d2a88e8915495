using System.Text;

namespace Muster.Platform.Files.Xlsx;

/// <summary>The distinct texts of a workbook. Letters stand as UTF-8 in pages: the first ones in memory, the rest in a
/// scratch file, since a list of a million people has three million distinct texts. Cells name texts nearly in order, so a few
/// cached pages serve almost every look-up.</summary>
internal sealed class SharedStrings : IDisposable
{
    private const int PageSize = 1 << 16, CachedPages = 32, StartsPerBlock = 1 << 16, RememberedTexts = 1 << 12;

    private readonly SheetLimits limits;
    private readonly List<byte[]> memory = [];
    private readonly List<uint[]> starts = [];
    private readonly (long Page, byte[] Bytes)[] cache = new (long, byte[])[CachedPages];
    private readonly (int Index, string? Text)[] remembered = new (int, string?)[RememberedTexts];
    private byte[] filling = new byte[PageSize];
    private FileStream? spilled;
    private long length;

    private SharedStrings(SheetLimits limits) => this.limits = limits;

    public int Count { get; private set; }

    public static SharedStrings Read(PartStream? part, SheetLimits limits)
    {
        var strings = new SharedStrings(limits);
        try
        {
            if (part is not null) strings.Load(part);
            return strings;
        }
        catch
        {
            strings.Dispose();
            throw;
        }
    }

    /// <summary>The text at an index; null when the file has no such text.</summary>
    public string? this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Count) return null;
            ref var known = ref remembered[index & (RememberedTexts - 1)];
            if (known.Text is null || known.Index != index) known = (index, Decode(index));
            return known.Text;
        }
    }

    public void Dispose() => spilled?.Dispose();

    private void Load(PartStream part)
    {
        using var tags = new TagScanner(part);
        var item = new byte[(limits.TextMax + 1) * 3];
        while (tags.Read())
        {
            if (tags.Kind == Tag.Open && tags.Name.SequenceEqual("si"u8)) Append(Unescaped(item.AsSpan(0, ReadItem(tags, item))));
        }
        MarkStart();
    }

    /// <summary>A text may come in runs with formats of their own; phonetic readings (rPh) are not part of it.</summary>
    private int ReadItem(TagScanner tags, byte[] item)
    {
        int depth = tags.Depth, phonetic = int.MaxValue, size = 0;
        while (tags.Read() && tags.Depth >= depth)
        {
            if (tags.Depth < phonetic) phonetic = int.MaxValue;
            if (tags.Kind != Tag.Open) continue;
            if (tags.Name.SequenceEqual("rPh"u8)) phonetic = Math.Min(phonetic, tags.Depth);
            else if (tags.Name.Length == 1 && tags.Name[0] == 't' && tags.Depth < phonetic)
            {
                var text = tags.Inner();
                if (size + text.Length > item.Length) throw SheetException.TextTooLong($"sharedStrings {Count}", limits.TextMax);
                text.CopyTo(item.AsSpan(size));
                size += text.Length;
            }
        }
        return size;
    }

    private ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> item)
    {
        if (item.IndexOf("_x"u8) >= 0) item = Encoding.UTF8.GetBytes(XlsxText.Unescape(Encoding.UTF8.GetString(item)));
        if (item.Length > limits.TextMax && Encoding.UTF8.GetCharCount(item) > limits.TextMax)
            throw SheetException.TextTooLong($"sharedStrings {Count}", limits.TextMax);
        return item;
    }

    private void Append(ReadOnlySpan<byte> utf8)
    {
        MarkStart();
        Count++;
        if (Count > limits.SharedStringsMax) throw SheetException.Bomb("sharedStrings", $"> {limits.SharedStringsMax} texts");
        if (length + utf8.Length > limits.SharedStringBytesMax) throw SheetException.Bomb("sharedStrings", $"> {limits.SharedStringBytesMax >> 20} MB");
        while (utf8.Length > 0)
        {
            int at = (int)(length % PageSize), n = Math.Min(utf8.Length, PageSize - at);
            utf8[..n].CopyTo(filling.AsSpan(at));
            utf8 = utf8[n..];
            length += n;
            if (length % PageSize == 0) Put();
        }
    }

    private void MarkStart()
    {
        if (Count % StartsPerBlock == 0) starts.Add(new uint[StartsPerBlock]);
        starts[^1][Count % StartsPerBlock] = (uint)length;
    }

    private void Put()
    {
        if ((long)(memory.Count + 1) * PageSize <= limits.SharedStringBytesInMemory)
        {
            memory.Add(filling);
            filling = new byte[PageSize];
            return;
        }
        spilled ??= ScratchFile.Create();
        spilled.Write(filling);
    }

    private long Start(int index) => starts[index / StartsPerBlock][index % StartsPerBlock];

    private string Decode(int index)
    {
        long start = Start(index);
        int size = (int)(Start(index + 1) - start), at = (int)(start % PageSize);
        if (at + size <= PageSize) return Encoding.UTF8.GetString(Page(start / PageSize), at, size);
        byte[] joined = new byte[size];
        for (int done = 0; done < size;)
        {
            long from = start + done;
            var rest = Page(from / PageSize).AsSpan((int)(from % PageSize));
            int n = Math.Min(rest.Length, size - done);
            rest[..n].CopyTo(joined.AsSpan(done));
            done += n;
        }
        return Encoding.UTF8.GetString(joined);
    }

    private byte[] Page(long page)
    {
        if (page < memory.Count) return memory[(int)page];
        if (page == length / PageSize) return filling;
        ref var slot = ref cache[page % CachedPages];
        if (slot.Bytes is null || slot.Page != page)
        {
            byte[] bytes = slot.Bytes ?? new byte[PageSize];
            RandomAccess.Read(spilled!.SafeFileHandle, bytes, (page - memory.Count) * PageSize);
            slot = (page, bytes);
        }
        return slot.Bytes;
    }
}
