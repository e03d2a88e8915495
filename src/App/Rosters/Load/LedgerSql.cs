using Muster.Platform.Storage;
using Muster.Rosters.Patterns;

namespace Muster.Rosters.Load;

/// <summary>
/// The ledger's one statement: everything that people served or will serve, one row a turn. What is over counts as it was checked in and out, within the
/// turn; a standing emergency has no check-in, and counts as rostered. What is ahead counts as published. Check-ins without a turn count as they lie between
/// coming and going. Nothing is kept twice: turns and check-ins are the ledger.
/// </summary>
internal static class LedgerSql
{
    /// <summary>Somebody who came without a turn and said so is not counted as there for longer than this.</summary>
    private const int UnplannedMinutesMax = 16 * 60;

    /// <summary>
    /// Columns: person_id, area_id, emergency_id, roster_id, post_id, shift_id (null: without a turn), day, starts_at, ends_at, is_over, minutes, night, day_off, points, missed, kind.
    /// Give it the parameters of <see cref="Values"/> besides those of the scope.
    /// </summary>
    /// <param name="scope">Condition over <c>s</c>, that has person_id, area_id and emergency_id.</param>
    public static string Turns(Sql sql, string scope)
    {
        var (min, max) = (sql.Pick("min", "least"), sql.Pick("max", "greatest"));
        string Minutes(string from, string to) => sql.Pick($"(({to} - {from}) / 60000000)", $"(extract(epoch from ({to} - {from})) / 60)::integer");
        string Overlap(int window) => $"{max}(0, {min}(from_minute + planned, {window + 480}) - {max}(from_minute, {window}))";
        var minuteOfDay = sql.Pick("((x.starts_at / 60000000 + 480) % 1440)", "(mod(floor(extract(epoch from x.starts_at) / 60)::bigint + 480, 1440))::integer");
        var dayOf = sql.Pick("date(x.starts_at / 1000000 + 28800, 'unixepoch')", "(x.starts_at at time zone 'Asia/Shanghai')::date");
        var weekend = sql.Pick("cast(strftime('%w', t.day) as integer) in (0, 6)", "extract(dow from t.day) in (0, 6)");
        var exposed = string.Join(", ", Hardship.ExposedKinds.Select(k => $"'{k}'"));
        return $"""
            (select u.*, case when u.minutes = 0 then 0 else u.is_night end as night, case when u.minutes = 0 then 0 else u.is_day_off end as day_off, case when u.is_over = 1 and u.minutes = 0 then 1 else 0 end as missed,
              case when u.minutes = 0 then 0 else u.is_night * {Hardship.Night} + u.is_day_off * {Hardship.DayOff} + case when u.planned >= {Hardship.LongMinutes} then {Hardship.LongTurn} else 0 end
                + case when u.kind in ({exposed}) then {Hardship.Exposed} else 0 end end as points
            from (select t.person_id, t.area_id, t.emergency_id, t.roster_id, t.post_id, t.shift_id, t.day, t.starts_at, t.ends_at, t.is_over, t.planned, t.kind,
                case when t.is_over = 0 then t.planned when t.came is null then case when t.checks = 1 then 0 else t.planned end when t.went is null then t.planned
                  else {min}(t.planned, {max}(0, {Minutes("t.came", "t.went")})) end as minutes,
                case when {Overlap(-120)} + {Overlap(1320)} + {Overlap(2760)} >= {RestRules.NightMinutesMin} then 1 else 0 end as is_night,
                case when h.day is null then case when {weekend} then 1 else 0 end when h.is_off then 1 else 0 end as is_day_off
              from (
                select s.person_id, s.area_id, s.emergency_id, s.roster_id, s.post_id, s.id as shift_id, s.day, s.starts_at, s.ends_at, b.from_minute, {Minutes("s.starts_at", "s.ends_at")} as planned, o.kind,
                  case when s.ends_at <= @load_now then 1 else 0 end as is_over, case when e.kind = 'Urgent' then 1 else 0 end as checks,
                  (select min(n.device_at) from attendance n where n.shift_id = s.id and n.kind = 'In' and n.state = 'Accepted') as came,
                  (select max(n.device_at) from attendance n where n.shift_id = s.id and n.kind = 'Out' and n.state = 'Accepted') as went
                from shift s join post_time b on b.id = s.post_time_id join post o on o.id = s.post_id join emergency e on e.id = s.emergency_id
                where s.state = 'Published' and s.person_id is not null and s.starts_at >= @load_from and s.starts_at < @load_to and {scope}
                union all
                select x.person_id, x.area_id, x.emergency_id, null, x.post_id, null, {dayOf}, x.starts_at, x.ends_at, {minuteOfDay}, {Minutes("x.starts_at", "x.ends_at")}, coalesce(o.kind, ''), 1, 1, x.starts_at, x.ends_at
                from (select s.person_id, s.area_id, s.emergency_id, s.post_id, s.kind, s.device_at as starts_at, lead(s.kind) over w as next_kind, lead(s.device_at) over w as ends_at
                  from attendance s where s.shift_id is null and s.state = 'Accepted' and s.device_at >= @load_from and s.device_at < @load_to and {scope} window w as (partition by s.person_id order by s.device_at, s.id)) x
                  left join post o on o.id = x.post_id
                where x.kind = 'In' and x.next_kind = 'Out' and {Minutes("x.starts_at", "x.ends_at")} between 1 and {UnplannedMinutesMax}
              ) t left join holiday h on h.day = t.day) u)
            """;
    }

    /// <summary>Sums of <see cref="Turns"/> by a column: that column, minutes served, minutes ahead, nights, points, days off worked, turns missed, turns in all, last day served, next day.</summary>
    public static string Sums(Sql sql, string scope, string by = "person_id") => $"""
        (select l.{by}, sum(case when l.is_over = 1 then l.minutes else 0 end) as served, sum(case when l.is_over = 0 then l.minutes else 0 end) as ahead, sum(l.night) as nights, sum(l.points) as points,
          sum(l.day_off) as days_off, sum(l.missed) as missed, count(*) as turns, max(case when l.is_over = 1 and l.minutes > 0 then l.day end) as last_day, min(case when l.is_over = 0 then l.day end) as next_day
        from {Turns(sql, scope)} l group by l.{by})
        """;

    /// <param name="from">First and last instant at which a turn may begin, half-open.</param>
    public static (string, object?)[] Values(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now) => [("@load_from", from), ("@load_to", to), ("@load_now", now)];

    /// <summary>So many days back from today, and everything that is published ahead.</summary>
    public static (string, object?)[] Values(int days, DateTimeOffset now) => Values(WorkDays.At(WorkDays.Of(now).AddDays(1 - days), 0), now.AddDays(RosterRules.DaysMax), now);
}
