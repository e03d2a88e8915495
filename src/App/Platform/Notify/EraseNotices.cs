using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Platform.Notify;

/// <summary>Erases notices after <see cref="KeptFor"/>, read or not: what they tell stands in the records they are about. Done by the clock.</summary>
public sealed record EraseNotices : Act<int>
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    protected internal override Permission Needs => Permission.RunInstallation;

    /// <summary>Does it where anything is due; without, nothing goes on the audit trail.</summary>
    public static async Task WhenDue(IServiceProvider services, CancellationToken stop)
    {
        var before = services.GetRequiredService<TimeProvider>().GetUtcNow() - KeptFor;
        await using (var store = await services.GetRequiredService<Stores>().Open(stop))
            if (await store.Sql.Number("select count(*) from (select 1 from notice where made_at <= @before limit 1) n", stop, ("@before", before)) == 0) return;
        await services.GetRequiredService<Desk>().Do(new EraseNotices(), WriteId.New(), Actor.System("clock"), stop);
    }

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        var erased = await work.Sql.Run("delete from notice where made_at <= @before", stop, ("@before", work.Now - KeptFor));
        work.Note("notices", erased);
        return erased;
    }
}
