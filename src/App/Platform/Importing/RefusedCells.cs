using System.Text.Json;
using Muster.Platform.Acts;
using Muster.Platform.Sealing;
using Muster.Platform.Storage;

namespace Muster.Platform.Importing;

/// <summary>
/// Refused rows of tables as they came: they may name people and telephones nobody stored, and a report stands in its job and on the trail, where nothing
/// is ever changed. So they are in it only sealed, under a key of their upload that is destroyed after <see cref="EraseRefusedRows.KeptFor"/>.
/// </summary>
internal static class RefusedCells
{
    private const string Field = "table_report.sealed";

    public static TableReport Seal(TableReport report, Guid upload, byte[] secret, Sealer sealer) => report with
    {
        SealedFor = upload,
        Sealed = sealer.Seal(secret, upload, Field, JsonSerializer.Serialize(report.Refusals.Select(r => r.Cells), Desk.Json)),
        Refusals = [.. report.Refusals.Select(r => r with { Cells = [] })],
    };

    /// <returns>A row each, in the order of <see cref="TableReport.Refusals"/>; null once they were erased.</returns>
    public static async Task<IReadOnlyList<string[]>?> Open(TableReport report, Sql sql, Sealer sealer, CancellationToken stop) =>
        report is { Sealed: { } value, SealedFor: { } upload } && sealer.Open(await DataKeys.Find(sql, DataKeys.Import, upload, stop), upload, Field, value) is { } text
            ? JsonSerializer.Deserialize<string[][]>(text, Desk.Json) : null;
}

/// <summary>Makes the key that the refused rows of a rehearsal are sealed under: the rehearsal itself is taken back, and its key with it.</summary>
internal sealed record KeepRefusedRows(Guid Upload, Permission May) : Act<Guid>
{
    protected internal override Permission Needs => May;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        await DataKeys.Of(work, DataKeys.Import, Upload, stop);
        work.About("file", Upload);
        return Upload;
    }
}
