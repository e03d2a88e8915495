using Microsoft.Extensions.DependencyInjection;
using Muster.People.Inviting;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Storage;

namespace Muster.Rehearsal.Demo;

/// <summary>A way into a demo with one role: a link that works once and asks for a password of one's own.</summary>
/// <param name="Name">To sign in with afterwards.</param>
/// <param name="Where">The community.</param>
public sealed record DemoGuest(Role Role, string Name, string Where, string Path);

/// <summary>
/// Accounts of a demo besides the organiser's, so that a host's, a member's and an observer's pages can be tried at once: all of one community, where somebody's turn
/// is under way or next today. The people are invented, and each account's name says so.
/// </summary>
internal sealed class DemoGuests(IServiceProvider services, Actor actor)
{
    private readonly Desk _desk = services.GetRequiredService<Desk>();

    /// <summary>Empty where nobody has a turn today or tomorrow.</summary>
    public async Task<IReadOnlyList<DemoGuest>> Invite(DateTimeOffset now, CancellationToken stop)
    {
        await using var store = await services.GetRequiredService<Stores>().Open(stop);
        // Who is not there yet; the host is who holds the place's seat, or where nobody does, nobody of the records.
        var found = await store.Sql.List("""
            select r.area_id, a.name, p.id, p.agency_id, h.person_id, k.agency_id from shift s join roster r on r.id = s.roster_id join area a on a.id = r.area_id join person p on p.id = s.person_id and p.agency_id is not null
            left join seat e on e.area_id = r.area_id and e.kind = 'HostSecretary' and e.ends_at is null left join seat_holding h on h.seat_id = e.id and h.place = 'A' and h.ends_at is null and h.person_id <> p.id
            left join person k on k.id = h.person_id and k.agency_id is not null
            where s.state = 'Published' and s.ends_at > @soon and s.starts_at < @ahead and not exists (select 1 from attendance t where t.shift_id = s.id) order by case when k.id is null then 1 else 0 end, s.starts_at, s.id limit 1
            """, row => (Area: row.Guid(0), Name: row.Text(1), Member: row.Guid(2), Of: row.Guid(3), Host: row.GuidOrNull(4), HostOf: row.GuidOrNull(5)), stop, ("@soon", now.AddMinutes(30)), ("@ahead", now.AddHours(30)));
        if (found is not [var one]) return [];
        var host = one is { Host: { } person, HostOf: { } agency } ? await Person(agency, person, "demo-host", stop) : await Nobody("demo-host", "属地书记（样例）", stop);
        await Give("demo-host", Role.Host, one.Area, store.Sql, stop);
        var member = await Person(one.Of, one.Member, "demo-member", stop);
        var observer = await Nobody("demo-observer", "观察员（样例）", stop);
        await Give("demo-observer", Role.Observer, one.Area, store.Sql, stop);
        return [new(Role.Host, "demo-host", one.Name, host), new(Role.Member, "demo-member", one.Name, member), new(Role.Observer, "demo-observer", one.Name, observer)];
    }

    private async Task<string> Nobody(string name, string shown, CancellationToken stop)
    {
        var secret = Secret.New();
        await _desk.Do(new MakeActivation(await _desk.Do(new AddAccount(name, shown), WriteId.New(), actor, stop), Secret.HexHash(secret)), WriteId.New(), actor, stop);
        return "/activate/" + secret;
    }

    private async Task<string> Person(Guid agency, Guid person, string name, CancellationToken stop)
    {
        var secret = Secret.New();
        await _desk.Do(new InvitePeople(agency, [new Invited(person, name, Secret.HexHash(secret))]), WriteId.New(), actor, stop);
        return "/activate/" + secret;
    }

    private async Task Give(string name, Role role, Guid area, Sql sql, CancellationToken stop) =>
        await _desk.Do(new GiveRole(await sql.First("select id from account where name = @n", row => row.Guid(0), stop, ("@n", name)), role, area, null, null, null, "样例"), WriteId.New(), actor, stop);
}
