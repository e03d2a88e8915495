using System.Text.Json;
using Muster.Platform.Access;
using Muster.Platform.Audit;
using Muster.Platform.Storage;

namespace Muster.Platform.Acts;

/// <summary>One of many acts of a kind that are done in one transaction.</summary>
public sealed record Asked<TAct>(TAct Act, WriteId WriteId, Actor Actor) where TAct : class;

/// <summary>What became of it: its outcome, or the rules it breaks. One that is refused leaves its neighbours alone.</summary>
/// <param name="SubjectId">The record that the audit entry is about.</param>
/// <param name="Notes">What the entry says besides; never personal values.</param>
public sealed record Answered<T>(T? Outcome, IReadOnlyList<Broken> Broken, Guid? SubjectId = null, object? Notes = null) where T : class
{
    public static Answered<T> No(params Broken[] broken) => new(null, broken);
}

/// <summary>Judges acts and inserts what they save, in the transaction of the store; answers in their order.</summary>
public delegate Task<IReadOnlyList<Answered<T>>> JudgeAll<TAct, T>(Store store, DateTimeOffset now, IReadOnlyList<Asked<TAct>> asked, CancellationToken stop) where TAct : class where T : class;

public sealed partial class Desk
{
    private static readonly Broken Reused = new("write-id-reused", "同一写入编号已用于另一内容，本次未保存。", "This write id was already used for something else; nothing was saved.");

    /// <summary>
    /// Many small acts of different people in one transaction: an audit entry each, refusals too, and one link for all of them. An id that was used
    /// before, or twice here, answers what it answered, or is refused for another content. Returning means the commit is on disk.
    /// </summary>
    /// <param name="subject">What kind of record each is about.</param>
    /// <exception cref="System.Data.Common.DbException">One of them cannot be saved, and therefore none was.</exception>
    public Task<IReadOnlyList<Answered<T>>> DoTogether<TAct, T>(Permission needs, string subject, IReadOnlyList<Asked<TAct>> asked, JudgeAll<TAct, T> judge, CancellationToken stop)
        where TAct : class where T : class => Alone(async () =>
    {
        using var everything = Reach.Enter(null);
        await using var store = await stores.Open(stop);
        await using var transaction = await store.Database.BeginTransactionAsync(stop);
        var now = Truncate(clock.GetUtcNow());
        var answers = new Answered<T>[asked.Count];
        var hashes = new byte[asked.Count][];
        var earlier = await Earlier(store.Sql, asked.Select(a => a.WriteId.Value), stop);
        var (fresh, firsts, repeats) = (new List<int>(asked.Count), new Dictionary<Guid, int>(asked.Count), new List<int>());
        for (var i = 0; i < asked.Count; i++)
        {
            var (act, id, actor) = asked[i];
            hashes[i] = Chain.OfContent(trail.Key, typeof(TAct).Name, JsonSerializer.SerializeToUtf8Bytes(act, Json));
            if (earlier.TryGetValue(id.Value, out var before)) answers[i] = Same(before.Hash, hashes[i]) ? new Answered<T>(JsonSerializer.Deserialize<T>(before.Outcome, Json), []) : Answered<T>.No(Reused);
            else if (!(actor.Standing?.MaySomewhere(needs) ?? actor.May(needs))) answers[i] = Answered<T>.No(new Broken("not-allowed", $"您没有权限：{needs}。", $"You may not do this: it needs {needs}."));
            else if (firsts.TryAdd(id.Value, i)) fresh.Add(i);
            else repeats.Add(i);
        }
        var judged = fresh.Count == 0 ? [] : await judge(store, now, [.. fresh.Select(i => asked[i])], stop);
        for (var i = 0; i < fresh.Count; i++) answers[fresh[i]] = judged[i];
        foreach (var i in repeats) answers[i] = Same(hashes[firsts[asked[i].WriteId.Value]], hashes[i]) ? answers[firsts[asked[i].WriteId.Value]] : Answered<T>.No(Reused);

        var done = fresh.ToHashSet();
        var entries = new List<AuditEntry>(asked.Count);
        for (var i = 0; i < asked.Count; i++)
        {
            if (answers[i].Outcome is null) entries.Add(AuditEntry.Refusal(typeof(TAct).Name, asked[i].Actor, now, answers[i].Broken));
            else if (done.Contains(i)) entries.Add(AuditEntry.Of(typeof(TAct).Name, asked[i].Actor, now, subject, answers[i].SubjectId, asked[i].WriteId, hashes[i], answers[i].Notes, JsonSerializer.Serialize(answers[i].Outcome, Json)));
        }
        if (entries.Count == 0) return (IReadOnlyList<Answered<T>>)answers;
        var link = await trail.Append(store, entries, stop);
        await transaction.CommitAsync(stop);
        trail.Committed(link);
        return answers;
    }, stop);

    private static bool Same(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);

    private static async Task<Dictionary<Guid, (byte[] Hash, string Outcome)>> Earlier(Sql sql, IEnumerable<Guid> ids, CancellationToken stop)
    {
        var found = new Dictionary<Guid, (byte[], string)>();
        var (among, values) = sql.Among("@ids", ids);
        await foreach (var (id, hash, outcome) in sql.Rows($"select write_id, content_hash, outcome from audit_entry where write_id in ({among})", row => (row.Guid(0), row.Bytes(1), row.Text(2)), stop, values))
            found[id] = (hash, outcome);
        return found;
    }
}
