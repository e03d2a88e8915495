namespace Muster.Platform.Files;

/// <summary>Splits separated text into rows. A quotation mark inside an unquoted cell is a letter; a line break inside a quoted
/// one belongs to the cell.</summary>
internal sealed class CsvRows
{
    private const string Separators = ",\t;|";

    private readonly TextReader text;
    private readonly SheetLimits limits;
    private readonly List<Cell> cells = [];
    private readonly char[] buffer = new char[1 << 16];
    private char[] field = new char[256];
    private int at, end, length, column;
    private char separator;
    private bool started;

    public CsvRows(TextReader text, SheetLimits limits) => (this.text, this.limits) = (text, limits);

    /// <summary>The cells of the next row, empty for an empty line; null at the end.</summary>
    public Cell[]? Next(int row)
    {
        if (!started) Start();
        cells.Clear();
        (column, length) = (0, 0);
        int c = Take();
        if (c < 0) return null;
        while (true)
        {
            if (c == '"' && length == 0) c = TakeQuoted(row);
            else if (c >= 0 && c != separator && c is not ('\n' or '\r'))
            {
                Put((char)c, row);
                c = Take();
                continue;
            }
            if (c >= 0 && c != separator && c is not ('\n' or '\r')) continue;
            EndCell(row);
            if (c == '\r' && Peek() == '\n') Take();
            if (c != separator) return [.. cells];
            c = Take();
        }
    }

    /// <summary>Reads up to the closing mark and returns what follows it.</summary>
    private int TakeQuoted(int row)
    {
        for (int c = Take(); c >= 0; c = Take())
        {
            if (c != '"') Put((char)c, row);
            else if (Peek() == '"') Put((char)Take(), row);
            else
            {
                int next = Take();
                // A quoted cell that ends is a cell even when nothing was in it; letters after the mark are kept.
                while (next >= 0 && next != separator && next is not ('\n' or '\r'))
                {
                    Put((char)next, row);
                    next = Take();
                }
                return next;
            }
        }
        throw SheetException.OpenQuote(row);
    }

    private void Put(char c, int row)
    {
        if (length == limits.TextMax) throw SheetException.TextTooLong(CellAddress.Of(column, row), limits.TextMax);
        if (length == field.Length) Array.Resize(ref field, length * 2);
        field[length++] = c;
    }

    private void EndCell(int row)
    {
        if (column >= limits.ColumnsMax) throw SheetException.OutOfBounds($"row {row}", $"column > {limits.ColumnsMax}");
        if (length > 0)
        {
            var letters = field.AsSpan(0, length);
            // ="0123" is how careful exporters keep Excel from eating digits.
            if (letters is ['=', '"', .., '"'] && letters.Length >= 3) letters = letters[2..^1];
            if (letters.Contains('\0')) throw SheetException.Damaged(CellAddress.Of(column, row), "NUL");
            cells.Add(new Cell(column, CellKind.Text, letters.ToString()));
        }
        (column, length) = (column + 1, 0);
    }

    private int Take() => at < end || Fill() ? buffer[at++] : -1;

    private int Peek() => at < end || Fill() ? buffer[at] : -1;

    private bool Fill()
    {
        (at, end) = (0, text.Read(buffer, 0, buffer.Length));
        return end > 0;
    }

    private void Start()
    {
        started = true;
        end = text.ReadBlock(buffer, 0, buffer.Length);
        var head = buffer.AsSpan(0, end);
        separator = head.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && head.Length > 4 ? head[4] : Sniff(head);
        if (!head.StartsWith("sep=", StringComparison.OrdinalIgnoreCase)) return;
        int line = head.IndexOf('\n');
        at = line < 0 ? end : line + 1;
    }

    /// <summary>The separator that splits most lines alike wins; more pieces break a tie.</summary>
    internal static char Sniff(ReadOnlySpan<char> head)
    {
        var best = (Score: 0, Separator: ',');
        foreach (char candidate in Separators)
        {
            var counts = CountPerLine(head, candidate);
            var usual = counts.Where(n => n > 0).GroupBy(n => n).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).FirstOrDefault();
            int score = usual is null ? 0 : usual.Count() * 1000 + Math.Min(usual.Key, 999);
            if (score > best.Score) best = (score, candidate);
        }
        return best.Separator;
    }

    private static List<int> CountPerLine(ReadOnlySpan<char> head, char candidate)
    {
        var counts = new List<int>();
        int count = 0;
        bool quoted = false;
        foreach (char c in head)
        {
            if (c == '"') quoted = !quoted;
            else if (quoted) continue;
            else if (c == candidate) count++;
            else if (c == '\n')
            {
                counts.Add(count);
                count = 0;
                if (counts.Count == 50) return counts;
            }
        }
        counts.Add(count);
        return counts;
    }
}
