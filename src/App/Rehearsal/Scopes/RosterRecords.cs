using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Rosters;
using Muster.Rosters.Alarms;
using Muster.Rosters.Handover;
using Muster.Rosters.Observing;
using Muster.Rosters.Opening;
using Muster.Rosters.Owed;
using Muster.Rosters.Patterns;
using Muster.Rosters.Posts;
using Muster.Rosters.Resting;
using Muster.Rosters.Swapping;

namespace Muster.Rehearsal.Scopes;

/// <summary>
/// What a roster under way brings with it at the post of a place: a turn that runs now and the one that follows, an open one that rings, a swap that is
/// asked for, a handover, a turn that is owed, a cap that is waived, a tick of an observer. The turns are written as if somebody had published them.
/// </summary>
internal sealed class RosterRecords(IServiceProvider services, Actor maker)
{
    private readonly Desk _desk = services.GetRequiredService<Desk>();

    /// <param name="people">Three at least; the first has the turn that runs.</param>
    /// <returns>Ids by the segment that stands before them in routes; <c>shift</c> is a turn to come of the first person.</returns>
    public async Task<IReadOnlyDictionary<string, Guid>> Make(ScopePlace place, IReadOnlyList<Guid> people, CancellationToken stop)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var (time, roster) = (new PostTime { Id = Guid.CreateVersion7(), PostId = place.Post, Name = "样例时段", FromMinute = 480, Minutes = 480, Needed = 1, Target = 1, Version = 1 }, new Roster
        {
            Id = Guid.CreateVersion7(), EmergencyId = place.Emergency, AreaId = place.Community, Name = place.Mark + "轮班", StartsOn = WorkDays.Of(now).AddDays(-1), Days = 2, State = RosterState.Published, MadeAt = now, MadeBy = maker.Name,
            PublishedAt = now, PublishedBy = maker.Name, Version = 1,
        });
        Shift Turn(Guid? person, DateTimeOffset from, DateTimeOffset to) => new()
        {
            Id = Guid.CreateVersion7(), RosterId = roster.Id, EmergencyId = place.Emergency, PostId = place.Post, PostTimeId = time.Id, AreaId = place.Community, PersonId = person, Day = WorkDays.Of(from), StartsAt = from, EndsAt = to,
            State = ShiftState.Published, Version = 1,
        };
        var (runs, follows, later) = (Turn(people[0], now.AddHours(-1), now.AddMinutes(20)), Turn(people[1], now.AddMinutes(20), now.AddHours(8)), Turn(people[0], now.AddDays(3), now.AddDays(3).AddHours(8)));
        var (missed, open) = (Turn(people[2], now.AddHours(-9), now.AddHours(-2)), Turn(null, now.AddHours(1), now.AddHours(8)));
        var swap = new Swap { Id = Guid.CreateVersion7(), EmergencyId = place.Emergency, AreaId = place.Community, ShiftId = follows.Id, FromPersonId = people[1], ToPersonId = people[0], State = SwapState.Asked, Reason = "样例", AskedAt = now, Version = 1 };
        var note = new HandoverNote { Id = Guid.CreateVersion7(), EmergencyId = place.Emergency, AreaId = place.Community, PostId = place.Post, RelievesAt = runs.EndsAt, Duties = "样例事", People = "样例人", Kit = "样例钥匙", GivenBy = people[0], GivenAt = now, Version = 1 };
        var owed = new OwedDuty { Id = Guid.CreateVersion7(), PersonId = people[2], EmergencyId = place.Emergency, AreaId = place.Community, ShiftId = missed.Id, State = OwedState.Owed, RecordedAt = now, Version = 1 };
        await using (var store = await services.GetRequiredService<Stores>().Open(stop))
            foreach (var records in (object[][])[[time, roster], [runs, follows, later, missed, open], [swap, note, owed]])
            {
                store.AddRange(records);
                await store.SaveChangesAsync(stop);
            }
        await Do(new SetKitList(null, place.Post, "样例口罩", "样例说明"));
        await Do(new OpenPost(place.Post, ["样例口罩"], Briefed: true));
        await Observed(place, runs, now, stop);
        var waiver = await Do(new WaiveRest(place.Emergency, people[0], RestCap.WeekHours, 70, WorkDays.Of(now), WorkDays.Of(now).AddDays(2), "样例"));
        await Do(new SoundAlarms());
        await using var rung = await services.GetRequiredService<Stores>().Open(stop);
        var alarm = await rung.Sql.First("select id from alarm where shift_id = @s", row => row.Guid(0), stop, ("@s", open.Id));
        return new Dictionary<string, Guid>(StringComparer.Ordinal)
        {
            ["rosters"] = roster.Id, ["swaps"] = swap.Id, ["handovers"] = note.Id, ["handover"] = runs.Id, ["owed"] = owed.Id, ["waivers"] = waiver, ["alarms"] = alarm, ["shift"] = later.Id,
        };
    }

    /// <summary>Ticked, and answered by the person.</summary>
    private async Task Observed(ScopePlace place, Shift turn, DateTimeOffset now, CancellationToken stop)
    {
        await using var store = await services.GetRequiredService<Stores>().Open(stop);
        store.Add(new Observation
        {
            Id = Guid.CreateVersion7(), EmergencyId = place.Emergency, AreaId = place.Community, PostId = place.Post, ShiftId = turn.Id, PersonId = turn.PersonId!.Value, Seen = Seen.Away, Note = "样例", At = now, Observer = maker.Name,
            Answer = "样例", AnsweredAt = now,
        });
        await store.SaveChangesAsync(stop);
    }

    private Task<T> Do<T>(Act<T> act) where T : notnull => _desk.Do(act, WriteId.New(), maker);
}
