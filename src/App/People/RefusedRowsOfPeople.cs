using Muster.Platform.Importing;
using Muster.Platform.Storage;

namespace Muster.People;

/// <summary>Imports of people, which may refuse a million rows, keep them in a table of their own.</summary>
internal sealed class RefusedRowsOfPeople : IHoldRefusedRows
{
    private const string Due = "cells <> '[]' and import_id in (select id from people_import where at <= @before)";

    public async Task<bool> AnyDue(Sql sql, DateTimeOffset before, CancellationToken stop) =>
        await sql.Number($"select count(*) from (select 1 from people_import_refusal where {Due} limit 1) due", stop, ("@before", before)) > 0;

    public Task<int> Erase(Sql sql, DateTimeOffset before, CancellationToken stop) =>
        sql.Run($"update people_import_refusal set cells = '[]' where {Due}", stop, ("@before", before));
}
