namespace Muster.Platform.Importing;

/// <summary>What became of the rows of a spreadsheet; <c>Stored + Updated + Unchanged + Refused = Rows</c>.</summary>
/// <param name="Header">Its cells, so that refused rows can be given back under it.</param>
/// <param name="DryRun">Everything was done, counted, and taken back.</param>
public sealed record TableReport(int Rows, int Stored, int Updated, int Unchanged, int Refused, IReadOnlyList<RefusedLine> Refusals, IReadOnlyList<string> Header, bool DryRun);

/// <summary>A row that was not taken.</summary>
/// <param name="Row">As the spreadsheet program counts.</param>
/// <param name="Cell">The first cell that is wrong (C17).</param>
/// <param name="Cells">The row as it came.</param>
public sealed record RefusedLine(int Row, string Cell, string Code, string Message, string English, IReadOnlyList<string> Cells);

/// <summary>The end of a dry run, thrown so that nothing of it is kept.</summary>
public sealed class TableRehearsed(TableReport report) : Exception("dry run")
{
    public TableReport Report { get; } = report;
}
