using System.Text.Json;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Platform.Notify;

/// <summary>Marks notices of one's own as read: those named, or all. Answers how many were unread until now; others' are not touched.</summary>
public sealed record ReadNotices(IReadOnlyList<Guid>? Ids) : Act<int>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        if (work.Actor.Id is not { } account) throw new Refused("inbox-without-account", "没有账号就没有收件箱。", "Without an account there is no inbox.");
        work.About("account", account);
        var among = Ids is null ? "" : " and n.id in " + work.Sql.Pick("(select unhex(value) from json_each(@ids))", "(select unnest(@ids))");
        object? ids = work.Sql.Engine == Engine.Sqlite ? JsonSerializer.Serialize((Ids ?? []).Select(id => System.Convert.ToHexString(Storage.Convert.ToBytes(id)))) : Ids;
        var read = await work.Sql.Run($"update notice set read_at = @now where id in (select n.id from notice n where {InboxQueries.Own} and n.read_at is null{among})", stop,
            [("@now", work.Now), ("@account", account), .. Ids is null ? Array.Empty<(string, object?)>() : [("@ids", ids)]]);
        work.Note("read", read);
        return read;
    }
}
