using Muster.Platform.Storage;

namespace Muster.People;

/// <summary>
/// A million names in random order into ten indexes is mostly waiting for pages; making the indexes anew from the finished table is a sort.
/// So a large import on SQLite drops them and makes them again, inside its transaction: readers see neither. PostgreSQL would have to
/// shut readers out for it and keeps them.
/// </summary>
internal sealed class IndexPause(Sql sql)
{
    private const long RowsMin = 100_000;

    private List<string>? _dropped;

    public async Task Expect(long rows, CancellationToken stop)
    {
        if (_dropped is not null || sql.Engine != Engine.Sqlite || rows < RowsMin) return;
        if (await sql.Number("select count(*) from person", stop) > 2 * rows)
        {
            _dropped = [];
            return;
        }
        var indexes = await sql.List("select name, sql from sqlite_master where type = 'index' and tbl_name in ('person', 'person_identity') and sql is not null",
            row => (Name: row.Text(0), Sql: row.Text(1)), stop);
        foreach (var index in indexes) await sql.Run($"drop index {index.Name}", stop);
        _dropped = indexes.ConvertAll(index => index.Sql);
    }

    public async Task End(CancellationToken stop)
    {
        // The reader is done, so its processor may help to sort.
        if (_dropped is { Count: > 0 }) await sql.Run("pragma threads = 2", stop);
        foreach (var index in _dropped ?? [])
        {
            stop.ThrowIfCancellationRequested();
            await sql.Run(index, stop);
        }
    }
}
