namespace Muster.Territory.Importing;

/// <summary>What a table of the territory holds.</summary>
public enum TerritoryTable { Areas, Posts, Recut }

/// <summary>What became of every row; <c>Stored + Updated + Unchanged + Refused = Rows</c>.</summary>
public sealed record ImportReport(TerritoryTable Table, int Rows, int Stored, int Updated, int Unchanged, int Refused, IReadOnlyList<RefusedRow> Refusals)
{
    /// <summary>The cells of the header, so that the refused rows can be given back under it.</summary>
    public IReadOnlyList<string> Header { get; init; } = [];

    /// <summary>Of a dry run: everything was done, counted, and taken back. The file waits a day for the import, under this id.</summary>
    public Guid? Rehearsed { get; init; }
}

/// <summary>The end of a dry run.</summary>
public sealed class TerritoryRehearsed(ImportReport report) : Exception("dry run")
{
    public ImportReport Report { get; } = report;
}

/// <summary>A row that was not taken, and why.</summary>
/// <param name="Row">As the spreadsheet program counts.</param>
/// <param name="Cell">Where it stands (C17); null where the row as a whole is meant.</param>
public sealed record RefusedRow(int Row, string? Cell, string Code, string Message, string English)
{
    /// <summary>The row as it came, to be given back with its reason.</summary>
    public IReadOnlyList<string> Cells { get; init; } = [];
}
