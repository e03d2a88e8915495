using System.Globalization;
using Muster.Platform.Acts;
using Muster.Platform.Files;

namespace Muster.Platform.Importing;

/// <summary>A field and what people write above its column, letters folded; the first is the export's own header.</summary>
public sealed record TableField(string Name, params string[] Headers);

/// <summary>
/// The first sheet of a spreadsheet as rows of known fields. The header is the first of the top twenty rows that has every field that must
/// be there; columns stand in any order, and those nobody knows are passed over.
/// </summary>
public sealed class TableSheet
{
    private const int RowsLookedAt = 20;

    private TableSheet(IReadOnlyList<string> header, IReadOnlyList<TableRow> rows) => (Header, Rows) = (header, rows);

    public IReadOnlyList<string> Header { get; }

    public IReadOnlyList<TableRow> Rows { get; }

    /// <exception cref="Refused">It is no spreadsheet, or has no such header.</exception>
    public static TableSheet Read(string path, string name, IReadOnlyList<TableField> fields, IReadOnlyList<string> must, CancellationToken stop)
    {
        try
        {
            using var book = Sheets.Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read), name);
            var sheet = book.VisibleSheets.FirstOrDefault() ?? throw new Refused("sheet-missing", "文件里没有工作表。", "The file has no sheet.");
            var all = sheet.Rows(stop).Where(r => !r.IsBlank).ToList();
            foreach (var head in all.Take(RowsLookedAt))
            {
                var columns = Columns(head, fields);
                if (!must.All(columns.ContainsKey)) continue;
                return new TableSheet(Texts(head), [.. all.Where(r => r.Number > head.Number).Select(r => new TableRow(r, columns))]);
            }
        }
        catch (SheetException unreadable)
        {
            throw new Refused(unreadable.Fault.Code, unreadable.Fault.Chinese, unreadable.Fault.English);
        }
        var wanted = fields.Where(f => must.Contains(f.Name)).ToList();
        throw new Refused("header-missing", $"没有找到表头：前 {RowsLookedAt} 行里应有{string.Join("、", wanted.Select(f => $"“{f.Headers[0]}”"))}。",
            $"No header was found: one of the first {RowsLookedAt} rows should name {string.Join(", ", wanted.Select(f => f.Name))}.");
    }

    internal static string[] Texts(SheetRow row)
    {
        var texts = new string[row.Cells.Length == 0 ? 0 : row.Cells[^1].Column + 1];
        Array.Fill(texts, "");
        foreach (var cell in row.Cells) texts[cell.Column] = cell.Text;
        return texts;
    }

    private static Dictionary<string, int> Columns(SheetRow head, IReadOnlyList<TableField> fields)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var cell in head.Cells)
        {
            var text = Folded(cell.Text);
            if (fields.FirstOrDefault(f => f.Name == text || f.Headers.Any(h => Folded(h) == text)) is { } field) columns.TryAdd(field.Name, cell.Column);
        }
        return columns;
    }

    private static string Folded(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}

/// <summary>A row, read field by field; what is wrong with it is collected, and the first of it says where.</summary>
public sealed class TableRow(SheetRow row, IReadOnlyDictionary<string, int> columns)
{
    private readonly List<(string Field, Broken Why)> _wrong = [];

    public bool IsFine => _wrong.Count == 0;

    /// <summary>Trimmed; null where it is blank or there is no such column.</summary>
    public string? this[string field] => columns.TryGetValue(field, out var column) && row[column] is { IsBlank: false } cell ? cell.Text.Trim() : null;

    /// <summary>A whole number, full-width digits, commas and a percent sign understood; null where blank or, told, where it is none.</summary>
    public int? Number(string field)
    {
        if (this[field] is not { } text) return null;
        var plain = string.Concat(text.Select(c => c is >= '！' and <= '～' ? (char)(c - 0xFEE0) : c)).Replace(",", "", StringComparison.Ordinal).TrimEnd('%', '人', ' ');
        if (double.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) <= int.MaxValue && Math.Floor(number) == number) return (int)number;
        Wrong(field, new Broken("number-form", $"“{text}”不是整数。", $"“{text}” is not a whole number."));
        return null;
    }

    public void Wrong(string field, Broken why) => _wrong.Add((field, why));

    /// <summary>Rules name the act's parameters; here each stands in the column of that name.</summary>
    public void Check(IEnumerable<Broken> rules)
    {
        foreach (var rule in rules) _wrong.Add((rule.Field?.ToLowerInvariant() ?? "", rule));
    }

    public RefusedLine Refusal() => new(row.Number, row.AddressOf(columns.TryGetValue(_wrong[0].Field, out var column) ? column : 0), _wrong[0].Why.Code,
        string.Concat(_wrong.Select(w => w.Why.Zh)), string.Join(' ', _wrong.Select(w => w.Why.En)), TableSheet.Texts(row));
}
