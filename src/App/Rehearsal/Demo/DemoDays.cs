using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Storage;
using Muster.Rosters.Alarms;
using Muster.Rosters.Attending;
using Muster.Rosters.Leaving;
using Muster.Rosters.Observing;
using Muster.Rosters.Opening;
using Muster.Rosters.Owed;
using Muster.Rosters.Patterns;

namespace Muster.Rehearsal.Demo;

/// <summary>What was played of the days until now.</summary>
public sealed record DemoPlayed(int Opened, int CheckIns, int Refused, double Seconds);

/// <summary>
/// Plays the days of a demo from its first turn until now: posts open, people come and go, a few are late, a few do not come, some posts lack something
/// or are not opened. All of it through the real acts and the real queue of check-ins, by an account whose name says that it is invented.
/// </summary>
internal sealed class DemoDays(IServiceProvider services, DemoClock clock, Actor actor)
{
    public const string Caller = "值班室（样例）";

    private static readonly TimeSpan Step = TimeSpan.FromMinutes(30);
    private const int Together = 512, OpenedShort = 5, LeftShut = 2, Leaves = 3, Ticks = 4;

    /// <summary>Of a thousand turns: nobody came, somebody was late, the check-out was forgotten.</summary>
    private const int Missed = 3, Late = 30, Forgotten = 10;

    private readonly Desk _desk = services.GetRequiredService<Desk>();
    private readonly Stores _stores = services.GetRequiredService<Stores>();
    private readonly Random _random = new(1);

    private sealed record Turn(Guid Id, Guid Person, Guid Post, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

    public async Task<DemoPlayed> Play(Guid top, CancellationToken stop)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var now = TimeProvider.System.GetUtcNow();
        var turns = await Turns(now, stop);
        var (caller, device) = await SignIn(top, stop);
        var opened = turns.Count == 0 ? 0 : await OpenPosts(caller, stop);
        var said = turns.SelectMany(Said).Where(c => c.DeviceAt <= now).OrderBy(c => c.DeviceAt).ToList();
        var (sent, refused, at) = (0, 0, 0);
        for (var until = WorkDays.At(WorkDays.Of(clock.GetUtcNow()).AddDays(1), 0); at < said.Count; until += Step)
        {
            clock.MoveTo(until < now ? until : now);
            var part = new List<CheckIn>();
            for (; at < said.Count && said[at].DeviceAt <= until; at++) part.Add(said[at] with { Device = device });
            foreach (var some in part.Chunk(Together)) refused += await Send(some, caller);
            sent += part.Count;
            await services.GetRequiredService<AlarmClock>().Look(stop);
        }
        clock.Arrive();
        if (turns.Count > 0) await Happenings(turns, caller, now, stop);
        await RecordOwed.WhenDue(services, stop);
        await services.GetRequiredService<AlarmClock>().Look(stop);
        return new DemoPlayed(opened, sent, refused, TimeProvider.System.GetElapsedTime(begun).TotalSeconds);
    }

    private async Task<List<Turn>> Turns(DateTimeOffset now, CancellationToken stop)
    {
        await using var store = await _stores.Open(stop);
        return await store.Sql.List("select id, person_id, post_id, starts_at, ends_at from shift where state = 'Published' and person_id is not null and starts_at < @now order by starts_at, id",
            row => new Turn(row.Guid(0), row.Guid(1), row.Guid(2), row.Instant(3), row.Instant(4)), stop, ("@now", now.AddHours(1)));
    }

    /// <summary>The evening before: every post with all of its kit, but for some that lack a thing and say why, and some that nobody opened.</summary>
    private async Task<int> OpenPosts(Actor caller, CancellationToken stop)
    {
        await using var store = await _stores.Open(stop);
        var posts = await store.Sql.List("select p.id from post p where p.valid_to is null and p.id in (select s.post_id from shift s where s.state = 'Published') order by p.number, p.id", row => row.Guid(0), stop);
        var opened = 0;
        foreach (var (post, i) in posts.Select((p, i) => (p, i)))
        {
            var wanted = await OpeningBook.Wanted(store.Sql, post, stop);
            if (wanted.Items.Count == 0 || posts.Count > 20 && i % (posts.Count / LeftShut) == 7) continue;
            var lacks = posts.Count > 20 && i % (posts.Count / OpenedShort) == 3;
            await _desk.Do(new OpenPost(post, [.. wanted.Items.Skip(lacks ? 1 : 0)], Briefed: true, lacks ? $"{wanted.Items[0]}明早送到，先上岗" : ""), WriteId.New(), caller, stop);
            opened++;
        }
        return opened;
    }

    private async Task<(Actor, Guid)> SignIn(Guid top, CancellationToken stop)
    {
        var account = await _desk.Do(new AddAccount("demo-roll", Caller), WriteId.New(), actor, stop);
        await _desk.Do(new GiveRole(account, Role.Host, top, null, null, null, "样例"), WriteId.New(), actor, stop);
        var device = await _desk.Do(new EnterAccount(account, StayKind.Field, Caller, null, null, SecondShown.Nothing, Guid.CreateVersion7()), WriteId.New(), actor, stop);
        return (new Actor(account, Caller, "demo", _ => true), device);
    }

    /// <summary>Coming and going of a turn.</summary>
    private IEnumerable<CheckIn> Said(Turn turn)
    {
        var dice = _random.Next(1000);
        if (dice < Missed) yield break;
        var came = turn.StartsAt.AddMinutes(dice < Missed + Late ? _random.Next(12, 45) : _random.Next(-14, 6));
        yield return new CheckIn(AttendanceKind.In, AttendanceHow.RollCall, came, turn.Id, PersonId: turn.Person);
        if (dice < 1000 - Forgotten) yield return new CheckIn(AttendanceKind.Out, AttendanceHow.RollCall, turn.EndsAt.AddMinutes(_random.Next(0, 14)), turn.Id, PersonId: turn.Person);
    }

    private async Task<int> Send(IReadOnlyList<CheckIn> part, Actor caller)
    {
        var keys = services.GetRequiredService<CheckInKeys>();
        var asked = part.Select(act =>
        {
            var id = WriteId.New();
            return new Asked<CheckIn>(keys.Sign(id.Value, act), id, caller);
        }).ToList();
        return await services.GetRequiredService<CheckInQueue>().Add(asked) is { } answers ? answers.Count(a => a.Outcome is not { State: AttendanceState.Accepted }) : asked.Count;
    }

    /// <summary>Leave that waits for an answer, one that was granted, and ticks of an observer.</summary>
    private async Task Happenings(IReadOnlyList<Turn> turns, Actor caller, DateTimeOffset now, CancellationToken stop)
    {
        var people = turns.Select(t => t.Person).Distinct().ToList();
        for (var i = 0; i < Math.Min(Leaves, people.Count); i++)
        {
            var leave = await _desk.Do(new AskLeave(people[i * (people.Count / Leaves)], WorkDays.Of(now).AddDays(2), 2, LeaveKind.Personal, "家中有事"), WriteId.New(), caller, stop);
            if (i == 0) await _desk.Do(new AnswerLeave(leave, Grant: true, "同意"), WriteId.New(), caller, stop);
        }
        var on = turns.Where(t => t.StartsAt < now && t.EndsAt > now).ToList();
        for (var i = 0; i < Math.Min(Ticks, on.Count); i++)
            await _desk.Do(new Observe(on[i * (on.Count / Ticks)].Id, i == 0 ? Seen.Away : Seen.AtPost, i == 0 ? "岗亭里没有人" : ""), WriteId.New(), caller, stop);
    }
}
