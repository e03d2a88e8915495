using System.Text.Json;
using Muster.Platform.Acts;
using Muster.Platform.Importing;
using Muster.Platform.Sealing;
using Muster.Platform.Storage;

namespace Muster.People;

/// <summary>An import as pages and verbs show it.</summary>
public sealed record ImportView(Guid Id, string FileName, string Mapping, long Rows, long Stored, long Updated, long Unchanged, long Refused,
    DateTimeOffset At, string Actor, long NewAgencies, IReadOnlyDictionary<ReviewKind, long> OpenReviews, IReadOnlyList<OddCells> Odd);

/// <summary>A refused row with its cells.</summary>
public sealed record RefusedRow(string Sheet, int Row, string Cell, string Code, string Zh, string En, IReadOnlyList<string> Cells);

/// <summary>Reads of imports.</summary>
public sealed class ImportQueries(Stores stores, TimeProvider clock, Sealer sealer)
{
    private const string Select = "select id, file_name, mapping, rows, stored, updated, unchanged, refused, at, actor, odd from people_import";

    /// <summary>The contents of its refused rows are gone, or go with the clock's next turn.</summary>
    public bool IsErased(ImportView import) => import.At + EraseRefusedRows.KeptFor <= clock.GetUtcNow();

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<ImportView>> Latest(int take = 20, CancellationToken stop = default)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List($"{Select} order by at desc, id desc limit @take", Read, stop, ("@take", take));
    }

    public async Task<ImportView?> Find(Guid id, CancellationToken stop = default)
    {
        await using var store = await stores.Open(stop);
        var import = await store.Sql.First($"{Select} where id = @id", Read, stop, ("@id", id));
        if (import is null) return null;
        var agencies = await store.Sql.Number("select count(*) from agency where source = @source", stop, ("@source", Agencies.AgencyQueries.ImportSource(id)));
        var reviews = await store.Sql.List("select kind, count(*) from person_review where created_at = @at and settled_at is null group by kind",
            row => (row.Enum<ReviewKind>(0), row.Long(1)), stop, ("@at", import.At));
        return import with { NewAgencies = agencies, OpenReviews = reviews.ToDictionary(r => r.Item1, r => r.Item2) };
    }

    /// <summary>Refused rows in the order of the file, page by page, without their cells.</summary>
    public async Task<IReadOnlyList<RefusedRow>> Refused(Guid id, string afterSheet = "", int afterRow = 0, int take = 100, CancellationToken stop = default)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("""
            select sheet, row, cell, code, zh, en from people_import_refusal where import_id = @id and (sheet, row) > (@sheet, @row) order by sheet, row limit @take
            """, row => ReadRefused(row, []), stop, ("@id", id), ("@sheet", afterSheet), ("@row", afterRow), ("@take", take));
    }

    /// <summary>All refused rows with their cells, streamed.</summary>
    public async IAsyncEnumerable<RefusedRow> AllRefused(Guid id, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop = default)
    {
        await using var store = await stores.Open(stop);
        var secret = await DataKeys.Find(store.Sql, DataKeys.Import, id, stop);
        await foreach (var row in store.Sql.Rows("select sheet, row, cell, code, zh, en, sealed_cells from people_import_refusal where import_id = @id order by sheet, row",
                           row => ReadRefused(row, sealer.Open(secret, id, PeopleImportRefusal.Field(row.Int(1)), row.BytesOrNull(6)) is { } cells ? JsonSerializer.Deserialize<string[]>(cells, Desk.Json)! : []), stop, ("@id", id))) yield return row;
    }

    private static ImportView Read(Row row) => new(row.Guid(0), row.Text(1), row.Text(2), row.Long(3), row.Long(4), row.Long(5), row.Long(6), row.Long(7),
        row.Instant(8), row.Text(9), 0, new Dictionary<ReviewKind, long>(), JsonSerializer.Deserialize<OddCells[]>(row.Text(10), Desk.Json)!);

    private static RefusedRow ReadRefused(Row row, IReadOnlyList<string> cells) => new(row.Text(0), row.Int(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5), cells);
}
