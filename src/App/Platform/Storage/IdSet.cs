using System.Text.Json;

namespace Muster.Platform.Storage;

/// <summary>A set of ids as one parameter: an array on PostgreSQL, a JSON list of hex on SQLite, which has no arrays.</summary>
public static class IdSet
{
    public static string In(Sql sql, string column, string parameter) =>
        sql.Pick($"{column} in (select unhex(value) from json_each({parameter}))", $"{column} = any({parameter})");

    public static object Of(Sql sql, IEnumerable<Guid>? ids) => sql.Engine == Engine.Postgres
        ? (ids ?? []).ToArray()
        : JsonSerializer.Serialize((ids ?? []).Select(id => System.Convert.ToHexString(Convert.ToBytes(id))));
}
