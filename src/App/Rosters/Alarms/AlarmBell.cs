using Muster.Platform.Acts;
using Muster.Platform.Notify;
using Muster.Platform.Storage;
using Muster.Rosters.Patterns;

namespace Muster.Rosters.Alarms;

/// <summary>Tells owners of alarms: one sentence to each, however many rang for them at once.</summary>
internal sealed class AlarmBell(Work work)
{
    public static readonly NoticeKind Rang = new("alarm", "alarms.notice", Loud: true), TurnMissed = new("turn-missed", "alarms.notice.missed", Loud: true);

    private const int Named = 3;
    private readonly List<Alarm> _rang = [], _missed = [];

    public void Ring(Alarm alarm) => _rang.Add(alarm);

    /// <summary>Who did not come is told as well: maybe only the check-in was forgotten.</summary>
    public void Miss(Alarm alarm) => _missed.Add(alarm);

    public async Task Tell(CancellationToken stop)
    {
        if (_rang.Count == 0 && _missed.Count == 0) return;
        var places = await Places(stop);
        foreach (var own in _rang.Where(a => a.OwnerId is not null).GroupBy(a => a.OwnerId!.Value)) Tell(Addressee.Person(own.Key), [.. own], places);
        var orphans = _rang.Where(a => a.OwnerId is null).ToList();
        if (orphans.Count > 0)
            foreach (var (account, path) in await Organisers(stop))
                if (orphans.Where(a => places[a.PostId].Path.StartsWith(path, StringComparison.Ordinal)).ToList() is { Count: > 0 } below) Tell(Addressee.Account(account), below, places);
        foreach (var alarm in _missed)
        {
            var at = alarm.StartsAt.ToOffset(WorkDays.Zone);
            work.Tell(Addressee.Person(alarm.PersonId!.Value), TurnMissed, $"您 {at:HH:mm} 在{places[alarm.PostId].Post}的班已开始，还没有签到。到了请签到；来不了请马上告诉带班人。",
                $"Your turn at {places[alarm.PostId].Post} began at {at:HH:mm} and you have not checked in. If you are there, check in; if you cannot come, say so at once.", "/field");
        }
    }

    private void Tell(Addressee to, List<Alarm> alarms, Dictionary<Guid, (string Post, string Area, string Path)> places)
    {
        var named = alarms.OrderBy(a => a.StartsAt).Take(Named).Select(a => Words(a, places[a.PostId])).ToList();
        var (zh, en) = (string.Join("；", named.Select(n => n.Zh)), string.Join("; ", named.Select(n => n.En)));
        if (alarms is [var one]) work.Tell(to, Rang, $"{zh}。请马上处理。", $"{en}. Please act now.", $"/alarms/{one.Id}");
        else work.Tell(to, Rang, $"{alarms.Count} 个班次告警：{zh}{(alarms.Count > Named ? "……" : "。")}请马上处理。", $"{alarms.Count} turns ring: {en}{(alarms.Count > Named ? " …" : ".")} Please act now.", "/alarms");
    }

    private static (string Zh, string En) Words(Alarm alarm, (string Post, string Area, string Path) place)
    {
        var at = alarm.StartsAt.ToOffset(WorkDays.Zone);
        var (zh, en) = alarm.Kind switch
        {
            AlarmKind.NoShow => ("的班没有人签到", "nobody checked in to the turn"),
            AlarmKind.Unopened => ("已有人上岗，但岗位没有开岗", "people are on duty, but nobody opened the post"),
            AlarmKind.LeftAlone => ("的班没有人接，上一班已离岗", "the turn was left before its relief came"),
            _ => ("的班没有人", "nobody has the turn"),
        };
        return ($"{place.Area}{place.Post} {at:M月d日 HH:mm} {zh}", $"{place.Area} {place.Post}, {at:d MMM HH:mm}: {en}");
    }

    private async Task<Dictionary<Guid, (string Post, string Area, string Path)>> Places(CancellationToken stop)
    {
        var (among, values) = work.Sql.Among("@posts", _rang.Concat(_missed).Select(a => a.PostId).Distinct());
        return (await work.Sql.List($"select o.id, o.name, a.name, a.path from post o join area a on a.id = o.area_id where o.id in ({among})", row => (row.Guid(0), (row.Text(1), row.Text(2), row.Text(3))), stop, values)).ToDictionary(p => p.Item1, p => p.Item2);
    }

    /// <summary>Accounts of organisers, with the path of what each answers for; empty for everything.</summary>
    private Task<List<(Guid Account, string Path)>> Organisers(CancellationToken stop) => work.Sql.List("""
        select g.account_id, coalesce(a.path, '') from role_grant g left join area a on a.id = g.area_id
        where g.role = 'Organiser' and g.agency_id is null and g.starts_at <= @now and (g.ends_at is null or g.ends_at > @now) order by g.account_id, a.path
        """, row => (row.Guid(0), row.Text(1)), stop, ("@now", work.Now));
}
