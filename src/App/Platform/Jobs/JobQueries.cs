using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.Platform.Jobs;

/// <summary>Lists of long work, newest first.</summary>
public sealed class JobQueries(Stores stores, JobBoard board)
{
    public async Task<TablePage<JobView>> List(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var wanted = ask.Enum<JobState>("state")?.ToString();
        (string, object?)[] values = wanted is null ? [] : [("@state", wanted)];
        var where = wanted is null ? "1 = 1" : "state = @state";
        var total = await store.Sql.Number($"select count(*) from job_run where {where}", stop, values);
        var keyset = new Keyset(ask, "id", ("-started", "started_at"));
        var ids = await store.Sql.List($"select id, started_at from job_run where {where} {keyset.Sql}",
            row => (Id: row.Guid(0), At: row.Instant(1)), stop, [.. values, .. keyset.Values]);
        var page = keyset.Page(ids, row => row.At, row => row.Id, total);
        var jobs = new List<JobView>(page.Rows.Count);
        foreach (var (id, _) in page.Rows)
            if (await board.Find(id, stop) is { } job) jobs.Add(job);
        return new TablePage<JobView>(jobs, total, page.Previous, page.Next);
    }
}
