using Muster.People;
using Muster.Platform.Storage;
using Muster.Rosters.Load;
using Muster.Rosters.Patterns;
using Muster.Rosters.Resting;
using Muster.Rosters.Rotation;

namespace Muster.Rosters.Filling;

/// <summary>Reads who may be given turns of a roster: those placed in its area, with what limits them. One query for each kind of record.</summary>
internal sealed class ReadPeople(Sql sql, Roster roster, string path, RestCaps caps, DateTimeOffset now)
{
    private const string Placed = """
        select p.person_id from area a join placement p on p.emergency_id = @e and p.area_id = a.id
        where a.path >= @path and a.path < @path || '~' and p.starts_at < @to and (p.ends_at is null or p.ends_at > @from) and (p.ends_at is null or p.ends_at > p.starts_at)
        """;

    private readonly (string, object?)[] _values =
    [
        ("@e", roster.EmergencyId), ("@path", path), ("@from", WorkDays.At(roster.StartsOn, 0)), ("@to", WorkDays.At(roster.EndsOn, 0)), ("@before", WorkDays.At(roster.StartsOn.AddDays(-28), 0)),
        ("@week", WorkDays.At(roster.StartsOn.AddDays(-8), 0)), ("@after", WorkDays.At(roster.EndsOn.AddDays(8), 0)), ("@r", roster.Id), ("@first", roster.StartsOn), ("@last", roster.EndsOn),
    ];

    public async Task<IReadOnlyList<AvailablePerson>> Read(CancellationToken stop)
    {
        var skills = (await Pairs($"select k.person_id, k.skill from person_skill k where k.person_id in ({Placed}) and (k.expires_at is null or k.expires_at > @to)", row => row.Text(1), stop));
        var limits = (await Pairs($"select l.person_id, l.kind from person_limit l where l.person_id in ({Placed}) and l.kind in ('NoNights', 'Health', 'Care') and (l.until is null or l.until > @from)", row => row.Enum<LimitKind>(1), stop));
        var seated = (await Pairs($"select h.person_id, h.id from seat_holding h join seat s on s.id = h.seat_id where h.person_id in ({Placed}) and h.ends_at is null and s.ends_at is null", row => row.Guid(1), stop));
        var served = (await Pairs($"""
            select o.person_id, o.id from placement o where o.person_id in ({Placed}) and o.starts_at < @before
            union select h.person_id, h.id from person_history h where h.person_id in ({Placed}) and h.kind = '{HistoryKinds.Served}'
            """, row => row.Guid(1), stop));
        var turns = (await Pairs($"""
            select s.person_id, s.id, s.day, s.starts_at, s.ends_at from shift s where s.person_id in ({Placed}) and s.roster_id <> @r and s.state <> 'Draft' and s.starts_at > @week and s.starts_at < @after
            """, row => new Turn(row.Guid(1), row.Day(2), row.Instant(3), row.Instant(4)), stop));
        var past = (await sql.List($"select l.person_id, l.served + l.ahead, l.nights, l.points from {LedgerSql.Sums(sql, $"s.person_id in ({Placed})")} l", row => (Person: row.Guid(0), Minutes: row.Int(1), Nights: row.Int(2), Points: row.Int(3)), stop,
            [.. _values, .. LedgerSql.Values(WorkDays.At(roster.StartsOn.AddDays(-28), 0), WorkDays.At(roster.StartsOn, 0), now)])).ToDictionary(l => l.Person);
        var leave = (await Pairs($"select l.person_id, l.starts_on, l.ends_on from leave l where l.person_id in ({Placed}) and l.state = 'Granted' and l.starts_on < @last and l.ends_on > @first", row => (From: row.Day(1), To: row.Day(2)), stop));
        var relief = await Pairs($"select r.person_id, r.day from relief_day r where r.person_id in ({Placed}) and r.day >= @first and r.day < @last", row => row.Day(1), stop);
        var wishes = (await Pairs($"select w.person_id, w.starts_on, w.ends_on, w.part, w.wanted from wish w where w.person_id in ({Placed}) and w.ended_at is null and w.starts_on < @last and w.ends_on > @first",
            row => new Wishes.DayWish(row.Day(1), row.Day(2), row.Enum<Wishes.WishPart>(3), row.Bool(4)), stop));
        var owed = (await Pairs($"select o.person_id, o.id from owed_duty o where o.person_id in ({Placed}) and o.state = 'Owed' and o.by_shift_id is null", row => row.Guid(1), stop));
        var people = await sql.List($"""
            select x.id, x.name, p.post_id, p.starts_at, p.ends_at, coalesce(x.grade, 0), x.origin from area a join placement p on p.emergency_id = @e and p.area_id = a.id join person x on x.id = p.person_id
            where a.path >= @path and a.path < @path || '~' and p.starts_at < @to and (p.ends_at is null or p.ends_at > @from) and (p.ends_at is null or p.ends_at > p.starts_at) and x.ended_at is null
            order by x.id, p.starts_at
            """, row => (Id: row.Guid(0), Name: row.Text(1), Post: row.GuidOrNull(2), From: row.Instant(3), To: row.InstantOrNull(4), Grade: row.Int(5), Local: row.Text(6) == nameof(Origin.LocalStaff)), stop, _values);
        var waived = await RestReading.Waived(sql, roster.EmergencyId, roster.StartsOn, roster.EndsOn, stop);
        var off = await RotationQueries.OffWeeks(sql, roster.EmergencyId, path, Placed, roster.StartsOn, roster.EndsOn, _values, stop);
        // Who moves within the area while the roster runs is there from the first placement to the last, at the post of the first.
        var one = people.GroupBy(p => p.Id).Select(g => g.First() with { To = g.Last().To }).ToList();
        var senior = one.Count == 0 ? 0 : one.Select(p => p.Grade).Order().ElementAt(one.Count / 2);
        return [.. one.Select(p => new AvailablePerson(p.Id, p.Name, p.Post, FirstDay(p.From), p.To is { } to ? WorkDays.Of(to.AddTicks(-1)) : DateOnly.MaxValue, p.Grade,
            seated[p.Id].Any() || p.Grade >= Math.Max(1, senior), p.Local || served[p.Id].Any(), limits[p.Id].Any(), skills[p.Id].ToHashSet(StringComparer.Ordinal),
            leave[p.Id].SelectMany(l => Enumerable.Range(0, l.To.DayNumber - l.From.DayNumber).Select(l.From.AddDays)).Concat(relief[p.Id]).ToHashSet(), [.. turns[p.Id]], past.GetValueOrDefault(p.Id).Minutes)
            { Wishes = [.. wishes[p.Id]], Owed = owed[p.Id].Count(), OffWeeks = off[p.Id].ToHashSet(), Guard = new RestGuard(caps, [.. waived[p.Id]]), PastNights = past.GetValueOrDefault(p.Id).Nights, PastPoints = past.GetValueOrDefault(p.Id).Points })];
    }

    /// <summary>A placement that begins in the morning is there that day.</summary>
    private static DateOnly FirstDay(DateTimeOffset from) => WorkDays.Of(from.AddHours(12));

    private async Task<ILookup<Guid, T>> Pairs<T>(string query, Func<Row, T> read, CancellationToken stop) =>
        (await sql.List(query, row => (Person: row.Guid(0), Value: read(row)), stop, _values)).ToLookup(r => r.Person, r => r.Value);
}
