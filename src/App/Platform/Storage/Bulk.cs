using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using NpgsqlTypes;
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
        var columns = entity.GetProperties().Where(p => p.ValueGenerated != ValueGenerated.OnAdd || p.IsPrimaryKey() && p.ClrType == typeof(Guid))
            .Select(p => new Column(p)).ToArray();
        return store.Engine == Engine.Postgres
            ? await Copy(store, entity, columns, records, progress, stop)
            : Prepared(store, entity, columns, records, progress, stop);
    }

    private static async Task<long> Copy<T>(Store store, IEntityType entity, Column[] columns, IEnumerable<T> records,
        Action<long>? progress, CancellationToken stop)
    {
        var connection = (NpgsqlConnection)store.Database.GetDbConnection();
        var names = string.Join(',', columns.Select(c => c.Name));
        await using var copy = await connection.BeginBinaryImportAsync($"copy {entity.GetTableName()} ({names}) from stdin (format binary)", stop);
        copy.Timeout = TimeSpan.FromMinutes(10);
        long count = 0;
        foreach (var record in records)
        {
            copy.StartRow();
            foreach (var column in columns)
            {
                var value = column.Read(record!);
                if (value is null) copy.WriteNull();
                else copy.Write(value, column.Postgres);
            }
            if (++count % RowsBetweenReports == 0) { stop.ThrowIfCancellationRequested(); progress?.Invoke(count); }
        }
        await copy.CompleteAsync(stop);
        progress?.Invoke(count);
        return count;
    }

    // Straight to SQLite's own statement: the ADO layer looks every parameter up by name again for every row, which costs three times the insert.
    private static long Prepared<T>(Store store, IEntityType entity, Column[] columns, IEnumerable<T> records,
        Action<long>? progress, CancellationToken stop)
    {
        var handle = ((SqliteConnection)store.Database.GetDbConnection()).Handle!;
        Check(handle, raw.sqlite3_prepare_v2(handle, $"insert into {entity.GetTableName()} ({string.Join(',', columns.Select(c => c.Name))}) "
            + $"values ({string.Join(',', columns.Select(_ => "?"))})", out var statement));
        using var _ = statement;
        long count = 0;
        foreach (var record in records)
        {
            for (var i = 0; i < columns.Length; i++) Bind(statement, i + 1, columns[i].Read(record!));
            var result = raw.sqlite3_step(statement);
            if (result != raw.SQLITE_DONE) Check(handle, result);
            Check(handle, raw.sqlite3_reset(statement));
            if (++count % RowsBetweenReports == 0) { stop.ThrowIfCancellationRequested(); progress?.Invoke(count); }
        }
        progress?.Invoke(count);
        return count;
    }

    private static void Bind(sqlite3_stmt statement, int at, object? value)
    {
        switch (value)
        {
            case null: raw.sqlite3_bind_null(statement, at); break;
            case string text: raw.sqlite3_bind_text(statement, at, text); break;
            case byte[] bytes: raw.sqlite3_bind_blob(statement, at, bytes); break;
            case int number: raw.sqlite3_bind_int(statement, at, number); break;
            case long number: raw.sqlite3_bind_int64(statement, at, number); break;
            case bool yes: raw.sqlite3_bind_int(statement, at, yes ? 1 : 0); break;
            case double number: raw.sqlite3_bind_double(statement, at, number); break;
            case short number: raw.sqlite3_bind_int(statement, at, number); break;
            case DateOnly day: raw.sqlite3_bind_text(statement, at, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            default: throw new NotSupportedException($"SQLite has no form for a {value.GetType().Name}; give the property a conversion.");
        }
    }

    private static void Check(sqlite3 handle, int result)
    {
        if (result != raw.SQLITE_OK)
            throw new SqliteException($"SQLite Error {result}: '{raw.sqlite3_errmsg(handle).utf8_to_string()}'.", result & 0xff, raw.sqlite3_extended_errcode(handle));
    }

    private sealed class Column(IProperty property)
    {
        private readonly IClrPropertyGetter _getter = property.GetGetter();
        private readonly Func<object?, object?>? _convert = property.GetTypeMapping().Converter?.ConvertToProvider;

        public string Name { get; } = property.GetColumnName();

        public NpgsqlDbType Postgres { get; } = property.GetRelationalTypeMapping().StoreType switch
        {
            "uuid" => NpgsqlDbType.Uuid,
            "timestamp with time zone" => NpgsqlDbType.TimestampTz,
            "text" => NpgsqlDbType.Text,
            "integer" => NpgsqlDbType.Integer,
            "bigint" => NpgsqlDbType.Bigint,
            "smallint" => NpgsqlDbType.Smallint,
            "boolean" => NpgsqlDbType.Boolean,
            "double precision" => NpgsqlDbType.Double,
            "bytea" => NpgsqlDbType.Bytea,
            "date" => NpgsqlDbType.Date,
            _ => NpgsqlDbType.Unknown,
        };

        public object? Read(object record)
        {
            var value = _getter.GetClrValue(record);
            return value is null || _convert is null ? value : _convert(value);
        }
    }
}
