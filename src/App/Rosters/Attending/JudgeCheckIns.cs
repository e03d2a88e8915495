using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Rosters.Handover;
using Muster.Rosters.Opening;

namespace Muster.Rosters.Attending;

/// <summary>Judges many check-ins at once: reads what all of them are judged by in a few statements, and inserts them.</summary>
public sealed class JudgeCheckIns(CheckInKeys keys)
{
    private static readonly string CallingRoles = string.Join(", ", Enum.GetValues<Role>().Where(r => RoleRules.Permissions(r).Contains(Permission.CallRoll)).Select(r => $"'{r}'"));

    public async Task<IReadOnlyList<Answered<CheckedIn>>> Judge(Store store, DateTimeOffset now, IReadOnlyList<Asked<CheckIn>> asked, CancellationToken stop)
    {
        var sql = store.Sql;
        var accounts = await Owners(sql, asked.Select(a => a.Actor.Id), stop);
        Guid? Own(Asked<CheckIn> a) => a.Actor.Id is { } account && accounts.TryGetValue(account, out var person) ? person : null;
        var devices = await Devices(sql, asked.Select(a => a.Act.Device), stop);
        var people = asked.SelectMany(a => new[] { a.Act.PersonId, Own(a) }).OfType<Guid>().Distinct().ToList();
        var places = await Places(sql, people, stop);
        var shifts = await Shifts(sql, people, asked.Min(a => a.Act.DeviceAt), asked.Max(a => a.Act.DeviceAt), stop);
        var callers = asked.Where(a => a.Act.PersonId is not null).Select(a => a.Actor.Id).ToList();
        var rights = callers.Count == 0 ? Enumerable.Empty<RollRight>().ToLookup(_ => Guid.Empty) : await Rights(sql, callers, stop);
        var posts = await Posts(sql, asked.Select(a => a.Act.PostId), stop);

        var unopened = await OpeningBook.UnopenedOf(sql, asked.Where(a => a.Act.Kind == AttendanceKind.In).Select(a => a.Act.PersonId ?? Own(a)).OfType<Guid>().SelectMany(p => shifts[p]).Select(s => s.PostId), stop);
        var alone = await LeftAlone.Of(sql, [.. asked.Where(a => a.Act.Kind == AttendanceKind.Out).Select(Own).OfType<Guid>().SelectMany(p => shifts[p]).Select(s => s.Id).Distinct()], stop);
        var (answers, records, departures) = (new List<Answered<CheckedIn>>(asked.Count), new List<Attendance>(asked.Count), new List<Departure>());
        foreach (var a in asked)
        {
            var act = a.Act;
            if (act.PostId is { } post && !posts.Contains(post))
            {
                answers.Add(Answered<CheckedIn>.No(new Broken("post-unknown", "没有这个岗位，二维码可能是旧的。", "There is no such post; the code may be an old one.")));
                continue;
            }
            if (act.Device is { } other && devices.TryGetValue(other, out var owner) && owner.Account != a.Actor.Id)
            {
                answers.Add(Answered<CheckedIn>.No(new Broken("device-of-another", "这条签到是用另一个账号做的，请用那个账号登录后再发。", "This check-in was made under another account: sign in with that one to send it.")));
                continue;
            }
            var own = Own(a);
            var device = act.Device is { } id && devices.TryGetValue(id, out var found) && found.Account == a.Actor.Id ? found : default;
            var subject = act.PersonId ?? own ?? Guid.Empty;
            var verdict = CheckInRules.Judge(act, new Ground(own, keys.Holds(a.WriteId.Value, act), device.From == default ? null : device.From, device.Until, keys.CodeHolds(act), [.. places[subject]], [.. shifts[subject]],
                a.Actor.Id is { } caller ? [.. rights[caller]] : [], own is { } self && self != subject ? [.. shifts[self]] : []), now);
            if (verdict.Broken.Count > 0)
            {
                answers.Add(new Answered<CheckedIn>(null, verdict.Broken));
                continue;
            }
            if (act.Kind == AttendanceKind.Out && verdict.ShiftId is { } left && alone.Contains(left) && !records.Exists(r => r.Kind == AttendanceKind.In && r.PostId == verdict.PostId && r.State == AttendanceState.Accepted && r.PersonId != verdict.PersonId))
            {
                if (LeftAlone.Refusal(act, now) is { } refusal)
                {
                    answers.Add(Answered<CheckedIn>.No(refusal));
                    continue;
                }
                departures.Add(new Departure { Id = a.WriteId.Value, ShiftId = left, At = act.DeviceAt, Reason = act.Reason?.Trim() ?? "" });
            }
            var state = verdict.Held is null ? AttendanceState.Accepted : AttendanceState.Held;
            records.Add(new Attendance
            {
                Id = a.WriteId.Value, PersonId = verdict.PersonId, EmergencyId = verdict.EmergencyId, AreaId = verdict.AreaId, PostId = verdict.PostId, ShiftId = verdict.ShiftId, Kind = act.Kind, How = act.How,
                DeviceAt = act.DeviceAt, ServerAt = now, Device = act.Device, AccountId = a.Actor.Id, State = state, Reason = verdict.Held,
            });
            answers.Add(new Answered<CheckedIn>(new CheckedIn(state, verdict.Held, now, verdict.ShiftId, act.Kind == AttendanceKind.In && verdict.PostId is { } stood && unopened.Contains(stood)), [], a.WriteId.Value));
        }
        await store.Insert(records, stop);
        if (departures.Count > 0) await store.Insert(departures, stop);
        return answers;
    }

    private static async Task<Dictionary<Guid, Guid>> Owners(Sql sql, IEnumerable<Guid?> accounts, CancellationToken stop)
    {
        var (among, values) = sql.Among("@ids", accounts.OfType<Guid>().Distinct());
        return (await sql.List($"select id, person_id from account where id in ({among}) and person_id is not null", row => (row.Guid(0), row.Guid(1)), stop, values)).ToDictionary(a => a.Item1, a => a.Item2);
    }

    private static async Task<Dictionary<Guid, (Guid Account, DateTimeOffset From, DateTimeOffset Until)>> Devices(Sql sql, IEnumerable<Guid?> devices, CancellationToken stop)
    {
        var (among, values) = sql.Among("@ids", devices.OfType<Guid>().Distinct());
        return (await sql.List($"select id, account_id, created_at, ends_at, ended_at from signed_in where id in ({among})",
            row => (Id: row.Guid(0), Account: row.Guid(1), From: row.Instant(2), Ends: row.Instant(3), Ended: row.InstantOrNull(4)), stop, values)).ToDictionary(d => d.Id, d => (d.Account, d.From, d.Ended < d.Ends ? d.Ended.Value : d.Ends));
    }

    private static async Task<ILookup<Guid, ServedPlace>> Places(Sql sql, IEnumerable<Guid> people, CancellationToken stop)
    {
        var (among, values) = sql.Among("@ids", people);
        return (await sql.List($"""
            select p.person_id, p.emergency_id, p.area_id, a.path, p.post_id, p.starts_at, p.ends_at, e.opened_at, e.closed_at
            from placement p join emergency e on e.id = p.emergency_id join area a on a.id = p.area_id
            where p.person_id in ({among}) and e.kind = 'Urgent' and (p.ends_at is null or p.ends_at > p.starts_at)
            """, row => (Person: row.Guid(0), Place: new ServedPlace(row.Guid(1), row.Guid(2), row.Text(3), row.GuidOrNull(4), row.Instant(5), row.InstantOrNull(6), row.Instant(7), row.InstantOrNull(8))),
            stop, values)).ToLookup(p => p.Person, p => p.Place);
    }

    private static async Task<ILookup<Guid, OwnShift>> Shifts(Sql sql, IEnumerable<Guid> people, DateTimeOffset first, DateTimeOffset last, CancellationToken stop)
    {
        var (among, values) = sql.Among("@ids", people);
        return (await sql.List($"""
            select s.person_id, s.id, s.emergency_id, s.area_id, a.path, s.post_id, s.starts_at, s.ends_at, s.leads, e.opened_at, e.closed_at
            from shift s join emergency e on e.id = s.emergency_id join area a on a.id = s.area_id
            where s.person_id in ({among}) and s.starts_at > @from and s.starts_at < @to and s.state = 'Published' and e.kind = 'Urgent'
            """, row => (Person: row.Guid(0), Shift: new OwnShift(row.Guid(1), row.Guid(2), row.Guid(3), row.Text(4), row.Guid(5), row.Instant(6), row.Instant(7), row.Bool(8), row.Instant(9), row.InstantOrNull(10))),
            // No turn is longer than a day.
            stop, [.. values, ("@from", first - CheckInRules.LateMax - TimeSpan.FromDays(1)), ("@to", last + CheckInRules.EarlyMax)])).ToLookup(s => s.Person, s => s.Shift);
    }

    private static async Task<ILookup<Guid, RollRight>> Rights(Sql sql, IEnumerable<Guid?> accounts, CancellationToken stop)
    {
        var (among, values) = sql.Among("@ids", accounts.OfType<Guid>().Distinct());
        return (await sql.List($"""
            select g.account_id, coalesce(a.path, ''), g.starts_at, g.ends_at from role_grant g left join area a on a.id = g.area_id
            where g.account_id in ({among}) and g.role in ({CallingRoles}) and g.agency_id is null and (g.area_id is null or a.path is not null)
            """, row => (Account: row.Guid(0), Right: new RollRight(row.Text(1), row.Instant(2), row.InstantOrNull(3))), stop, values)).ToLookup(r => r.Account, r => r.Right);
    }

    private static async Task<HashSet<Guid>> Posts(Sql sql, IEnumerable<Guid?> posts, CancellationToken stop)
    {
        var ids = posts.OfType<Guid>().Distinct().ToList();
        if (ids.Count == 0) return [];
        var (among, values) = sql.Among("@ids", ids);
        return [.. await sql.List($"select id from post where id in ({among})", row => row.Guid(0), stop, values)];
    }
}
