using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Muster.Platform.Ui.Tables;

/// <summary>
/// Where a page of a list begins: the sort values of the row before it. Opaque in the address. Values are text, whole numbers
/// (as long), doubles, ids and instants; a list sorts by values that are never null (coalesce them).
/// </summary>
public sealed record Cursor(IReadOnlyList<object> Values)
{
    public static Cursor At(params object[] values) => new(values);

    public override string ToString() => System.Buffers.Text.Base64Url.EncodeToString(
        JsonSerializer.SerializeToUtf8Bytes(Values.Select(Keep)));

    /// <summary>Null for none, and for one that somebody has damaged: the list then begins at its start.</summary>
    public static Cursor? Read(string? token)
    {
        if (string.IsNullOrEmpty(token)) return null;
        try
        {
            var kept = JsonSerializer.Deserialize<string[]>(System.Buffers.Text.Base64Url.DecodeFromChars(token));
            return kept is { Length: > 0 } ? new Cursor([.. kept.Select(Give)]) : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or OverflowException or ArgumentException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Keep(object value) => value switch
    {
        string text => "s" + text,
        bool flag => flag ? "n1" : "n0",
        int or long or short => "n" + System.Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        double number => "d" + number.ToString("R", CultureInfo.InvariantCulture),
        Guid id => "g" + id.ToString("n"),
        DateTimeOffset at => "t" + Storage.Convert.ToMicros(at).ToString(CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"A list cannot begin at a {value.GetType().Name}.", nameof(value)),
    };

    private static object Give(string kept) => (kept[..1], kept[1..]) switch
    {
        ("s", var text) => text,
        ("n", var number) => long.Parse(number, CultureInfo.InvariantCulture),
        ("d", var number) => double.Parse(number, CultureInfo.InvariantCulture),
        ("g", var id) => Guid.ParseExact(id, "n"),
        ("t", var at) => Storage.Convert.FromMicros(long.Parse(at, CultureInfo.InvariantCulture)),
        _ => throw new FormatException("not a cursor"),
    };
}
