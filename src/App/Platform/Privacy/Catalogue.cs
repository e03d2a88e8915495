using System.Globalization;

namespace Muster.Platform.Privacy;

/// <summary>How much harm a field does in wrong hands. Work: what a colleague knows anyway. Secret: what nobody may ever read.</summary>
public enum FieldClass { Work = 1, Personal, Sensitive, Secret }

/// <summary>What a field is kept for.</summary>
public enum FieldPurpose { Placing, Contact, Identity, Import, SignIn, Trail }

/// <summary>On which ground: Personal Information Protection Law article 13, and the duty to keep logs.</summary>
public enum FieldBasis { Staff, Duty, Emergency, Security }

/// <summary>How long a field is kept.</summary>
public enum FieldRetention { Service, Emergency, Account, Session, Month, Day, Trail }

/// <summary>
/// To whom a field is shown. Scope: in full to those who may see the record. Masked: in part, in full for one record with a reason. Editing: masked,
/// in full on the form that changes it. Contact: in full where somebody has to be reached. Accounts, Trail: on those administrators' pages.
/// </summary>
public enum FieldShowing { Scope, Masked, Editing, Contact, Accounts, Trail, Never }

public enum FieldKeeping { Plain, Sealed, Hashed }

/// <summary>A column with personal data: why it is there, on which ground, how long, and who sees it.</summary>
public sealed record PersonalField(string Table, string Column, FieldClass Class, string Zh, string En, FieldPurpose Purpose, FieldBasis Basis, FieldRetention Retention,
    FieldShowing Shown, FieldKeeping Kept)
{
    public string Name => $"{Table}.{Column}";
}

/// <summary>
/// The catalogue of personal data: <c>fields.txt</c> beside this file, in the program. A test holds it against the schema; pages show it; the privacy
/// crawl takes from it what may be seen where.
/// </summary>
public static class Catalogue
{
    private static readonly Lazy<(IReadOnlyList<PersonalField> Fields, IReadOnlySet<string> Plain)> Read = new(() =>
    {
        using var reader = new StreamReader(typeof(Catalogue).Assembly.GetManifestResourceStream("fields.txt")!);
        return Parse(reader.ReadToEnd());
    });

    public static IReadOnlyList<PersonalField> Fields => Read.Value.Fields;

    /// <summary>Columns that are plainly not personal, as table.column.</summary>
    public static IReadOnlySet<string> Plain => Read.Value.Plain;

    /// <summary>What is wrong between a schema and the catalogue: columns without a line, lines without a column, and both at once. Pure.</summary>
    /// <param name="columns">Every column as table.column.</param>
    public static IReadOnlyList<string> Differences(IReadOnlyCollection<string> columns, IReadOnlyList<PersonalField> fields, IReadOnlySet<string> plain)
    {
        var named = fields.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. columns.Where(c => !named.Contains(c) && !plain.Contains(c)).Select(c => $"{c} is not in the catalogue"),
            .. named.Concat(plain).Except(columns, StringComparer.Ordinal).Select(c => $"{c} is in the catalogue and not in the schema"),
            .. named.Where(plain.Contains).Select(c => $"{c} is personal and plainly not"),
        ];
    }

    /// <exception cref="FormatException">A line is not one; it is named.</exception>
    public static (IReadOnlyList<PersonalField> Fields, IReadOnlySet<string> Plain) Parse(string text)
    {
        var fields = new List<PersonalField>();
        var plain = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            if (line.StartsWith("- ", StringComparison.Ordinal) && line.Split(": ") is [var table, var columns])
            {
                foreach (var column in columns.Split(' '))
                    if (!plain.Add($"{table[2..]}.{column}")) throw new FormatException($"{table[2..]}.{column} stands twice in the catalogue.");
                continue;
            }
            var parts = line.Split(" | ");
            if (parts.Length != 9 || parts[0].Split('.') is not [var of, var name]) throw new FormatException($"Not a line of the catalogue: {line}");
            var field = new PersonalField(of, name, Enum.Parse<FieldClass>(parts[1]), parts[2], parts[3], Enum.Parse<FieldPurpose>(parts[4]), Enum.Parse<FieldBasis>(parts[5]),
                Enum.Parse<FieldRetention>(parts[6]), Enum.Parse<FieldShowing>(parts[7]), Enum.Parse<FieldKeeping>(parts[8]));
            if (fields.Exists(f => f.Name == field.Name)) throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{field.Name} stands twice in the catalogue."));
            fields.Add(field);
        }
        return (fields, plain);
    }
}
