using System.Text;

namespace Muster.Optimiser.Placing.Csv;

/// <summary>
/// Walks a whole csv file held as UTF-8 bytes, one record at a time, without making strings: RFC 4180 quoting, CRLF or
/// LF, an optional byte order mark, blank lines skipped. A field is a slice of the file, or of a side buffer when its
/// quotes had to be undone.
/// </summary>
internal sealed class CsvBytes(byte[] file)
{
    private const byte Quote = (byte)'"';
    private const int MostFields = 64;
    private readonly int[] starts = new int[MostFields];
    private readonly int[] lengths = new int[MostFields];
    private readonly bool[] unquoted = new bool[MostFields];
    private byte[] side = new byte[256];
    private int sideUsed;
    private int at = file.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
    private int nextLine = 1;

    /// <summary>Line of the file on which the current record begins, from 1.</summary>
    public int Line { get; private set; }

    public int Count { get; private set; }

    /// <summary>Column (field number, from 1) of a quote that is never closed, or 0.</summary>
    public int OpenQuoteColumn { get; private set; }

    public ReadOnlySpan<byte> this[int field] => field >= Count ? [] : unquoted[field]
        ? side.AsSpan(starts[field], lengths[field])
        : file.AsSpan(starts[field], lengths[field]);

    public string Text(int field) => Encoding.UTF8.GetString(this[field]);

    public bool Read()
    {
        while (at < file.Length)
        {
            Line = nextLine;
            Count = 0;
            sideUsed = 0;
            ReadRecord();
            if (Count > 1 || lengths[0] > 0) return true;
        }

        return false;
    }

    private void ReadRecord()
    {
        var bytes = file;
        var here = at;
        while (true)
        {
            if (here < bytes.Length && bytes[here] == Quote)
            {
                here = ReadQuoted(here + 1);
            }
            else
            {
                var from = here;
                while (here < bytes.Length && bytes[here] != (byte)',' && bytes[here] != (byte)'\n') here++;
                var to = here;
                if (to > from && bytes[to - 1] == (byte)'\r' && (here == bytes.Length || bytes[here] == (byte)'\n')) to--;
                while (from < to && bytes[from] == (byte)' ') from++;
                while (to > from && bytes[to - 1] == (byte)' ') to--;
                Add(from, to - from, isUnquoted: false);
            }

            if (here >= bytes.Length || bytes[here] == (byte)'\n')
            {
                nextLine++;
                at = Math.Min(here + 1, bytes.Length);
                return;
            }

            here++;
            if (here == bytes.Length)
            {
                Add(here, 0, isUnquoted: false);
                at = here;
                return;
            }
        }
    }

    private int ReadQuoted(int here)
    {
        var begin = sideUsed;
        var closed = false;
        while (here < file.Length)
        {
            var c = file[here++];
            if (c == Quote)
            {
                if (here < file.Length && file[here] == Quote) here++;
                else
                {
                    closed = true;
                    break;
                }
            }

            if (c == (byte)'\n') nextLine++;
            if (sideUsed == side.Length) Array.Resize(ref side, side.Length * 2);
            side[sideUsed++] = c;
        }

        if (!closed && OpenQuoteColumn == 0) OpenQuoteColumn = Count + 1;
        Add(begin, sideUsed - begin, isUnquoted: true);
        while (here < file.Length && file[here] != (byte)',' && file[here] != (byte)'\n') here++;
        return here;
    }

    private void Add(int start, int length, bool isUnquoted)
    {
        if (Count == MostFields) return;
        starts[Count] = start;
        lengths[Count] = length;
        unquoted[Count++] = isUnquoted;
    }
}
