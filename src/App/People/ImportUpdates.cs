using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.People;

/// <summary>The updates of an import: one prepared statement per row on SQLite, whole columns at once on PostgreSQL.</summary>
internal static class ImportUpdates
{
    public static Task People(Work work, List<PersonContent> changed, CancellationToken stop) => Run(work.Sql, "person", "id", changed,
    [
        new("agency_id", "uuid", c => c.AgencyId), new("origin", "text", c => c.Origin.ToString()), new("sex", "text", c => c.Sex?.ToString()),
        new("birth_year", "integer", c => c.BirthYear), new("political_status", "text", c => c.PoliticalStatus),
        new("party_member", "boolean", c => PoliticalStatus.IsPartyMember(c.PoliticalStatus)), new("job_title", "text", c => c.JobTitle),
        new("grade", "integer", c => c.Grade), new("grade_name", "text", c => c.GradeName), new("home_area_id", "uuid", c => c.HomeAreaId),
        new("home_text", "text", c => c.HomeText), new("team", "text", c => c.Team), new("note", "text", c => c.Note), new("ended_at", "timestamptz", c => c.EndedAt),
        new("changed_at", "timestamptz", _ => work.Now), new("row_hash", "bigint", c => unchecked((long)c.RowHash)),
    ], "version = version + 1", stop);

    public static async Task Identities(Work work, List<PersonContent> changed, CancellationToken stop)
    {
        var (sql, sealer) = (work.Sql, work.Of<Identities>());
        var records = changed.ToDictionary(c => c.Id, sealer.Of);
        foreach (var content in changed)
            await sql.Run("insert into person_identity (person_id) values (@id) on conflict do nothing", stop, ("@id", content.Id));
        await Run(sql, "person_identity", "person_id", changed,
        [
            new("data_key", "bytea", c => records[c.Id].DataKey), new("sealed_id_number", "bytea", c => records[c.Id].SealedIdNumber), new("id_hash", "bytea", c => c.IdHash),
            new("sealed_phone", "bytea", c => records[c.Id].SealedPhone), new("phone_hash", "bytea", c => c.PhoneHash),
        ], null, stop);
    }

    /// <summary>Closes the open memberships of those who moved; one that began this instant is taken back instead.</summary>
    public static async Task Leave(Work work, List<PersonContent> moved, CancellationToken stop)
    {
        foreach (var content in moved)
        {
            await work.Sql.Run("delete from agency_membership where person_id = @id and ends_at is null and starts_at >= @now", stop, ("@id", content.Id), ("@now", work.Now));
            await work.Sql.Run("update agency_membership set ends_at = @now where person_id = @id and ends_at is null", stop, ("@id", content.Id), ("@now", work.Now));
        }
    }

    private sealed record Column(string Name, string Type, Func<PersonContent, object?> Value);

    private static async Task Run(Sql sql, string table, string key, List<PersonContent> rows, Column[] columns, string? also, CancellationToken stop)
    {
        if (rows.Count == 0) return;
        if (sql.Engine == Engine.Postgres)
        {
            var sets = string.Join(", ", columns.Select(c => $"{c.Name} = v.{c.Name}")) + (also is null ? "" : ", " + also);
            var arrays = string.Join(", ", columns.Select(c => $"@{c.Name}::{c.Type}[]"));
            var values = columns.Select(c => ("@" + c.Name, (object?)Array(c, rows))).Append(("@ids", rows.Select(r => r.Id).ToArray())).ToArray();
            await sql.Run($"update {table} t set {sets} from unnest(@ids::uuid[], {arrays}) as v(key, {string.Join(", ", columns.Select(c => c.Name))}) where t.{key} = v.key",
                stop, values);
            return;
        }
        await using var command = sql.Command(
            $"update {table} set {string.Join(", ", columns.Select(c => $"{c.Name} = @{c.Name}"))}{(also is null ? "" : ", " + also)} where {key} = @key",
            [.. columns.Select(c => ("@" + c.Name, (object?)null)), ("@key", null)]);
        command.Prepare();
        foreach (var row in rows)
        {
            stop.ThrowIfCancellationRequested();
            for (var i = 0; i < columns.Length; i++) command.Parameters[i].Value = Kept(columns[i].Value(row));
            command.Parameters[columns.Length].Value = Storage(row.Id);
            await command.ExecuteNonQueryAsync(stop);
        }
    }

    private static object Kept(object? value) => value switch
    {
        null => DBNull.Value,
        Guid id => Storage(id),
        DateTimeOffset at => Platform.Storage.Convert.ToMicros(at),
        _ => value,
    };

    private static byte[] Storage(Guid id) => Platform.Storage.Convert.ToBytes(id);

    private static Array Array(Column column, List<PersonContent> rows) => column.Type switch
    {
        "uuid" => rows.Select(r => (Guid?)column.Value(r)).ToArray(),
        "integer" => rows.Select(r => (int?)column.Value(r)).ToArray(),
        "bigint" => rows.Select(r => (long?)column.Value(r)).ToArray(),
        "boolean" => rows.Select(r => (bool)column.Value(r)!).ToArray(),
        "timestamptz" => rows.Select(r => ((DateTimeOffset?)column.Value(r))?.UtcDateTime).ToArray(),
        "bytea" => rows.Select(r => (byte[]?)column.Value(r)).ToArray(),
        _ => rows.Select(r => (string?)column.Value(r)).ToArray(),
    };
}
