using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Sealing;
using Muster.Platform.Storage;

namespace Muster.Platform.Importing;

/// <summary>Where refused rows lie with their contents.</summary>
public interface IHoldRefusedRows
{
    /// <summary>Some of imports made until <paramref name="before"/> still have their contents.</summary>
    Task<bool> AnyDue(Sql sql, DateTimeOffset before, CancellationToken stop);

    /// <returns>How many rows lost their contents.</returns>
    Task<int> Erase(Sql sql, DateTimeOffset before, CancellationToken stop);
}

/// <summary>
/// Erases the contents of refused rows after <see cref="KeptFor"/>: they hold names, ID numbers and telephones of people whom nobody stored.
/// Where a row stood and why it was refused stays. Files that were sent and never imported go as well. Done by the clock; doing it again
/// erases what has become due since.
/// </summary>
public sealed record EraseRefusedRows : Act<int>
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    protected internal override Permission Needs => Permission.RunInstallation;

    /// <summary>Does it where anything is due; without, nothing goes on the audit trail.</summary>
    public static async Task WhenDue(IServiceProvider services, CancellationToken stop)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await using (var store = await services.GetRequiredService<Stores>().Open(stop))
        {
            var due = await store.Sql.Number("select count(*) from kept_file where content_type = @upload and keep_until <= @now", stop, ("upload", Uploads.ContentType), ("now", now)) > 0;
            foreach (var holder in services.GetServices<IHoldRefusedRows>()) due = due || await holder.AnyDue(store.Sql, now - KeptFor, stop);
            if (!due) return;
        }
        await services.GetRequiredService<Desk>().Do(new EraseRefusedRows(), WriteId.New(), Actor.System("clock"), stop);
    }

    /// <exception cref="Refused">Told instead of a spreadsheet without contents.</exception>
    public static Refused Gone => new("refused-rows-erased", $"退回的行已于 {KeptFor.Days} 天后清除，只留下位置和原因。请从原表中找到这些行。",
        $"The contents of the refused rows were erased after {KeptFor.Days} days; where they stood and why is kept. Find them in the spreadsheet they came in.");

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        var erased = 0;
        foreach (var holder in work.Of<IEnumerable<IHoldRefusedRows>>()) erased += await holder.Erase(work.Sql, work.Now - KeptFor, stop);
        await Uploads.DropOld(work, stop);
        work.Note("rows", erased);
        return erased;
    }
}

/// <summary>Imports of tables keep their refused rows in the results of their jobs, and on the trail, where only their key can be taken away.</summary>
internal sealed class RefusedRowsOfTables : IHoldRefusedRows
{
    private const string Due = "from job_run where ended_at <= @before and result like '%\"sealed\":\"%' and kind like 'Import%'";

    public async Task<bool> AnyDue(Sql sql, DateTimeOffset before, CancellationToken stop) => await sql.Number($"select count(*) {Due}", stop, ("before", before)) > 0;

    public async Task<int> Erase(Sql sql, DateTimeOffset before, CancellationToken stop)
    {
        var erased = 0;
        foreach (var (id, result) in await sql.List($"select id, result {Due}", row => (row.Guid(0), row.Text(1)), stop, ("before", before)))
        {
            var report = JsonSerializer.Deserialize<TableReport>(result, Desk.Json)!;
            erased += report.Refused;
            await sql.Run("update job_run set result = @result where id = @id", stop, ("result", JsonSerializer.Serialize(report with { Sealed = null }, Desk.Json)), ("id", id));
            await DataKeys.Destroy(sql, DataKeys.Import, report.SealedFor!.Value, before + EraseRefusedRows.KeptFor, stop);
        }
        return erased;
    }
}
