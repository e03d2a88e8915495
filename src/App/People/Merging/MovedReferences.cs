using Muster.People.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.People.Merging;

/// <summary>What moved from one record to the other when they were merged: ids by table and column.</summary>
internal sealed class MovedReferences
{
    /// <summary>Stands where something ended by the merge says why.</summary>
    public const string Reason = "两条记录合并为一人 / two records became one";

    private static (string, object?)[] Values(Work work, Guid kept, Guid gone) => [("@kept", kept), ("@gone", gone), ("@now", work.Now), ("@reason", Reason), ("@actor", work.Actor.Name)];

    /// <summary>Moves everything that may move and ends the rest. Counts of both stand on the trail.</summary>
    public static async Task<Dictionary<string, List<Guid>>> Move(Work work, Guid kept, Guid gone, CancellationToken stop)
    {
        var (sql, values, ended) = (work.Sql, Values(work, kept, gone), 0);
        var moved = new Dictionary<string, List<Guid>>(StringComparer.Ordinal);
        await work.Store.SaveChangesAsync(stop);
        foreach (var reference in work.Of<IEnumerable<PersonReference>>().Where(r => !r.Stays))
        {
            if (reference.First.Length > 0) ended += await sql.Run(reference.First, stop, values);
            var theirs = $"t.{reference.Column} = @gone" + (reference.Unless.Length > 0 ? $" and not ({reference.Unless})" : "");
            var keys = await sql.List($"select distinct t.{reference.Key} from {reference.Table} t where {theirs}", row => row.Guid(0), stop, values);
            if (keys.Count > 0)
            {
                var update = $"update {reference.Table} as t set {reference.Column} = @kept where {theirs}";
                await sql.Run(update, stop, values);
                moved[$"{reference.Table}.{reference.Column}"] = keys;
            }
            if (reference.Ends.Length > 0) ended += await sql.Run(reference.Ends, stop, values);
        }
        work.Note("moved", moved.ToDictionary(m => m.Key, m => m.Value.Count));
        if (ended > 0) work.Note("endedByMerge", ended);
        return moved;
    }

    /// <summary>Gives back what had moved and is still the kept one's.</summary>
    public static async Task GiveBack(Work work, Guid kept, Guid gone, IReadOnlyDictionary<string, List<Guid>> moved, CancellationToken stop)
    {
        await work.Store.SaveChangesAsync(stop);
        var back = 0;
        foreach (var reference in work.Of<IEnumerable<PersonReference>>())
            if (moved.TryGetValue($"{reference.Table}.{reference.Column}", out var keys))
                back += await work.Sql.Run($"update {reference.Table} set {reference.Column} = @gone where {reference.Column} = @kept and {IdSet.In(work.Sql, reference.Key, "@keys")}", stop,
                    ("@kept", kept), ("@gone", gone), ("@keys", IdSet.Of(work.Sql, keys)));
        work.Note("movedBack", back);
    }
}
