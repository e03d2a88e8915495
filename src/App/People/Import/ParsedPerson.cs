using Muster.People.Import.Reading;
using Muster.Platform.Files;

namespace Muster.People.Import;

/// <summary>A person as a row states it, every value in one form. Null and empty mean that the row says nothing.</summary>
public sealed record ParsedPerson
{
    public required string Name { get; init; }

    /// <summary>A resident's number of 18 characters, or another document's as typed.</summary>
    public string? IdNumber { get; init; }

    /// <summary>True when <see cref="IdNumber"/> is a resident's number with the right check digit.</summary>
    public bool IdChecked { get; init; }

    /// <summary>The first is the one to call: mobiles come before others, well-formed ones before the rest.</summary>
    public IReadOnlyList<PhoneNumber> Phones { get; init; } = [];

    public string? Agency { get; init; }

    public Guid? AgencyId { get; init; }

    public string? Post { get; init; }

    /// <summary>Rank by <see cref="GradeScale"/>; <see cref="GradeName"/> is what was written.</summary>
    public int? Grade { get; init; }

    public string? GradeName { get; init; }

    public Sex? Sex { get; init; }

    public PoliticalAffiliation? PoliticalStatus { get; init; }

    public int? BirthYear { get; init; }

    public string? HomeText { get; init; }

    public Guid? HomeAreaId { get; init; }

    /// <summary>Areas the home may be, when it is not clear which.</summary>
    public IReadOnlyList<Candidate> HomeCandidates { get; init; } = [];

    public IReadOnlyList<string> Skills { get; init; } = [];

    public IReadOnlyList<ParsedLimit> Limits { get; init; } = [];

    public Origin? Origin { get; init; }

    public string? Team { get; init; }

    public string? Note { get; init; }

    public string? Phone => Phones.Count > 0 ? Phones[0].Text : null;
}

/// <summary>Something a text may mean.</summary>
public sealed record Candidate(Guid Id, string Name);

/// <summary>What a look-up found: one thing, several, or nothing.</summary>
public sealed record Match(IReadOnlyList<Candidate> Candidates)
{
    public static Match Nothing { get; } = new([]);

    public Guid? Id => Candidates.Count == 1 ? Candidates[0].Id : null;
}

/// <summary>What is remarkable about a row: refused, or stored and reported.</summary>
/// <param name="Cell">Address as the spreadsheet shows it (C17).</param>
/// <param name="Value">What the cell holds, kept as it came.</param>
public sealed record Remark(string Code, bool Refuses, string Cell, string Value, string Zh, string En)
{
    /// <summary>The same said of many cells at once, without a value; null where <see cref="Zh"/> names none or the row is refused.</summary>
    public (string Zh, string En)? OfMany { get; init; }
}

/// <summary>Whether the same person stood further up in the same file.</summary>
public enum Repeat { First, Unchanged, Updated }

/// <summary>One row and its verdict. Refused exactly when <see cref="Person"/> is null; then <see cref="Refusals"/> says why.</summary>
public sealed record ImportRow(PeopleSheet Sheet, SheetRow Source, ParsedPerson? Person, IReadOnlyList<Remark> Remarks)
{
    public bool IsRefused => Person is null;

    public IEnumerable<Remark> Refusals => Remarks.Where(r => r.Refuses);

    public Repeat Repeat { get; init; }

    /// <summary>Where the person stood first, when repeated: sheet and row.</summary>
    public (string Sheet, int Row)? FirstAt { get; init; }
}

/// <summary>One sheet of an import: what was found in it and, once it was read, how many rows of which kind.</summary>
public sealed class PeopleSheet(string name, Mapping mapping, SheetRow? header)
{
    public string Name { get; } = name;

    public Mapping Mapping { get; } = mapping;

    public SheetRow? Header { get; } = header;

    /// <summary>Rows that stand for a person, refused ones included.</summary>
    public long Rows { get; internal set; }

    /// <summary>Rows between the header and the last person where no mapped column holds anything.</summary>
    public long Blank { get; internal set; }

    internal int LastRow { get; set; } = mapping.HeaderRow;

    /// <summary>Headers repeated further down, as printing does.</summary>
    public long RepeatedHeaders { get; internal set; }

    /// <summary>True when no column of names was found: none of its rows were read, which must be told.</summary>
    public bool Skipped => !Mapping.IsUsable;
}
