using System.Globalization;
using Muster.Platform.Acts;
using Muster.Platform.Files;

namespace Muster.Territory.Importing;

/// <summary>Reads fields of a row and collects what is wrong with it.</summary>
internal sealed class RowReading(TableHeader header, SheetRow row)
{
    private readonly List<(string? Field, Broken Broken)> _broken = [];

    public SheetRow Row => row;

    public string? Text(string field) => header.Text(row, field);

    public bool Has(string field) => header.Text(row, field) is not null;

    public int? Number(string field)
    {
        if (header.Text(row, field) is not { } text) return null;
        // Full-width digits and commas are half-width ones 0xFEE0 further on.
        var plain = string.Concat(text.Select(c => c is >= '！' and <= '～' ? (char)(c - 0xFEE0) : c)).Replace(",", "", StringComparison.Ordinal);
        if (int.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)) return number;
        Wrong(new Broken("number-form", $"“{text}”不是整数。", $"“{text}” is not a whole number."), field);
        return null;
    }

    public double? Degrees(string field)
    {
        if (header.Text(row, field) is not { } text) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
        Wrong(new Broken("number-form", $"“{text}”不是数。", $"“{text}” is not a number."), field);
        return null;
    }

    public Datum? Datum()
    {
        if (header.Text(row, "datum") is not { } text) return null;
        var word = text.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
        if (word.Contains("GCJ", StringComparison.Ordinal) || word.Contains("高德", StringComparison.Ordinal) || word.Contains("腾讯", StringComparison.Ordinal)) return Territory.Datum.Gcj02;
        if (word.Contains("WGS", StringComparison.Ordinal)) return Territory.Datum.Wgs84;
        Wrong(new Broken("datum-unknown", $"不认识坐标系“{text}”：用 WGS-84 或 GCJ-02。", $"Unknown datum “{text}”: use WGS-84 or GCJ-02."), "datum");
        return null;
    }

    public bool? Flag(string field) => header.Text(row, field) switch
    {
        null => null,
        "1" or "是" or "TRUE" or "true" or "yes" or "Y" or "√" => true,
        _ => false,
    };

    public void Wrong(Broken broken, string? field = null) => _broken.Add((field ?? broken.Field?.ToLowerInvariant(), broken));

    public void Check(IEnumerable<Broken> rules)
    {
        foreach (var broken in rules) Wrong(broken);
    }

    public bool IsFine => _broken.Count == 0;

    /// <summary>All of what is wrong, one refusal at the first cell.</summary>
    public RefusedRow Refusal() => new(row.Number, header.Cell(row, _broken[0].Field), _broken[0].Broken.Code,
        string.Concat(_broken.Select(b => b.Broken.Zh)), string.Join(' ', _broken.Select(b => b.Broken.En))) { Cells = TableHeader.Texts(row) };
}

/// <summary>What became of the rows so far.</summary>
internal sealed class RowCounts
{
    public int Rows, Stored, Updated, Unchanged;
    public List<RefusedRow> Refusals { get; } = [];

    public ImportReport Report(TerritoryTable table) =>
        new(table, Rows, Stored, Updated, Unchanged, Refusals.Count, [.. Refusals.OrderBy(r => r.Row)]);
}
