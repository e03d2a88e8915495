using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.People.Exporting;

/// <summary>Reads of requests for lists with numbers in full.</summary>
public sealed class ExportQueries(Stores stores, TimeProvider clock)
{
    private const int DaysShown = 30;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Those of the last month, newest first.</summary>
    public async Task<IReadOnlyList<PeopleExportAsked>> Latest(CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var since = Now.AddDays(-DaysShown);
        return await store.Set<PeopleExportAsked>().AsNoTracking().Where(e => e.AskedAt >= since).OrderByDescending(e => e.AskedAt).Take(TableAsk.SizeMax).ToListAsync(stop);
    }

    public async Task<PeopleExportAsked?> Find(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Set<PeopleExportAsked>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, stop);
    }

    public static PeopleFilter FilterOf(PeopleExportAsked asked) => JsonSerializer.Deserialize<PeopleFilter>(asked.Filter, Desk.Json)!;

    /// <summary>Who else could approve: the names of other accounts that hold an organiser's role now.</summary>
    public async Task<IReadOnlyList<string>> OthersWhoMay(string askedBy, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("""
            select distinct a.display_name from account a join role_grant g on g.account_id = a.id
            where g.role = @role and g.starts_at <= @now and (g.ends_at is null or g.ends_at > @now) and a.ended_at is null and a.name <> @asker order by 1 limit 20
            """, row => row.Text(0), stop, ("@role", Role.Organiser), ("@now", Now), ("@asker", askedBy));
    }
}
