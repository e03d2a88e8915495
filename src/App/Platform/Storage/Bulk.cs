using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using SQLitePCL;

namespace Muster.Platform.Storage;

/// <summary>
/// Inserts many records of one mapped type: COPY on PostgreSQL, one prepared insert on SQLite. Columns, conversions and order come
/// from the EF model, so a bulk path cannot forget a column. Runs in the store's current transaction; returns the rows written.
/// </summary>
public static class Bulk
{
    private const int RowsBetweenReports = 4096;

    public static async Task<long> Insert<T>(this Store store, IEnumerable<T> records, CancellationToken stop,
        Action<long>? progress = null) where T : class
    {
        var entity = store.Model.FindEntityType(typeof(T))
            ?? throw new InvalidOperationException($"{typeof(T).Name} is not mapped.");
        var columns = Kept<T>.Columns.GetValue(entity, static of => [.. of.GetProperties().Where(p => p.ValueGenerated != ValueGenerated.OnAdd || p.IsPrimaryKey() && p.ClrType == typeof(Guid)).Select(BulkColumn<T>.Of)]);
        return store.Engine == Engine.Postgres
            ? await Copy(store, entity, columns, records, progress, stop)
            : Prepared(store, entity, columns, records, progress, stop);
    }

    /// <summary>Found out once a model: small batches come a hundred times a second.</summary>
    private static class Kept<T> where T : class
    {
        public static readonly ConditionalWeakTable<IEntityType, BulkColumn<T>[]> Columns = [];
    }

    private static async Task<long> Copy<T>(Store store, IEntityType entity, BulkColumn<T>[] columns, IEnumerable<T> records,
        Action<long>? progress, CancellationToken stop) where T : class
    {
        var connection = (NpgsqlConnection)store.Database.GetDbConnection();
        var names = string.Join(',', columns.Select(c => c.Name));
        await using var copy = await connection.BeginBinaryImportAsync($"copy {entity.GetTableName()} ({names}) from stdin (format binary)", stop);
        copy.Timeout = TimeSpan.FromMinutes(10);
        long count = 0;
        foreach (var record in records)
        {
            copy.StartRow();
            foreach (var column in columns) column.Write(copy, record);
            if (++count % RowsBetweenReports == 0) { stop.ThrowIfCancellationRequested(); progress?.Invoke(count); }
        }
        await copy.CompleteAsync(stop);
        progress?.Invoke(count);
        return count;
    }

    // Straight to SQLite's own statement: the ADO layer looks every parameter up by name again for every row, which costs three times the insert.
    private static long Prepared<T>(Store store, IEntityType entity, BulkColumn<T>[] columns, IEnumerable<T> records,
        Action<long>? progress, CancellationToken stop) where T : class
    {
        var handle = ((SqliteConnection)store.Database.GetDbConnection()).Handle!;
        Check(handle, raw.sqlite3_prepare_v2(handle, $"insert into {entity.GetTableName()} ({string.Join(',', columns.Select(c => c.Name))}) "
            + $"values ({string.Join(',', columns.Select(_ => "?"))})", out var statement));
        using var _ = statement;
        long count = 0;
        foreach (var record in records)
        {
            for (var i = 0; i < columns.Length; i++) columns[i].Bind(statement, i + 1, record);
            var result = raw.sqlite3_step(statement);
            if (result != raw.SQLITE_DONE) Check(handle, result);
            Check(handle, raw.sqlite3_reset(statement));
            if (++count % RowsBetweenReports == 0) { stop.ThrowIfCancellationRequested(); progress?.Invoke(count); }
        }
        progress?.Invoke(count);
        return count;
    }

    private static void Check(sqlite3 handle, int result)
    {
        if (result != raw.SQLITE_OK)
            throw new SqliteException($"SQLite Error {result}: '{raw.sqlite3_errmsg(handle).utf8_to_string()}'.", result & 0xff, raw.sqlite3_extended_errcode(handle));
    }
}
