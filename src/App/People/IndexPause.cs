using Muster.Platform.Storage;
using Npgsql;

namespace Muster.People;

/// <summary>
/// A million names in random order into ten indexes is mostly waiting for pages; making the indexes anew from the finished tables is a sort.
/// So a large import drops them and makes them again, inside its transaction. On SQLite readers notice nothing. PostgreSQL shuts them out of
/// the people meanwhile, so there it is done only where the store has next to nobody yet, and only if nobody is reading just then.
/// </summary>
internal sealed class IndexPause(Sql sql)
{
    private const long RowsMin = 100_000;

    private const string Tables = "'person', 'person_identity', 'agency_membership', 'person_skill', 'person_limit', 'person_review'";

    private List<string>? _dropped;

    public async Task Expect(long rows, CancellationToken stop)
    {
        if (_dropped is not null || rows < RowsMin) return;
        _dropped = [];
        var people = await sql.Number("select count(*) from person", stop);
        if (sql.Engine == Engine.Sqlite && people <= 2 * rows) await Drop(stop);
        if (sql.Engine == Engine.Postgres && people <= rows / 20 && await Alone(stop)) await DropPostgres(stop);
    }

    public async Task End(CancellationToken stop)
    {
        if (_dropped is not { Count: > 0 } dropped) return;
        // The reader is done, so its processor may help to sort: SQLite sorts on further threads only what it spills in pieces to a file,
        // PostgreSQL only what does not fit into memory otherwise.
        await sql.Run(sql.Pick("pragma temp_store = file; pragma threads = 2; pragma cache_size = -16384",
            "set local maintenance_work_mem = '256MB'; set local max_parallel_maintenance_workers = 1"), stop);
        try
        {
            foreach (var made in dropped)
            {
                stop.ThrowIfCancellationRequested();
                await sql.Run(made, stop);
            }
        }
        finally
        {
            if (sql.Engine == Engine.Sqlite) await sql.Run($"pragma threads = 0; {Database.SqliteMemory}", CancellationToken.None);
        }
    }

    private async Task Drop(CancellationToken stop)
    {
        var indexes = await sql.List($"select name, sql from sqlite_master where type = 'index' and tbl_name in ({Tables}) and sql is not null",
            row => (Name: row.Text(0), Sql: row.Text(1)), stop);
        foreach (var index in indexes) await sql.Run($"drop index {index.Name}", stop);
        _dropped = indexes.ConvertAll(index => index.Sql);
    }

    /// <summary>Foreign keys that lead to a person go as well: checked one by one they cost as much as the rows, checked together nearly nothing.</summary>
    private async Task DropPostgres(CancellationToken stop)
    {
        var keys = await sql.List($"""
            select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
            where contype = 'f' and confrelid = 'person'::regclass and conrelid in (select c.oid from pg_class c where c.relname in ({Tables}))
            """, row => (Table: row.Text(0), Name: row.Text(1), Sql: row.Text(2)), stop);
        var indexes = await sql.List($"""
            select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index
            where not indisprimary and indrelid in (select c.oid from pg_class c where c.relname in ({Tables}))
              and not exists (select 1 from pg_constraint where conindid = indexrelid)
            """, row => (Name: row.Text(0), Sql: row.Text(1)), stop);
        foreach (var key in keys) await sql.Run($"alter table {key.Table} drop constraint {key.Name}", stop);
        foreach (var index in indexes) await sql.Run($"drop index {index.Name}", stop);
        _dropped = [.. indexes.Select(index => index.Sql), .. keys.Select(key => $"alter table {key.Table} add constraint {key.Name} {key.Sql}")];
    }

    /// <summary>Takes the tables for this transaction alone; false when somebody has them now.</summary>
    private async Task<bool> Alone(CancellationToken stop)
    {
        await sql.Run("savepoint alone", stop);
        try
        {
            await sql.Run($"set local lock_timeout = '2s'; lock table {Tables.Replace("'", "", StringComparison.Ordinal)} in access exclusive mode; set local lock_timeout = 0", stop);
            return true;
        }
        catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await sql.Run("rollback to savepoint alone", stop);
            return false;
        }
    }
}
