using System.Globalization;
using Muster.People.Import;
using Muster.Platform.Acts;

namespace Muster.People;

/// <summary>A row of a spreadsheet as the import stores it: read, cleaned and checked, but not yet compared with the store.</summary>
public sealed record FileRow
{
    public required string Sheet { get; init; }

    /// <summary>Number of the row as the spreadsheet program shows it, from 1.</summary>
    public required int Row { get; init; }

    /// <summary>Null when the row was refused.</summary>
    public PersonInFile? Person { get; init; }

    /// <summary>Why the row is refused, each with its cell in <see cref="Broken.Field"/>; empty when it is not.</summary>
    public IReadOnlyList<Broken> Refusals { get; init; } = [];

    /// <summary>What was found odd and stored all the same; empty for a refused row.</summary>
    public IReadOnlyList<Remark> Remarks { get; init; } = [];

    /// <summary>The cells as they came, asked for only when the row is refused.</summary>
    public required Func<IReadOnlyList<string>> Cells { get; init; }

    /// <summary>Address of the cell of the ID number (C17), else of the row's first.</summary>
    public required string IdCell { get; init; }
}

/// <summary>A person as a row tells it. What is null the row does not tell, and an import leaves as it is.</summary>
public sealed record PersonInFile
{
    public required string Name { get; init; }
    public string? IdNumber { get; init; }
    /// <summary>All telephones, the one to call first, a stroke between; the first identifies.</summary>
    public string? Phone { get; init; }

    /// <summary>A telephone was written that is none; reported, and the rest of the row is stored.</summary>
    public bool PhoneUnreadable { get; init; }
    public string? Agency { get; init; }
    public Origin? Origin { get; init; }
    public string? JobTitle { get; init; }
    public string? GradeName { get; init; }

    /// <summary>Rank of <see cref="GradeName"/>, or where none is written of the post.</summary>
    public int? Grade { get; init; }
    public Sex? Sex { get; init; }
    public int? BirthYear { get; init; }
    public string? PoliticalStatus { get; init; }
    public string? Home { get; init; }
    public string? Team { get; init; }
    public string? Note { get; init; }
    public IReadOnlyList<string> Skills { get; init; } = [];
    public IReadOnlyList<LimitInFile> Limits { get; init; } = [];

    public const string PhoneStroke = " / ";

    public static string FirstPhone(string phones) => phones.IndexOf(PhoneStroke, StringComparison.Ordinal) is > 0 and var at ? phones[..at] : phones;

    /// <summary>Set while the row waits to be stored, off the thread that writes.</summary>
    internal byte[]? IdHash { get; set; }
    internal byte[]? PhoneHash { get; set; }
    internal ulong RowHash { get; set; }

    /// <summary>Everything the row tells, its agency left out.</summary>
    internal ulong Hash(KeyedHash hash) => hash.Of(Name, IdNumber, Phone, Origin?.ToString(), JobTitle, GradeName, Grade?.ToString(CultureInfo.InvariantCulture),
        Sex?.ToString(), BirthYear?.ToString(CultureInfo.InvariantCulture), PoliticalStatus, Home, Team, Note, Listed(Skills), Listed(Limits));

    private static string? Listed<T>(IReadOnlyList<T> parts) => parts.Count == 0 ? null : string.Join('\n', parts);
}

/// <summary>A limit as written; whom or where to avoid is only text until a person says who or where.</summary>
public sealed record LimitInFile(LimitKind Kind, string? Text = null);
