using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Jobs;
using Muster.Platform.Storage;

namespace Muster.Platform.Importing;

/// <summary>A field and what people write above its column, letters folded; the first is the export's own header.</summary>
public sealed record TableField(string Name, params string[] Headers)
{
    /// <summary>Words separated by blanks, the name first.</summary>
    public static TableField Of(string words) => new(words.Split(' ')[0], words.Split(' ')[1..]);

    public string Chinese => Headers.FirstOrDefault(h => h[0] > 127) ?? Name;

    public string English => Headers.FirstOrDefault(h => char.IsAsciiLetter(h[0])) ?? Name;
}

/// <summary>A table that an import understands.</summary>
/// <param name="Must">Fields that the header must have; of several with | between, one.</param>
/// <param name="ColumnsMin">How many columns must be known for a row to be its header.</param>
/// <param name="Title">Key of a text, where an import understands several.</param>
public sealed record TableShape(string Name, IReadOnlyList<TableField> Fields, IReadOnlyList<string> Must, int ColumnsMin = 1, string Title = "")
{
    /// <summary>What a header still wants: of each, one.</summary>
    public IEnumerable<IReadOnlyList<TableField>> Missing(IReadOnlyDictionary<string, int> columns) => Must.Select(m => m.Split('|'))
        .Where(m => !Array.Exists(m, columns.ContainsKey)).Select(m => (IReadOnlyList<TableField>)[.. Fields.Where(f => m.Contains(f.Name))]);
}

/// <summary>What a person said a spreadsheet is.</summary>
/// <param name="Table">The name of the shape; null: as the header says.</param>
/// <param name="HeaderRow">As the spreadsheet program counts; 0 finds it.</param>
/// <param name="Columns">Of fields, 0 = A; null: as the words of the header say.</param>
public sealed record ChosenColumns(string? Table, int HeaderRow, IReadOnlyDictionary<string, int>? Columns);

/// <summary>
/// The first sheet of a spreadsheet as rows of known fields. The header is the first of the top twenty rows that has every field that must
/// be there; columns stand in any order, and those nobody knows are passed over. A person may say otherwise, and that is remembered.
/// </summary>
public sealed class TableSheet
{
    private const int RowsLookedAt = 20;

    private readonly IReadOnlyList<TableShape> _shapes;
    private readonly List<SheetRow> _all;
    private (IProgress<JobProgress>? Progress, CancellationToken Stop) _follows;
    private int _done;

    private TableSheet(IReadOnlyList<TableShape> shapes, List<SheetRow> all)
    {
        (_shapes, _all) = (shapes, all);
        foreach (var head in all.Take(RowsLookedAt))
            foreach (var shape in shapes)
                if (Columns(head, shape) is var columns && columns.Count >= shape.ColumnsMin && !shape.Missing(columns).Any())
                {
                    Set(shape, head, columns);
                    return;
                }
        // Nothing fits: what is missing is told of the table that the top row comes nearest to, of the plainest where it says nothing.
        Set(shapes.Reverse().MaxBy(shape => all.Count > 0 ? Columns(all[0], shape).Count : 0)!, all.Count > 0 ? all[0] : null, new Dictionary<string, int>(StringComparer.Ordinal));
    }

    public TableShape Shape { get; private set; } = null!;

    /// <summary>As the spreadsheet program counts; 0 where the sheet is empty.</summary>
    public int HeaderRow { get; private set; }

    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>Of fields, 0 = A.</summary>
    public IReadOnlyDictionary<string, int> Known { get; private set; } = null!;

    public IReadOnlyList<TableRow> Rows { get; private set; } = [];

    /// <summary>Known from an earlier import under the same header.</summary>
    public bool Recalled { get; private set; }

    /// <summary>Columns of the header and of the first rows.</summary>
    public int Width => Math.Max(Header.Count, Rows.Take(5).Select(r => r.Texts.Length).DefaultIfEmpty().Max());

    public IEnumerable<IReadOnlyList<TableField>> Missing => Shape.Missing(Known);

    /// <summary>What the import says besides its counts.</summary>
    public List<TableNote> Notes { get; } = [];

    /// <exception cref="Refused">It is no spreadsheet.</exception>
    public static TableSheet Open(string path, string name, IReadOnlyList<TableShape> shapes, CancellationToken stop)
    {
        try
        {
            using var book = Sheets.Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read), name);
            var sheet = book.VisibleSheets.FirstOrDefault() ?? throw new Refused("sheet-missing", "文件里没有工作表。", "The file has no sheet.");
            return new TableSheet(shapes, [.. sheet.Rows(stop).Where(r => !r.IsBlank)]);
        }
        catch (SheetException unreadable)
        {
            throw new Refused(unreadable.Fault.Code, unreadable.Fault.Chinese, unreadable.Fault.English);
        }
    }

    /// <summary>Reads it as a person said; without, as was said of a header like one of its top rows.</summary>
    /// <param name="import">The act: another import may mean something else by the same header.</param>
    public async Task<TableSheet> Settle(string import, ChosenColumns? chosen, Sql sql, CancellationToken stop)
    {
        if (chosen is not null) return Take(chosen);
        foreach (var head in _all.Take(RowsLookedAt))
            if (await sql.First("select mapping from header_mapping where signature = @s and agency = ''", row => row.Text(0), stop, ("s", Signature(import, Texts(head)))) is { } kept)
            {
                Take(JsonSerializer.Deserialize<ChosenColumns>(kept, Desk.Json)! with { HeaderRow = head.Number });
                Recalled = true;
                break;
            }
        return this;
    }

    /// <summary>So that the next file with this header is read so from the start.</summary>
    public Task<int> Remember(string import, Work work, CancellationToken stop) => work.Sql.Run("""
        insert into header_mapping (signature, agency, mapping, changed_at) values (@s, '', @m, @now)
        on conflict (signature, agency) do update set mapping = excluded.mapping, changed_at = excluded.changed_at
        """, stop, ("s", Signature(import, Header)), ("m", JsonSerializer.Serialize(new ChosenColumns(Shape.Name, 0, Known), Desk.Json)), ("now", work.Now));

    /// <exception cref="Refused">A field that must be there has no column.</exception>
    public void RefuseUnless()
    {
        if (!Missing.Any()) return;
        throw new Refused("header-missing", $"没有找到表头：前 {RowsLookedAt} 行里应有{string.Join("、", Missing.Select(m => string.Join("或", m.Select(f => $"“{f.Chinese}”"))))}。",
            $"No header was found: one of the first {RowsLookedAt} rows should name {string.Join(", ", Missing.Select(m => string.Join(" or ", m.Select(f => f.English))))}.");
    }

    internal void Follow(IProgress<JobProgress>? progress, CancellationToken stop) => _follows = (progress, stop);

    /// <summary>A row is begun: progress, and the cancel between rows.</summary>
    public void Next()
    {
        _follows.Stop.ThrowIfCancellationRequested();
        if (++_done % 100 == 0 || _done == Rows.Count) _follows.Progress?.Report(new JobProgress("rows", _done, Rows.Count));
    }

    internal static string[] Texts(SheetRow row)
    {
        var texts = new string[row.Cells.Length == 0 ? 0 : row.Cells[^1].Column + 1];
        Array.Fill(texts, "");
        foreach (var cell in row.Cells) texts[cell.Column] = cell.Text;
        return texts;
    }

    private TableSheet Take(ChosenColumns chosen)
    {
        var shape = _shapes.FirstOrDefault(s => s.Name == chosen.Table) ?? Shape;
        var head = _all.Find(r => r.Number == chosen.HeaderRow) ?? _all.Find(r => r.Number == HeaderRow);
        var columns = chosen.Columns ?? (head is null ? [] : Columns(head, shape));
        Set(shape, head, columns.Where(c => shape.Fields.Any(f => f.Name == c.Key)).ToDictionary(StringComparer.Ordinal));
        return this;
    }

    private void Set(TableShape shape, SheetRow? head, IReadOnlyDictionary<string, int> columns)
    {
        (Shape, Known, HeaderRow, Header) = (shape, columns, head?.Number ?? 0, head is null ? [] : Texts(head));
        Rows = [.. _all.Where(r => r.Number > HeaderRow).Select(r => new TableRow(r, columns))];
    }

    private static Dictionary<string, int> Columns(SheetRow head, TableShape shape)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var cell in head.Cells)
        {
            var text = Folded(cell.Text);
            if (shape.Fields.FirstOrDefault(f => f.Name == text || f.Headers.Any(h => Folded(h) == text)) is { } field) columns.TryAdd(field.Name, cell.Column);
        }
        return columns;
    }

    private static string Folded(string text) => string.Concat(text.Where(char.IsLetterOrDigit).Select(c => c is >= '！' and <= '～' ? (char)(c - 0xFEE0) : c)).ToLowerInvariant();

    private static string Signature(string import, IEnumerable<string> header) =>
        System.Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(import + '|' + string.Join('|', header.Select(Folded)))).AsSpan(0, 16));
}
