using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Platform.Reading;

/// <summary>
/// An act with the ids of its input as its actor knows them. An id of a record outside the actor's part is replaced by one that no record has, so
/// that the act answers, by its own rules, exactly as it does where the record is missing.
/// </summary>
/// <param name="Hidden">Each id that no record has, with the one that was asked for.</param>
internal sealed record KnownIds(object Act, IReadOnlyDictionary<Guid, Guid> Hidden)
{
    /// <summary>Emergencies reach many areas: naming one names no record of one's own.</summary>
    private const string Shared = "emergency";

    public static KnownIds All(object act) => new(act, new Dictionary<Guid, Guid>());

    /// <summary>Null where the act names no record at all besides an emergency: it would be about everything.</summary>
    public static async Task<KnownIds?> Of(object act, Reach reach, Stores stores, CancellationToken stop)
    {
        var json = JsonSerializer.SerializeToNode(act, act.GetType(), Desk.Json)!;
        var ids = new HashSet<Guid>();
        Walk(json, id => { ids.Add(id); return id; });
        var (seen, there) = (await Found(ids, reach, stores, stop), await Found(ids, null, stores, stop));
        if (ids.All(id => there.TryGetValue(id, out var table) && table == Shared)) return null;
        var hidden = there.Keys.Where(id => !seen.ContainsKey(id)).ToDictionary(Unknown, id => id);
        if (hidden.Count == 0) return All(act);
        var unknown = hidden.ToDictionary(pair => pair.Value, pair => pair.Key);
        Walk(json, id => unknown.GetValueOrDefault(id, id));
        return new KnownIds(json.Deserialize(act.GetType(), Desk.Json)!, hidden);
    }

    /// <summary>A broken rule with the ids as they were asked for.</summary>
    public Broken AsAsked(Broken broken)
    {
        var (zh, en) = (broken.Zh, broken.En);
        foreach (var (unknown, asked) in Hidden)
        {
            (zh, en) = (zh.Replace(unknown.ToString(), asked.ToString(), StringComparison.Ordinal), en.Replace(unknown.ToString(), asked.ToString(), StringComparison.Ordinal));
        }
        return broken with { Zh = zh, En = en };
    }

    /// <summary>Always the same for an id, so that a repeated write is the same write.</summary>
    private static Guid Unknown(Guid id) => new(SHA256.HashData([.. "unknown"u8, .. id.ToByteArray()]).AsSpan(0, 16));

    /// <summary>The table of each id that a record of a narrowed table has and that is read within the reach.</summary>
    private static async Task<Dictionary<Guid, string>> Found(HashSet<Guid> ids, Reach? reach, Stores stores, CancellationToken stop)
    {
        var found = new Dictionary<Guid, string>();
        if (ids.Count == 0) return found;
        using var within = Reach.Enter(reach);
        await using var store = await stores.Open(stop);
        var among = store.Sql.Pick("select unhex(value) from json_each(@ids)", "select unnest(@ids)");
        var all = store.Sql.Pick(JsonSerializer.Serialize(ids.Select(id => System.Convert.ToHexString(Storage.Convert.ToBytes(id)))), "");
        var statement = string.Join("\nunion all\n", stores.Rules.ByIdOnly.Select(table => $"select id, '{table}' from {table} where id in ({among})"));
        foreach (var (id, table) in await store.Sql.List(statement, row => (row.Guid(0), row.Text(1)), stop, ("@ids", store.Engine == Engine.Sqlite ? all : ids)))
            found[id] = found.TryGetValue(id, out var before) && before != Shared ? before : table;
        return found;
    }

    private static void Walk(JsonNode node, Func<Guid, Guid> change)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields.ToList())
                    if (Changed(value, change) is { } other) fields[name] = other;
                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                    if (Changed(items[i], change) is { } other) items[i] = other;
                break;
        }
    }

    private static JsonValue? Changed(JsonNode? value, Func<Guid, Guid> change)
    {
        if (value is JsonValue text && text.GetValueKind() == JsonValueKind.String && Guid.TryParse(text.GetValue<string>(), out var id)) return change(id) is var other && other != id ? JsonValue.Create(other) : null;
        if (value is JsonObject or JsonArray) Walk(value, change);
        return null;
    }
}
