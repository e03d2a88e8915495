namespace Muster.Platform.Files;

public enum SheetFormat { Xlsx, Xls, Csv }

/// <summary>A spreadsheet opened for reading. Rows stream; nothing but the sheet names and the distinct texts is held.
/// Not safe for use by several threads at once.</summary>
public abstract class Workbook : IDisposable
{
    public abstract SheetFormat Format { get; }

    /// <summary>Every sheet in the file's order, hidden ones too: they are named here and read only when asked.</summary>
    public abstract IReadOnlyList<Sheet> Sheets { get; }

    /// <summary>The sheets a person opening the file sees.</summary>
    public IEnumerable<Sheet> VisibleSheets => Sheets.Where(s => !s.Hidden);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}

public abstract class Sheet(string name, bool hidden)
{
    public string Name { get; } = name;

    public bool Hidden { get; } = hidden;

    /// <summary>Share of the sheet read so far, 0 to 1, for a progress bar.</summary>
    public abstract double Progress { get; }

    /// <summary>Columns (0 = A) that are hidden on screen; complete once the first row was read. They are read like the others.</summary>
    public IReadOnlySet<int> HiddenColumns => Concealed;

    protected HashSet<int> Concealed { get; } = [];

    /// <summary>Rows from the top, each with at least one cell; a row the file does not mention is left out, so look at
    /// <see cref="SheetRow.Number"/>. A merged cell's value is repeated down its first column.</summary>
    /// <exception cref="SheetException">The file is damaged, hostile or beyond its limits.</exception>
    public abstract IEnumerable<SheetRow> Rows(CancellationToken stop = default);
}

/// <summary>One row. <paramref name="Number"/> is what the spreadsheet program shows, from 1. <paramref name="Cells"/> are in
/// order of column, empty ones may be missing.</summary>
public sealed record SheetRow(int Number, Cell[] Cells)
{
    public bool IsBlank => Array.TrueForAll(Cells, c => c.IsBlank);

    /// <summary>The cell in a column (0 = A); an empty one if the file has none there.</summary>
    public Cell this[int column]
    {
        get
        {
            if ((uint)column < (uint)Cells.Length && Cells[column].Column == column) return Cells[column];
            int low = 0, high = Cells.Length - 1;
            while (low <= high)
            {
                int middle = (low + high) >>> 1;
                int at = Cells[middle].Column;
                if (at == column) return Cells[middle];
                if (at < column) low = middle + 1;
                else high = middle - 1;
            }
            return new Cell(column, CellKind.Empty, "");
        }
    }

    public string AddressOf(int column) => CellAddress.Of(column, Number);
}

public enum CellKind : byte { Empty, Text, Number, Date, Bool, Error }

[Flags]
public enum CellTraits : byte
{
    None = 0,
    /// <summary>The value was repeated from the merged cell above.</summary>
    Filled = 1,
    /// <summary>A formula; the value is the one the spreadsheet program last computed.</summary>
    Formula = 2,
    /// <summary>A formula that was never computed: there is no value.</summary>
    NotComputed = 4,
}

/// <summary>One cell. <see cref="Text"/> is always there: numbers in full (no exponent below 10²⁸), dates as 1978-03-05 or
/// 1978-03-05 14:30:00, booleans as TRUE or FALSE, errors as #REF!.</summary>
public readonly record struct Cell(int Column, CellKind Kind, string Text, double Number = 0, CellTraits Traits = CellTraits.None)
{
    public bool IsBlank => Kind == CellKind.Empty || (Kind == CellKind.Text && string.IsNullOrWhiteSpace(Text));

    /// <summary>A number of 16 digits or more: spreadsheet programs keep 15, so an ID number typed as a number has lost its end.</summary>
    public bool HasLostDigits => Kind == CellKind.Number && Math.Abs(Number) >= 1e15;
}

public static class CellAddress
{
    /// <summary>C17 for column 2, row 17.</summary>
    public static string Of(int column, int row) =>
        ColumnName(column) + row.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A for 0, Z for 25, AA for 26.</summary>
    public static string ColumnName(int column)
    {
        Span<char> letters = stackalloc char[8];
        int at = letters.Length;
        for (long rest = column + 1L; rest > 0; rest = (rest - 1) / 26) letters[--at] = (char)('A' + (rest - 1) % 26);
        return new string(letters[at..]);
    }

    /// <summary>Reads "C17". False when it is no address or the column or row passes the bounds.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, int columnsMax, int rowsMax, out int column, out int row)
    {
        column = row = 0;
        int at = 0;
        for (; at < text.Length && char.IsAsciiLetter(text[at]); at++)
        {
            column = column * 26 + (text[at] & 0x1F);
            if (column > columnsMax) return false;
        }
        if (at == 0 || at == text.Length) return false;
        for (; at < text.Length; at++)
        {
            if (!char.IsAsciiDigit(text[at])) return false;
            row = row * 10 + (text[at] - '0');
            if (row > rowsMax) return false;
        }
        column--;
        return row > 0;
    }
}
