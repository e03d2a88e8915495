using Muster.Platform.Storage;
using Muster.Rosters.Attending;
using Muster.Rosters.Handover;
using Muster.Rosters.Opening;

namespace Muster.Rosters.Alarms;

/// <summary>What is due at a moment, each in one statement over all areas.</summary>
internal sealed class AlarmWatch(Sql sql, DateTimeOffset now)
{
    /// <summary>A turn that is wrong, and nobody was told.</summary>
    internal sealed record Wrong(Guid ShiftId, Guid EmergencyId, Guid AreaId, Guid PostId, Guid? PersonId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Note = "");

    /// <summary>The last stage that has come for the turn <c>s</c>.</summary>
    private static readonly string DueSql = "case " + string.Concat(AlarmRules.Stages.Reverse().Select(ahead => $"when s.starts_at <= @in{ahead} then {ahead} ")) + "end";

    private (string, object?)[] Moments => [("@now", now), .. AlarmRules.Stages.Select(ahead => ($"@in{ahead}", (object?)now.AddMinutes(ahead)))];

    /// <summary>Turns that nobody has and that begin within a day or are under way. One that was answered for stays silent until its next stage.</summary>
    public Task<List<Wrong>> Gaps(CancellationToken stop) => sql.List($"""
        select s.id, s.emergency_id, s.area_id, s.post_id, s.person_id, s.starts_at, s.ends_at from shift s join emergency e on e.id = s.emergency_id
        where s.state = 'Published' and s.person_id is null and s.starts_at <= @in{AlarmRules.Stages[0]} and s.starts_at > @from and s.ends_at > @now and e.closed_at is null
          and not exists (select 1 from alarm x where x.shift_id = s.id and x.kind = 'Gap' and (x.closed_at is null or (x.outcome = 'Answered' and x.ahead <= {DueSql})))
        order by s.starts_at, s.id
        """, Read, stop, [.. Moments, ("@from", now - AlarmRules.LongestTurn)]);

    /// <summary>Turns whose person has not come ten minutes after the start: of those that began after a moment and were not over at another.</summary>
    public Task<List<Wrong>> Missed(DateTimeOffset begunAfter, DateTimeOffset endedAfter, CancellationToken stop) => sql.List("""
        select s.id, s.emergency_id, s.area_id, s.post_id, s.person_id, s.starts_at, s.ends_at from shift s join emergency e on e.id = s.emergency_id
        where s.state = 'Published' and s.person_id is not null and s.starts_at > @begun and s.starts_at <= @late and s.ends_at > @ended and e.kind = 'Urgent' and e.closed_at is null
          and not exists (select 1 from attendance t where t.shift_id = s.id and t.person_id = s.person_id and t.kind = 'In' and t.state = 'Accepted')
          and not exists (select 1 from alarm x where x.shift_id = s.id and x.kind = 'NoShow' and (x.closed_at is null or (x.person_id = s.person_id and x.outcome in ('Answered', 'Over'))))
          and not exists (select 1 from shift_change c where c.shift_id = s.id and c.to_person_id = s.person_id and c.at > @late)
        order by s.starts_at, s.id
        """, Read, stop, ("@begun", begunAfter), ("@late", now - CheckInRules.Grace), ("@ended", endedAfter));

    /// <summary>Posts that were left before their relief came, and where nobody is yet.</summary>
    public Task<List<Wrong>> Alone(CancellationToken stop) => sql.List($"""
        select s.id, s.emergency_id, s.area_id, s.post_id, s.person_id, s.ends_at, {ReliefSql.LastEnd("s")}, d.reason from departure d join shift s on s.id = d.shift_id join emergency e on e.id = s.emergency_id
        where d.at > @from and s.state = 'Published' and s.person_id is not null and e.closed_at is null and {ReliefSql.LastEnd("s")} > @now and not {ReliefSql.There("s")}
          and not exists (select 1 from alarm x where x.shift_id = s.id and x.kind = 'LeftAlone')
        order by d.at, d.id
        """, row => Read(row) with { Note = row.Text(7) }, stop, ("@from", now - AlarmRules.LongestTurn), ("@now", now), ReliefSql.Overlap(sql));

    /// <summary>Posts that nobody opened though something must be there first, where somebody came to a turn ten minutes ago: one turn of each. Answered for, it is silent until the next relief.</summary>
    public async Task<List<Wrong>> Unopened(DateTimeOffset begunAfter, DateTimeOffset endedAfter, CancellationToken stop) => [.. (await sql.List($"""
        select s.id, s.emergency_id, s.area_id, s.post_id, null, s.starts_at, s.ends_at from shift s join emergency e on e.id = s.emergency_id join post p on p.id = s.post_id
        where s.state = 'Published' and s.person_id is not null and s.starts_at > @begun and s.starts_at <= @late and s.ends_at > @ended and s.ends_at > @now and e.kind = 'Urgent' and e.closed_at is null and {OpeningBook.Unopened}
          and exists (select 1 from attendance t where t.shift_id = s.id and t.kind = 'In' and t.state = 'Accepted')
          and not exists (select 1 from alarm x where x.post_id = s.post_id and x.kind = 'Unopened' and (x.closed_at is null or (x.outcome = 'Answered' and x.starts_at >= s.starts_at)))
        order by s.starts_at, s.id
        """, Read, stop, ("@begun", begunAfter), ("@late", now - CheckInRules.Grace), ("@ended", endedAfter), ("@now", now))).DistinctBy(w => w.PostId)];

    /// <summary>Open alarms that what happened since has answered, or whose time is over.</summary>
    public Task<List<(Guid Id, AlarmOutcome Outcome)>> Answered(Guid? shift, CancellationToken stop) => sql.List($"""
        select id, outcome from (select x.id, case
          when x.kind = 'Gap' and s.person_id is not null then 'Filled'
          when x.kind = 'NoShow' and exists (select 1 from attendance t where t.shift_id = x.shift_id and t.person_id = x.person_id and t.kind = 'In' and t.state = 'Accepted') then 'Came'
          when x.kind = 'NoShow' and (s.person_id is null or s.person_id <> x.person_id) then 'Replaced'
          when x.kind = 'LeftAlone' and {ReliefSql.There("s")} then 'Came'
          when x.kind = 'Unopened' and exists (select 1 from post_opening o where o.post_id = x.post_id and o.closed_at is null) then 'Opened'
          when s.state <> 'Published' or e.closed_at is not null then 'Cancelled'
          when x.ends_at <= @now then 'Over' end as outcome
          from alarm x join shift s on s.id = x.shift_id join emergency e on e.id = x.emergency_id where x.closed_at is null {(shift is null ? "" : "and x.shift_id = @shift")}) settled
        where outcome is not null
        """, row => (row.Guid(0), row.Enum<AlarmOutcome>(1)), stop, [("@now", now), ReliefSql.Overlap(sql), .. shift is { } one ? [("@shift", (object?)one)] : Array.Empty<(string, object?)>()]);

    /// <summary>Open gaps whose turn came nearer by a stage, whether taken or not.</summary>
    public Task<List<Guid>> Nearer(CancellationToken stop) => sql.List($"select s.id from alarm s where s.closed_at is null and s.kind = 'Gap' and {DueSql} < s.ahead", row => row.Guid(0), stop, Moments);

    /// <summary>Alarms that nobody took in time.</summary>
    public Task<List<Guid>> Untaken(CancellationToken stop) => sql.List("select x.id from alarm x where x.climbs_at <= @now", row => row.Guid(0), stop, ("@now", now));

    private static Wrong Read(Row row) => new(row.Guid(0), row.Guid(1), row.Guid(2), row.Guid(3), row.GuidOrNull(4), row.Instant(5), row.Instant(6));
}
