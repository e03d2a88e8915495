namespace Muster.Territory.Importing;

/// <summary>What a table of the territory holds.</summary>
public enum TerritoryTable { Areas, Posts, Recut }

/// <summary>What became of every row; <c>Stored + Updated + Unchanged + Refused = Rows</c>.</summary>
public sealed record ImportReport(TerritoryTable Table, int Rows, int Stored, int Updated, int Unchanged, int Refused, IReadOnlyList<RefusedRow> Refusals);

/// <summary>A row that was not taken, and why.</summary>
/// <param name="Row">As the spreadsheet program counts.</param>
/// <param name="Cell">Where it stands (C17); null where the row as a whole is meant.</param>
public sealed record RefusedRow(int Row, string? Cell, string Code, string Message, string English);
