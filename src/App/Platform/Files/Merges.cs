using Muster.Platform.Files.Xlsx;

namespace Muster.Platform.Files;

/// <summary>Merged ranges of a sheet. The file lists them after its rows, so they are looked for in a first, quick pass over the
/// raw bytes. Only the first column of a range is filled, downwards: a unit's name beside its ten people is meant for each of
/// them, a title across ten columns is not meant for each column.</summary>
internal sealed class Merges
{
    /// <summary>Ranges open in one row; more would make every row of a small file wide.</summary>
    private const int OpenMax = 512;

    private readonly List<(int Top, int Bottom, int Column)> ranges;
    private readonly List<(int Bottom, Cell Value)> open = [];
    private int next;

    public Merges(IEnumerable<(int Top, int Bottom, int Column)> ranges) =>
        this.ranges = [.. ranges.Where(r => r.Bottom > r.Top).OrderBy(r => r.Top)];

    /// <summary>Copies the value of every open merged cell into the row and opens those that start here.</summary>
    /// <returns>The new number of cells.</returns>
    public int Fill(int row, ref Cell[] cells, int count)
    {
        if (open.Count == 0 && (next == ranges.Count || ranges[next].Top > row)) return count;
        for (int i = open.Count - 1; i >= 0; i--)
            if (open[i].Bottom < row) open.RemoveAt(i);
        foreach (var (_, value) in open) count = Put(ref cells, count, value);
        for (; next < ranges.Count && ranges[next].Top <= row; next++)
        {
            var (top, bottom, column) = ranges[next];
            if (top != row) continue;
            int at = Find(cells, count, column);
            if (at < 0 || cells[at].IsBlank) continue;
            open.Add((bottom, cells[at] with { Traits = cells[at].Traits | CellTraits.Filled }));
            if (open.Count > OpenMax) throw SheetException.OutOfBounds($"row {row}", $"> {OpenMax} merged cells");
        }
        return count;
    }

    /// <summary>Reads only the tail of a sheet, from the first merge on. Text cannot hold a raw '&lt;', so the name is met late
    /// except where somebody's text mentions it, which costs time and nothing else.</summary>
    public static Merges Find(PartStream part, SheetLimits limits)
    {
        using (part)
        {
            var found = new List<(int, int, int)>();
            byte[] buffer = new byte[1 << 16];
            int held = 0;
            for (int n; (n = part.Read(buffer.AsSpan(held))) > 0;)
            {
                int end = held + n, used = Scan(buffer.AsSpan(0, end), found, limits);
                held = end - used;
                buffer.AsSpan(used, held).CopyTo(buffer);
            }
            return new Merges(found);
        }
    }

    /// <summary>Takes every complete <c>mergeCell ref="A1:B2"</c>; returns how many bytes need not be seen again.</summary>
    private static int Scan(ReadOnlySpan<byte> bytes, List<(int, int, int)> ranges, SheetLimits limits)
    {
        const int tail = 96;
        for (int from = 0; ;)
        {
            int at = bytes[from..].IndexOf("mergeCell "u8);
            if (at < 0) return Math.Max(from, bytes.Length - tail);
            at += from;
            if (at + tail > bytes.Length && bytes[at..].IndexOf((byte)'>') < 0) return at;
            from = at + 10;
            var rest = bytes[from..];
            int end = rest.IndexOf((byte)'>');
            if (end > 0) rest = rest[..end];
            int start = rest.IndexOf("ref="u8);
            if (start < 0 || start + 6 > rest.Length) continue;
            byte quote = rest[start + 4];
            rest = rest[(start + 5)..];
            int stop = rest.IndexOf(quote);
            if (stop > 0 && stop < 40) Add(rest[..stop], ranges, limits);
        }
    }

    private static void Add(ReadOnlySpan<byte> range, List<(int, int, int)> ranges, SheetLimits limits)
    {
        Span<char> text = stackalloc char[40];
        for (int i = 0; i < range.Length; i++) text[i] = (char)range[i];
        text = text[..range.Length];
        int colon = text.IndexOf(':');
        if (colon < 0
            || !CellAddress.TryParse(text[..colon], limits.ColumnsMax, limits.RowsMax, out int column, out int top)
            || !CellAddress.TryParse(text[(colon + 1)..], limits.ColumnsMax, limits.RowsMax, out _, out int bottom)) return;
        if (ranges.Count == limits.MergesMax) throw SheetException.Bomb("mergeCells", $"> {limits.MergesMax}");
        ranges.Add((top, bottom, column));
    }

    private static int Find(Cell[] cells, int count, int column)
    {
        for (int i = 0; i < count; i++)
            if (cells[i].Column == column) return i;
        return -1;
    }

    private static int Put(ref Cell[] cells, int count, Cell value)
    {
        int at = 0;
        while (at < count && cells[at].Column < value.Column) at++;
        if (at < count && cells[at].Column == value.Column)
        {
            if (cells[at].IsBlank) cells[at] = value;
            return count;
        }
        if (count == cells.Length) Array.Resize(ref cells, Math.Max(4, count * 2));
        cells.AsSpan(at, count - at).CopyTo(cells.AsSpan(at + 1));
        cells[at] = value;
        return count + 1;
    }
}
