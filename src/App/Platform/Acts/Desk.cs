using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Access;
using Muster.Platform.Audit;
using Muster.Platform.Reading;
using Muster.Platform.Storage;
using Npgsql;

namespace Muster.Platform.Acts;

/// <summary>
/// Where every act is done: who may, one transaction, the audit entry in it, and the write id that makes a repeat harmless.
/// Returning means the commit is on disk.
/// </summary>
public sealed partial class Desk(Stores stores, Trail trail, TimeProvider clock, IServiceProvider services)
{
    /// <summary>The code of the refusal that asks to show again who one is.</summary>
    public const string ProofOld = "proof-old";

    private const int TriesMost = 5;

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = 16,
    };

    /// <exception cref="Refused">The actor may not, a rule is broken, or the write id was used for something else. Nothing was saved.</exception>
    public Task<T> Do<T>(Act<T> act, WriteId writeId, Actor actor, CancellationToken stop = default) where T : notnull =>
        Permitted(act, actor, known => Carry(known, writeId, actor, stop), stop);

    /// <summary>
    /// A drill: does an act as it would be done, with all who listen, lets what it made be looked at inside its transaction, and takes all of it back.
    /// Nothing stays but the entry on the trail that it was rehearsed.
    /// </summary>
    /// <exception cref="Refused">As <see cref="Do"/> would refuse it.</exception>
    public async Task<TSeen> Rehearse<T, TSeen>(Act<T> act, Actor actor, Func<Work, T, Task<TSeen>> look, CancellationToken stop = default) where T : notnull
    {
        var (seen, rehearsed) = await Permitted(act, actor, async known =>
        {
            await using var store = await stores.Open(stop);
            await using var transaction = await store.Database.BeginTransactionAsync(stop);
            var work = new Work(store, actor, Truncate(clock.GetUtcNow()), services);
            var made = await look(work, await Run(known, work, stop));
            await transaction.RollbackAsync(stop);
            return (made, AuditEntry.Rehearsal(act.GetType().Name, work));
        }, stop);
        await Record(rehearsed, stop);
        return seen;
    }

    private async Task<TAnswer> Permitted<T, TAnswer>(Act<T> act, Actor actor, Func<Act<T>, Task<TAnswer>> run, CancellationToken stop) where T : notnull
    {
        try
        {
            var known = await Known(act, actor, stop);
            if (act.IsSensitive && actor.Standing is { } standing && clock.GetUtcNow() - standing.ProvedAt > Access.Standing.ProofLasts)
                throw new Refused(ProofOld, "这一步之前请再确认一次是您本人，10 分钟内有效；已填的内容保留。", "Show once more that it is you; that holds for 10 minutes. What you typed is kept.");
            // What an act reads besides the records it was given, such as counts of all that is above, is not narrowed.
            using var everything = Reach.Enter(null);
            try
            {
                return await Alone(() => run((Act<T>)known.Act), stop);
            }
            catch (Refused refused) when (known.Hidden.Count > 0)
            {
                throw new Refused([.. refused.Rules.Select(known.AsAsked)]);
            }
        }
        catch (Refused refused)
        {
            await Record(AuditEntry.Refusal(act.GetType().Name, actor, Truncate(clock.GetUtcNow()), refused.Rules), stop);
            throw;
        }
    }

    /// <summary>The act as its actor may do it: unchanged, or with the ids that lie outside the actor's part made unknown.</summary>
    private async Task<KnownIds> Known<T>(Act<T> act, Actor actor, CancellationToken stop) where T : notnull
    {
        if (actor.May(act.Needs)) return KnownIds.All(act);
        if (act.InPart && actor.Standing is { } standing && standing.MaySomewhere(act.Needs)
            && await KnownIds.Of(act, Reach.Of(standing, act.Needs)!, stores, stop) is { } known) return known;
        if (act.InPart && actor.Standing?.MaySomewhere(act.Needs) == true) throw new Refused("not-allowed", "这件事您只能在自己的属地内做：请选属地。", "You may do this within your own area only: choose an area.");
        throw new Refused("not-allowed", $"您没有权限：{act.Needs}。", $"You may not do this: it needs {act.Needs}.");
    }

    /// <summary>Puts something on the trail that changes nothing else: a refusal before any act, such as a wrong password.</summary>
    public Task Record(AuditEntry entry, CancellationToken stop) => Alone(async () =>
    {
        await using var store = await stores.Open(stop);
        await using var transaction = await store.Database.BeginTransactionAsync(stop);
        var link = await trail.Append(store, [entry], stop);
        await transaction.CommitAsync(stop);
        trail.Committed(link);
        return true;
    }, stop);

    private async Task<T> Carry<T>(Act<T> act, WriteId writeId, Actor actor, CancellationToken stop) where T : notnull
    {
        var hash = Chain.OfContent(trail.Key, act.GetType().Name, JsonSerializer.SerializeToUtf8Bytes(act, act.GetType(), Json));
        await using var store = await stores.Open(stop);
        await using var transaction = await store.Database.BeginTransactionAsync(stop);
        if (await Earlier(store, writeId, hash, stop) is { } earlier) return JsonSerializer.Deserialize<T>(earlier, Json)!;
        var work = new Work(store, actor, Truncate(clock.GetUtcNow()), services);
        var outcome = await Run(act, work, stop);
        store.ChangeTracker.Clear();
        var link = await trail.Append(store, [AuditEntry.Of(act.GetType().Name, work, writeId, hash, JsonSerializer.Serialize(outcome, Json))], stop);
        await transaction.CommitAsync(stop);
        trail.Committed(link);
        return outcome;
    }

    /// <summary>The act itself, those who listen, and whom it told.</summary>
    private async Task<T> Run<T>(Act<T> act, Work work, CancellationToken stop) where T : notnull
    {
        try
        {
            // An act may save on the way, when later SQL must see it; a late save is noticed there as well.
            var outcome = await act.Do(work, stop);
            await Tell(work, stop);
            await work.Store.SaveChangesAsync(stop);
            if (work.Notices.Count > 0) await work.Store.Insert(work.Notices, stop);
            return outcome;
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new Refused("stale", "别人刚刚改过这条记录，您的修改未保存。请对照后再存。",
                "Somebody changed this record meanwhile; yours was not saved. Compare, then save again.");
        }
    }

    /// <summary>On SQLite one writer at a time; PostgreSQL orders its own, and ends one of those that wait for each other: nothing of it is kept, and it begins again.</summary>
    private async Task<T> Alone<T>(Func<Task<T>> write, CancellationToken stop)
    {
        if (stores.Database.Engine != Engine.Sqlite)
        {
            for (var tries = 1; ; tries++)
            {
                try
                {
                    return await write();
                }
                catch (Exception ended) when (tries < TriesMost && (ended as PostgresException ?? ended.InnerException as PostgresException)?.SqlState == PostgresErrorCodes.DeadlockDetected)
                {
                    stop.ThrowIfCancellationRequested();
                }
            }
        }

        await stores.Database.Writer.WaitAsync(stop);
        try
        {
            return await write();
        }
        finally
        {
            stores.Database.Writer.Release();
        }
    }

    private static async Task<string?> Earlier(Store store, WriteId writeId, byte[] hash, CancellationToken stop)
    {
        var entry = await store.Set<AuditEntry>().AsNoTracking().FirstOrDefaultAsync(e => e.WriteId == writeId.Value, stop);
        if (entry is null) return null;
        if (!entry.ContentHash.AsSpan().SequenceEqual(hash))
            throw new Refused("write-id-reused", "同一写入编号已用于另一内容，本次未保存。",
                "This write id was already used for something else; nothing was saved.");
        return entry.Outcome;
    }

    private async Task Tell(Work work, CancellationToken stop)
    {
        for (var i = 0; i < work.Events.Count; i++)
        {
            var happened = work.Events[i];
            var listener = typeof(IListen<>).MakeGenericType(happened.GetType());
            foreach (var one in services.GetServices(listener))
                await (Task)listener.GetMethod(nameof(IListen<object>.When))!.Invoke(one, [happened, work, stop])!;
        }
    }

    internal static DateTimeOffset Truncate(DateTimeOffset at) => Storage.Convert.FromMicros(Storage.Convert.ToMicros(at));
}
