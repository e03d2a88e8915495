using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using NpgsqlTypes;

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

    private static long Prepared<T>(Store store, IEntityType entity, Column[] columns, IEnumerable<T> records,
        Action<long>? progress, CancellationToken stop)
    {
        using var command = store.Sql.Command($"insert into {entity.GetTableName()} ({string.Join(',', columns.Select(c => c.Name))}) "
            + $"values ({string.Join(',', columns.Select(c => "@" + c.Name))})", columns.Select(c => ("@" + c.Name, (object?)null)).ToArray());
        command.Prepare();
        long count = 0;
        foreach (var record in records)
        {
            for (var i = 0; i < columns.Length; i++) command.Parameters[i].Value = columns[i].Read(record!) ?? DBNull.Value;
            command.ExecuteNonQuery();
            if (++count % RowsBetweenReports == 0) { stop.ThrowIfCancellationRequested(); progress?.Invoke(count); }
        }
        progress?.Invoke(count);
        return count;
    }

    private sealed class Column(IProperty property)
    {
        private readonly System.Reflection.PropertyInfo _property = property.PropertyInfo!;
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
            var value = _property.GetValue(record);
            return value is null || _convert is null ? value : _convert(value);
        }
    }
}
