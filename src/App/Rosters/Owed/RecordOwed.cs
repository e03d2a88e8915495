using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Notify;
using Muster.Platform.Storage;
using Muster.Rosters.Attending;

namespace Muster.Rosters.Owed;

/// <summary>What a run found.</summary>
/// <param name="Cleared">There was a check-in after all: it lay on a phone.</param>
public sealed record OwedRecorded(int Missed, int MadeUp, int Cleared);

/// <summary>
/// Records turns that were missed without leave, and settles those that were made up. Done by the clock. A turn is missed when it ended hours ago, nobody
/// checked in to it, and others did where it was: a place that does not check in says nothing about anybody.
/// </summary>
public sealed record RecordOwed : Act<OwedRecorded>
{
    /// <summary>So long after the end of a turn it is looked at, and so far back.</summary>
    public static readonly TimeSpan After = CheckInRules.LateMax, Back = TimeSpan.FromDays(3);

    public static readonly NoticeKind Told = new("duty-owed", "owed.notice");

    private const string Missed = """
        from shift s join emergency e on e.id = s.emergency_id where s.state = 'Published' and s.person_id is not null and e.kind = 'Urgent' and e.closed_at is null
          and s.starts_at > @far and s.ends_at > @from and s.ends_at <= @to
          and not exists (select 1 from owed_duty o where o.shift_id = s.id)
          and not exists (select 1 from attendance t where t.shift_id = s.id and t.person_id = s.person_id and t.kind = 'In' and t.state <> 'Dismissed')
          and not exists (select 1 from leave l where l.person_id = s.person_id and l.state = 'Granted' and l.starts_on <= s.day and l.ends_on > s.day)
          and exists (select 1 from attendance u where u.area_id = s.area_id and u.kind = 'In' and u.state = 'Accepted' and u.device_at > s.starts_at - @early and u.device_at < s.ends_at)
        """;

    private static readonly string Late = Came("shift_id", "<> 'Dismissed'"), Served = Came("by_shift_id", "= 'Accepted'");

    protected internal override Permission Needs => Permission.RunInstallation;

    /// <summary>Does it where there is anything; without, nothing goes on the trail.</summary>
    public static async Task WhenDue(IServiceProvider services, CancellationToken stop)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await using (var store = await services.GetRequiredService<Stores>().Open(stop))
            if (await store.Sql.Number($"select (select count(*) from (select 1 {Missed} limit 1) m) + (select count(*) from owed_duty where state = 'Owed' and ({Late} or {Served}))", stop, Times(store.Sql, now)) == 0) return;
        await services.GetRequiredService<Desk>().Do(new RecordOwed(), WriteId.New(), Actor.System("clock"), stop);
    }

    protected internal override async Task<OwedRecorded> Do(Work work, CancellationToken stop)
    {
        var values = Times(work.Sql, work.Now);
        var cleared = await work.Sql.Run($"update owed_duty set state = 'Cleared', by_shift_id = null, settled_at = @now, settled_by = @by, version = version + 1 where state = 'Owed' and {Late}", stop, [.. values, ("@by", work.Actor.Name)]);
        var made = await work.Sql.List($"update owed_duty set state = 'MadeUp', settled_at = @now, settled_by = @by, version = version + 1 where state = 'Owed' and {Served} returning person_id", row => row.Guid(0), stop, [.. values, ("@by", work.Actor.Name)]);
        // The turn went to somebody else by a loss: it makes nothing up.
        await work.Sql.Run("update owed_duty set by_shift_id = null, version = version + 1 where state = 'Owed' and by_shift_id is not null and not exists (select 1 from shift s where s.id = owed_duty.by_shift_id and s.person_id = owed_duty.person_id)", stop);
        var missed = await work.Sql.List($"select s.id, s.person_id, s.emergency_id, s.area_id, s.day {Missed} order by s.ends_at, s.id limit 10000", row => (Shift: row.Guid(0), Person: row.Guid(1), Emergency: row.Guid(2), Area: row.Guid(3), Day: row.Day(4)), stop, values);
        foreach (var turn in missed)
        {
            // A turn that was to make another up and was missed as well: both are owed.
            await work.Sql.Run("update owed_duty set by_shift_id = null, version = version + 1 where by_shift_id = @s and state = 'Owed'", stop, ("@s", turn.Shift));
            work.Store.Add(new OwedDuty { Id = Guid.CreateVersion7(), PersonId = turn.Person, EmergencyId = turn.Emergency, AreaId = turn.Area, ShiftId = turn.Shift, State = OwedState.Owed, RecordedAt = work.Now, Version = 1 });
            work.Tell(Addressee.Person(turn.Person), Told, $"{turn.Day:M月d日} 的班没有您的签到，记一次补课。如有出入，请找属地。", $"You did not check in to your turn of {turn.Day:d MMM}; a turn is owed. If that is wrong, tell the host.", "/field");
        }
        foreach (var person in made) work.Tell(Addressee.Person(person), Told, "补课已完成，谢谢。", "The owed turn is made up. Thank you.", "/field");
        work.Note("missed", missed.Count);
        work.Note("madeUp", made.Count);
        work.Note("cleared", cleared);
        return new OwedRecorded(missed.Count, made.Count, cleared);
    }

    private static string Came(string shift, string state) => $"exists (select 1 from attendance t where t.shift_id = owed_duty.{shift} and t.person_id = owed_duty.person_id and t.kind = 'In' and t.state {state})";

    private static (string, object?)[] Times(Sql sql, DateTimeOffset now) =>
    [
        ("@now", now), ("@to", now - After), ("@from", now - After - Back), ("@far", now - After - Back - TimeSpan.FromDays(1)),
        ("@early", sql.Engine == Engine.Sqlite ? CheckInRules.EarlyMax.Ticks / 10 : CheckInRules.EarlyMax),
    ];
}

/// <summary>Says that a missed turn need not be made up, and why.</summary>
public sealed record WriteOffOwed(Guid OwedId, string Reason) : Act<Guid>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var owed = await work.Store.FindAsync<OwedDuty>([OwedId], stop) ?? throw new Refused("owed-unknown", "没有这次补课。", "There is no such owed turn.", "OwedId");
        if (owed.State != OwedState.Owed) throw new Refused("owed-settled", "这次补课已经了结。", "This owed turn is settled already.", "OwedId");
        if (string.IsNullOrWhiteSpace(Reason) || Reason.Length > 200) throw new Refused("reason-missing", "免补要写明原因，不超过 200 个字。", "Give a reason of at most 200 characters.", "Reason");
        (owed.State, owed.ByShiftId, owed.SettledAt, owed.SettledBy, owed.Reason, owed.Version) = (OwedState.WrittenOff, null, work.Now, work.Actor.Name, Reason.Trim(), owed.Version + 1);
        work.Tell(Addressee.Person(owed.PersonId), RecordOwed.Told, $"一次补课已免：{Reason.Trim()}", $"An owed turn is written off: {Reason.Trim()}", "/field");
        work.About("owed-duty", owed.Id);
        return owed.Id;
    }
}
