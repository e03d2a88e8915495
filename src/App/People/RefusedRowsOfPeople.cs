using Muster.Platform.Importing;
using Muster.Platform.Sealing;
using Muster.Platform.Storage;

namespace Muster.People;

/// <summary>Imports of people, which may refuse a million rows, keep them in a table of their own.</summary>
internal sealed class RefusedRowsOfPeople : IHoldRefusedRows
{
    private const string Due = "sealed_cells is not null and import_id in (select id from people_import where at <= @before)";

    public async Task<bool> AnyDue(Sql sql, DateTimeOffset before, CancellationToken stop) =>
        await sql.Number($"select count(*) from (select 1 from people_import_refusal where {Due} limit 1) due", stop, ("@before", before)) > 0;

    /// <summary>The import's key goes with them, so that older copies of the store say nothing either.</summary>
    public async Task<int> Erase(Sql sql, DateTimeOffset before, CancellationToken stop)
    {
        await sql.Run("update data_key set secret = null, destroyed_at = @now where kind = @kind and destroyed_at is null and subject_id in (select id from people_import where at <= @before)", stop,
            ("@before", before), ("@now", before + EraseRefusedRows.KeptFor), ("@kind", DataKeys.Import));
        return await sql.Run($"update people_import_refusal set sealed_cells = null where {Due}", stop, ("@before", before));
    }
}
