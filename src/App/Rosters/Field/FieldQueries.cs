using Muster.Platform.Access;
using Muster.Platform.Storage;
using Muster.Rosters.Attending;

namespace Muster.Rosters.Field;

/// <summary>
/// Reads a person's own day. It is not narrowed by the roles of who asks, which reach no territory: every statement names the one person that
/// the account is of.
/// </summary>
public sealed class FieldQueries(Stores stores, TimeProvider clock)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(7), Behind = TimeSpan.FromHours(12), ItemsKept = TimeSpan.FromDays(14);

    public async Task<FieldDay> Day(Guid? account, CancellationToken stop)
    {
        using var everything = Reach.Enter(null);
        await using var store = await stores.Open(stop);
        var (sql, now) = (store.Sql, clock.GetUtcNow());
        var person = await sql.First("select p.id, p.name from account a join person p on p.id = a.person_id where a.id = @a", row => new { Id = row.Guid(0), Name = row.Text(1) }, stop, ("@a", account));
        if (person is null) return new FieldDay(now, null, null, null, null, [], []);
        var place = await sql.First("""
            select e.name, e.document_number, a.name, o.name from placement p join emergency e on e.id = p.emergency_id join area a on a.id = p.area_id left join post o on o.id = p.post_id
            where p.person_id = @p and e.kind = 'Urgent' and e.closed_at is null and (p.ends_at is null or p.ends_at > @now) order by p.starts_at limit 1
            """, row => new { Emergency = row.Text(0), Document = row.TextOrNull(1), Place = row.IsNull(3) ? row.Text(2) : $"{row.Text(2)} · {row.Text(3)}" }, stop, ("@p", person.Id), ("@now", now));
        return new FieldDay(now, person.Name, place?.Emergency, place?.Document, place?.Place, await Shifts(sql, person.Id, now, stop), await Items(sql, person.Id, now, stop))
        {
            Observations = await Observing.ObservingQueries.Of(sql, person.Id, now - ItemsKept, stop),
            Owed = await sql.Number("select count(*) from owed_duty where person_id = @p and state = 'Owed'", stop, ("@p", person.Id)), Posts = await Opening.OpeningQueries.OfPerson(sql, person.Id, now, stop),
            SwapsAsked = await Swapping.OwnSwaps.Waiting(sql, person.Id, now, stop),
        };
    }

    private static async Task<List<FieldShift>> Shifts(Sql sql, Guid person, DateTimeOffset now, CancellationToken stop)
    {
        var shifts = await Own(sql, person, now, stop);
        var alone = await Handover.LeftAlone.Of(sql, [.. shifts.Where(s => s.Came is not null && s.Went is null).Select(s => s.Id)], stop);
        for (var i = 0; i < shifts.Count; i++)
        {
            if (alone.Contains(shifts[i].Id)) shifts[i] = shifts[i] with { Alone = true };
            if (shifts[i].Leads) shifts[i] = shifts[i] with { Relief = await Relief(sql, shifts[i], person, stop) };
        }
        return shifts;
    }

    private static Task<List<FieldMember>> Relief(Sql sql, FieldShift shift, Guid leader, CancellationToken stop) => sql.List("""
        select p.id, p.name, (select min(t.device_at) from attendance t where t.shift_id = s.id and t.kind = 'In' and t.state <> 'Dismissed')
        from shift s join person p on p.id = s.person_id where s.post_id = @o and s.starts_at = @at and s.state = 'Published' and s.person_id <> @p order by p.name, p.id limit 100
        """, row => new FieldMember(row.Guid(0), row.Text(1), row.InstantOrNull(2)), stop, ("@o", shift.PostId), ("@at", shift.StartsAt), ("@p", leader));

    private static Task<List<FieldShift>> Own(Sql sql, Guid person, DateTimeOffset now, CancellationToken stop) => sql.List("""
        select s.id, o.id, o.name, a.name, s.starts_at, s.ends_at, s.leads,
          (select p.name from shift l join person p on p.id = l.person_id where l.post_id = s.post_id and l.starts_at = s.starts_at and l.leads and l.state = 'Published' order by l.id limit 1),
          o.address, o.contact, o.duty, o.kit, o.latitude, o.longitude,
          (select min(t.device_at) from attendance t where t.shift_id = s.id and t.kind = 'In' and t.state <> 'Dismissed'),
          (select max(t.device_at) from attendance t where t.shift_id = s.id and t.kind = 'Out' and t.state <> 'Dismissed')
        from shift s join emergency e on e.id = s.emergency_id join post o on o.id = s.post_id join area a on a.id = s.area_id
        where s.person_id = @p and s.state = 'Published' and e.kind = 'Urgent' and e.closed_at is null and s.starts_at > @from and s.ends_at > @ended and s.starts_at < @to order by s.starts_at limit 20
        """, row => new FieldShift(row.Guid(0), row.Guid(1), row.Text(2), row.Text(3), row.Instant(4), row.Instant(5), row.Bool(6), row.TextOrNull(7), row.Text(8), row.Text(9), row.Text(10), row.Text(11),
            row.DoubleOrNull(12), row.DoubleOrNull(13), row.InstantOrNull(14), row.InstantOrNull(15), []),
        stop, ("@p", person), ("@from", now - Behind - TimeSpan.FromDays(1)), ("@ended", now - Behind), ("@to", now + Ahead));

    private static Task<List<FieldItem>> Items(Sql sql, Guid person, DateTimeOffset now, CancellationToken stop) => sql.List("""
        select id, kind, device_at, state, reason, answer from attendance where person_id = @p and device_at > @from and reason is not null order by device_at desc limit 20
        """, row => new FieldItem(row.Guid(0), row.Enum<AttendanceKind>(1), row.Instant(2), row.Enum<AttendanceState>(3), row.IsNull(4) ? null : row.Enum<HeldFor>(4), row.TextOrNull(5)),
        stop, ("@p", person), ("@from", now - ItemsKept));
}
