using System.Text.Json.Serialization;

namespace Muster.Platform.Importing;

/// <summary>What became of a row that was taken.</summary>
public enum TableOutcome { Stored, Updated, Unchanged }

/// <summary>What became of the rows of a spreadsheet; <c>Stored + Updated + Unchanged + Refused = Rows</c>.</summary>
/// <param name="Table">Which of the tables that the import understands it was.</param>
/// <param name="Header">Its cells, so that refused rows can be given back under it.</param>
/// <param name="DryRun">Everything was done, counted, and taken back.</param>
public sealed record TableReport(string Table, int Rows, int Stored, int Updated, int Unchanged, int Refused, IReadOnlyList<RefusedLine> Refusals, IReadOnlyList<string> Header, bool DryRun)
{
    /// <summary>The page that lists what was imported.</summary>
    public string? List { get; init; }

    /// <summary>What the import says besides its counts.</summary>
    public IReadOnlyList<TableNote> Notes { get; init; } = [];

    /// <summary>Of a dry run: the upload that waits a day for its import.</summary>
    public Guid? Rehearsed { get; init; }

    /// <summary>Of a dry run: the act, as JSON, to be carried out.</summary>
    public string? Act { get; init; }

    /// <summary>The upload under whose key <see cref="Sealed"/> lies.</summary>
    public Guid? SealedFor { get; init; }

    /// <summary>The refused rows as they came, sealed, once the report is kept anywhere; null where there are none or they were erased.</summary>
    public byte[]? Sealed { get; init; }
}

/// <summary>A sentence in both languages.</summary>
public sealed record TableNote(string Zh, string En);

/// <summary>A row that was not taken.</summary>
/// <param name="Row">As the spreadsheet program counts.</param>
/// <param name="Cell">The first cell that is wrong (C17).</param>
/// <param name="Message">What is wrong; long numbers in it are masked.</param>
public sealed record RefusedLine(int Row, string Cell, string Code, string Message, string English)
{
    /// <summary>The row as it came; kept nowhere but under the seal (<see cref="RefusedCells"/>).</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Cells { get; init; } = [];
}

/// <summary>The end of a dry run, thrown so that nothing of it is kept.</summary>
public sealed class TableRehearsed(TableReport report) : Exception("dry run")
{
    public TableReport Report { get; } = report;
}
