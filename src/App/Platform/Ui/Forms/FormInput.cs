using System.Globalization;
using Microsoft.AspNetCore.Http;
using Muster.Platform.Acts;

namespace Muster.Platform.Ui.Forms;

/// <summary>
/// What a form holds: values as typed, the write id made when it was first shown, and what is wrong with them. A refused form is shown
/// again with the same values and write id, so nothing typed is lost and a repeat is harmless.
/// </summary>
public sealed class FormInput
{
    public const string WriteIdField = "writeId";

    private readonly Dictionary<string, List<string>> _values = new(StringComparer.OrdinalIgnoreCase);

    private FormInput(WriteId writeId) => WriteId = writeId;

    public WriteId WriteId { get; }

    /// <summary>Every broken rule; those with a field stand at the field, the rest above the form.</summary>
    public IReadOnlyList<Broken> Broken { get; private set; } = [];

    public IReadOnlyList<IFormFile> Files { get; private set; } = [];

    /// <summary>A form shown for the first time, with the values to begin with.</summary>
    public static FormInput Blank(params (string Field, object? Value)[] values)
    {
        var input = new FormInput(WriteId.New());
        foreach (var (field, value) in values) input.Set(field, value);
        return input;
    }

    /// <summary>A form shown for the first time, filled from a record's public properties.</summary>
    public static FormInput Of(object record)
    {
        var input = new FormInput(WriteId.New());
        foreach (var property in record.GetType().GetProperties().Where(p => p.CanRead && p.GetIndexParameters().Length == 0))
            input.Set(property.Name, property.GetValue(record));
        return input;
    }

    public static async Task<FormInput> Read(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var id = Guid.TryParse(form[WriteIdField], out var given) ? new WriteId(given) : WriteId.New();
        var input = new FormInput(id) { Files = form.Files };
        foreach (var (field, values) in form) input._values[field] = [.. values.OfType<string>()];
        return input;
    }

    /// <summary>The field's value with blanks around it taken off; null when it is empty or absent.</summary>
    public string? this[string field] => _values.TryGetValue(field, out var values) && values is [.., var last] && !string.IsNullOrWhiteSpace(last) ? last.Trim() : null;

    /// <summary>Exactly what was typed, blanks included: a password.</summary>
    public string Raw(string field) => _values.TryGetValue(field, out var values) && values is [.., var last] ? last : "";

    public IReadOnlyList<string> All(string field) => _values.TryGetValue(field, out var values) ? values : [];

    public IEnumerable<string> Fields => _values.Keys;

    public bool Has(string field, string value) => All(field).Contains(value, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<Broken> At(string field) => Broken.Where(b => string.Equals(b.Field, field, StringComparison.OrdinalIgnoreCase));

    public FormInput With(IReadOnlyList<Broken> broken)
    {
        Broken = broken;
        return this;
    }

    private void Set(string field, object? value) => _values[field] = value switch
    {
        null => [],
        string text => [text],
        bool flag => flag ? ["true"] : [],
        System.Collections.IEnumerable many => [.. many.Cast<object>().Select(Write)],
        _ => [Write(value)],
    };

    private static string Write(object value) => value switch
    {
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        DateTimeOffset at => at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
