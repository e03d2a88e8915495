using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.People;

/// <summary>
/// Erases the contents of refused rows after <see cref="KeptFor"/>: they hold names, ID numbers and telephones of people whom nobody stored.
/// Where a row stood and why it was refused stays. Done by the clock; doing it again erases what has become due since.
/// </summary>
public sealed record EraseRefusedRows : Act<int>
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    private const string Due = "cells <> '[]' and import_id in (select id from people_import where at <= @before)";

    protected internal override Permission Needs => Permission.RunInstallation;

    /// <summary>Does it where anything is due; without, nothing goes on the audit trail.</summary>
    public static async Task WhenDue(Stores stores, Desk desk, TimeProvider clock, CancellationToken stop)
    {
        await using (var store = await stores.Open(stop))
            if (await store.Sql.Number($"select count(*) from (select 1 from people_import_refusal where {Due} limit 1) due", stop, ("@before", clock.GetUtcNow() - KeptFor)) == 0) return;
        await desk.Do(new EraseRefusedRows(), WriteId.New(), Actor.System("clock"), stop);
    }

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        var erased = await work.Sql.Run($"update people_import_refusal set cells = '[]' where {Due}", stop, ("@before", work.Now - KeptFor));
        work.Note("rows", erased);
        return erased;
    }
}
