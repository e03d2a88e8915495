using System.Globalization;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Privacy;

namespace Muster.Platform.Importing;

/// <summary>A row, read field by field; what is wrong with it is collected, and the first of it says where.</summary>
public sealed class TableRow(SheetRow row, IReadOnlyDictionary<string, int> columns)
{
    private readonly List<(string Field, Broken Why)> _wrong = [];

    /// <summary>As the spreadsheet program counts.</summary>
    public int Row => row.Number;

    public bool IsFine => _wrong.Count == 0;

    /// <summary>What became of it, where it is fine.</summary>
    public TableOutcome? Outcome { get; set; }

    /// <summary>From the first column to its last.</summary>
    public string[] Texts => TableSheet.Texts(row);

    /// <summary>Trimmed; null where it is blank or there is no such column.</summary>
    public string? this[string field] => columns.TryGetValue(field, out var column) && row[column] is { IsBlank: false } cell ? cell.Text.Trim() : null;

    public bool Has(string field) => this[field] is not null;

    /// <summary>A whole number, full-width digits, commas and a percent sign understood; null where blank or, told, where it is none.</summary>
    public int? Number(string field)
    {
        if (this[field] is not { } text) return null;
        var plain = string.Concat(text.Select(c => c is >= '！' and <= '～' ? (char)(c - 0xFEE0) : c)).Replace(",", "", StringComparison.Ordinal).TrimEnd('%', '人', ' ');
        if (double.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) <= int.MaxValue && Math.Floor(number) == number) return (int)number;
        Wrong(field, new Broken("number-form", $"“{text}”不是整数。", $"“{text}” is not a whole number."));
        return null;
    }

    public double? Degrees(string field)
    {
        if (this[field] is not { } text) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
        Wrong(field, new Broken("number-form", $"“{text}”不是数。", $"“{text}” is not a number."));
        return null;
    }

    /// <summary>Yes or no; null where blank.</summary>
    public bool? Flag(string field) => this[field]?.ToUpperInvariant() switch
    {
        null => null,
        "1" or "是" or "TRUE" or "YES" or "Y" or "√" => true,
        _ => false,
    };

    public void Wrong(string field, Broken why) => _wrong.Add((field, why));

    /// <summary>Rules name the act's parameters; here each stands in the column of that name.</summary>
    public void Check(params IEnumerable<Broken> rules)
    {
        foreach (var rule in rules) _wrong.Add((rule.Field?.ToLowerInvariant() ?? "", rule));
    }

    public RefusedLine Refusal() => new(row.Number, row.AddressOf(columns.TryGetValue(_wrong[0].Field, out var column) ? column : 0), _wrong[0].Why.Code,
        WrittenNumbers.Mask(string.Concat(_wrong.Select(w => w.Why.Zh))), WrittenNumbers.Mask(string.Join(' ', _wrong.Select(w => w.Why.En)))) { Cells = Texts };
}
