using Muster.Platform.Files;

namespace Muster.Platform.Importing;

/// <summary>
/// Refused rows as the spreadsheet they came in: the same columns in the same order, the wrong cells on a coloured ground, and one column
/// more with the reason, which the next import passes over.
/// </summary>
public sealed class RefusedSheets(Stream output, bool leaveOpen) : IDisposable
{
    public const string ReasonHeader = "原因 Reason";

    private readonly SheetWriter _writer = new(output, leaveOpen);

    public long Rows => _writer.Rows;

    public void Begin(string sheet, IEnumerable<string> headers) =>
        _writer.BeginSheet(sheet, [.. headers.Select(h => new SheetColumn(h, 16)), new SheetColumn(ReasonHeader, 60)]);

    /// <param name="beyond">Cells of a row that is wider than its header.</param>
    public void Row(IEnumerable<(string? Text, bool Wrong)> cells, string reason, params IEnumerable<string> beyond) =>
        _writer.Row([.. cells.Select(c => SheetValue.Of(c.Text, flagged: c.Wrong)), SheetValue.Of(reason), .. beyond.Select(t => SheetValue.Of(t))]);

    public void Dispose() => _writer.Dispose();
}
