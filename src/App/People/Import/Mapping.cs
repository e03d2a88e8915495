using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Muster.People.Import;

/// <summary>One column of a mapping. <paramref name="Column"/> counts from 0 (A). <paramref name="Confidence"/> runs from 0 to 1;
/// 1 is what a person said.</summary>
public sealed record MappedColumn(int Column, string Header, PersonField Field, double Confidence, bool Hidden = false);

/// <summary>Which column means what. Guessed from headers and contents, corrected by a person, remembered by its signature.</summary>
/// <param name="HeaderRow">Row of the headers as the spreadsheet shows it; 0 when there is none.</param>
/// <param name="Signature">32 hexadecimal digits that are equal for sheets with the same headers in the same order.</param>
/// <param name="Columns">Every column that has a header or content, in order.</param>
public sealed record Mapping(int HeaderRow, string Signature, IReadOnlyList<MappedColumn> Columns)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() }, MaxDepth = 16, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>People can be read only when it is known where their names stand.</summary>
    [JsonIgnore]
    public bool IsUsable => Columns.Any(c => c.Field == PersonField.Name);

    /// <summary>Number of columns the sheet has, the added reason column not counted.</summary>
    [JsonIgnore]
    public int Width => Columns.Where(c => c.Field != PersonField.Reason).Select(c => c.Column + 1).DefaultIfEmpty(0).Max();

    public IEnumerable<MappedColumn> Of(PersonField field) => Columns.Where(c => c.Field == field);

    /// <summary>A person's correction: the column means this and no other column does, unless the field may stand in several.</summary>
    public Mapping With(int column, PersonField field) => this with
    {
        Columns = [.. Columns.Select(c => c.Column == column ? c with { Field = field, Confidence = 1 }
            : c.Field == field && !MayRepeat(field) ? c with { Field = PersonField.None, Confidence = 1 } : c)],
    };

    /// <summary>What was remembered for the same headers, at the place where they stand in this sheet.</summary>
    public Mapping Recall(Mapping remembered)
    {
        if (remembered.Signature != Signature) return this;
        var known = remembered.Columns.ToDictionary(c => c.Column, c => c.Field);
        return this with
        {
            Columns = [.. Columns.Select(c => known.TryGetValue(c.Column, out var field) ? c with { Field = field, Confidence = 1 } : c)],
        };
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <exception cref="JsonException">The text is no mapping.</exception>
    public static Mapping FromJson(string json) => JsonSerializer.Deserialize<Mapping>(json, Json) ?? throw new JsonException("no mapping");

    /// <summary>Phones, skills, limits and notes may stand in several columns; of the rest one counts.</summary>
    internal static bool MayRepeat(PersonField field) =>
        field is PersonField.None or PersonField.Phone or PersonField.Skills or PersonField.Limits or PersonField.Note;

    internal static string SignatureOf(IEnumerable<(int Column, string Header)> headers)
    {
        string text = string.Join('|', headers.Select(h => $"{h.Column}:{HeaderWords.Key(h.Header)}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
