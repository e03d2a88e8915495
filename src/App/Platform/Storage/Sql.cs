using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Muster.Platform.Storage;

/// <summary>
/// Hand-written SQL where EF would be slow or unclear. Parameters are written <c>@name</c> and given as (name, value) pairs;
/// values are converted to what the engine keeps. Where the two engines differ in text, use <see cref="Pick"/>.
/// </summary>
public sealed class Sql(Engine engine, DbConnection connection, Reading.NarrowSql? narrow = null)
{
    public Engine Engine => engine;

    /// <summary>Reads a part only (<see cref="Access.Reach"/>): tables are seen through their rules, which have no index of their own to name.</summary>
    public bool IsNarrow => narrow is not null;

    /// <summary>
    /// For a statement about these people alone, some thousand at most, and their agencies: it finds whether each may be read from the person on,
    /// where otherwise everybody who may be read is gathered first. It names them itself in its condition.
    /// </summary>
    public Sql About(IReadOnlyList<Guid> people) => narrow is null ? this : new Sql(engine, connection, narrow.About(people));

    public string Pick(string sqlite, string postgres) => engine == Engine.Sqlite ? sqlite : postgres;

    /// <summary>Runs a statement; returns the number of rows it changed.</summary>
    public async Task<int> Run(string sql, CancellationToken stop, params (string Name, object? Value)[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Streams the rows of a query.</summary>
    public async IAsyncEnumerable<T> Rows<T>(string sql, Func<Row, T> read,
        [EnumeratorCancellation] CancellationToken stop, params (string Name, object? Value)[] values)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var row = new Row(engine, reader);
        while (await reader.ReadAsync(stop)) yield return read(row);
    }

    public async Task<List<T>> List<T>(string sql, Func<Row, T> read, CancellationToken stop, params (string Name, object? Value)[] values)
    {
        var list = new List<T>();
        await foreach (var item in Rows(sql, read, stop, values)) list.Add(item);
        return list;
    }

    /// <summary>The first row, or default where there is none.</summary>
    public async Task<T?> First<T>(string sql, Func<Row, T> read, CancellationToken stop, params (string Name, object? Value)[] values)
    {
        await foreach (var item in Rows(sql, read, stop, values)) return item;
        return default;
    }

    /// <summary>A single number, such as a count; 0 for null.</summary>
    public Task<long> Number(string sql, CancellationToken stop, params (string Name, object? Value)[] values) =>
        First(sql, row => row.IsNull(0) ? 0L : row.Long(0), stop, values);

    /// <summary>What stands in <c>x in (…)</c> for any number of ids, and the parameter it needs.</summary>
    public (string Among, (string Name, object? Value)[] Values) Among(string parameter, IEnumerable<Guid> ids) => engine == Engine.Postgres
        ? ($"select unnest({parameter})", [(parameter, ids.ToArray())])
        : ($"select unhex(value) from json_each({parameter})", [(parameter, "[" + string.Join(',', ids.Select(id => "\"" + System.Convert.ToHexString(Convert.ToBytes(id)) + "\"")) + "]")]);

    public DbCommand Command(string sql, params (string Name, object? Value)[] values)
    {
        var command = connection.CreateCommand();
        var (text, own) = narrow is null ? (sql, []) : narrow.Of(sql);
        command.CommandText = text;
        command.CommandTimeout = 600;
        foreach (var (name, value) in values) Add(command, name, value, engine);
        foreach (var (name, value) in own) Add(command, name, value, engine);
        return command;
    }

    internal static void Add(DbCommand command, string name, object? value, Engine engine)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = Keep(value, engine);
        command.Parameters.Add(parameter);
    }

    private static object Keep(object? value, Engine engine) => value switch
    {
        null => DBNull.Value,
        Enum e => e.ToString(),
        Guid id when engine == Engine.Sqlite => Convert.ToBytes(id),
        DateTimeOffset at when engine == Engine.Sqlite => Convert.ToMicros(at),
        DateTimeOffset at => at.ToUniversalTime(),
        DateOnly day when engine == Engine.Sqlite => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        IEnumerable<Guid> ids when engine == Engine.Postgres => ids.ToArray(),
        _ => value,
    };
}

/// <summary>The current row of a query, read by position.</summary>
public sealed class Row(Engine engine, DbDataReader reader)
{
    public bool IsNull(int i) => reader.IsDBNull(i);

    public string Text(int i) => reader.GetString(i);

    public string? TextOrNull(int i) => reader.IsDBNull(i) ? null : reader.GetString(i);

    /// <summary>Whole numbers of any width; PostgreSQL's numeric sums included.</summary>
    public long Long(int i) => engine == Engine.Sqlite ? reader.GetInt64(i)
        : System.Convert.ToInt64(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture);

    public int Int(int i) => checked((int)Long(i));

    public int? IntOrNull(int i) => reader.IsDBNull(i) ? null : Int(i);

    public double Double(int i) => reader.GetDouble(i);

    public double? DoubleOrNull(int i) => reader.IsDBNull(i) ? null : reader.GetDouble(i);

    public bool Bool(int i) => engine == Engine.Sqlite ? reader.GetInt64(i) != 0 : reader.GetBoolean(i);

    public Guid Guid(int i) => engine == Engine.Sqlite ? Convert.ToGuid((byte[])reader.GetValue(i)) : reader.GetGuid(i);

    public Guid? GuidOrNull(int i) => reader.IsDBNull(i) ? null : Guid(i);

    public byte[] Bytes(int i) => (byte[])reader.GetValue(i);

    public byte[]? BytesOrNull(int i) => reader.IsDBNull(i) ? null : (byte[])reader.GetValue(i);

    public DateTimeOffset Instant(int i) => engine == Engine.Sqlite ? Convert.FromMicros(reader.GetInt64(i))
        : reader.GetFieldValue<DateTimeOffset>(i);

    public DateTimeOffset? InstantOrNull(int i) => reader.IsDBNull(i) ? null : Instant(i);

    public DateOnly Day(int i) => engine == Engine.Sqlite ? DateOnly.ParseExact(reader.GetString(i), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
        : reader.GetFieldValue<DateOnly>(i);

    public T Enum<T>(int i) where T : struct, Enum => System.Enum.Parse<T>(reader.GetString(i));
}
