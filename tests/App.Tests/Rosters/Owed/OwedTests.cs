using Muster.App.Tests.Rosters.Swapping;
using Muster.App.Tests.Testing;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters;
using Muster.Rosters.Changing;
using Muster.Rosters.Leaving;
using Muster.Rosters.Owed;
using Muster.Rosters.Patterns;

namespace Muster.App.Tests.Rosters.Owed;

/// <summary>Turns missed without leave.</summary>
public sealed class OwedTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_turn_missed_without_leave_is_owed_until_a_later_one_is_served_or_it_is_written_off(Engine engine)
    {
        await using var p = await Posted.Make(engine);
        var (missed, came, later) = (await p.Give(0, p.Early, 0), await p.Give(1, p.Late, 0), await p.Give(2, p.Early, 5));
        var (excused, also) = (await p.Give(3, p.Late, 1), await p.Give(4, p.Early, 1));
        await p.Publish();
        await p.Test.Do(new AnswerLeave(await p.Test.Do(new AskLeave(p.Person(3), Posted.First.AddDays(1), 1, LeaveKind.Sick)), true));
        p.Test.Clock.Now = WorkDays.At(Posted.First.AddDays(2), 600);
        // Where nobody checks in at all, nothing is said of anybody.
        Assert.Equal(new OwedRecorded(0, 0, 0), await p.Test.Do(new RecordOwed()));
        await CheckIn(p, came, 1);
        Assert.Equal(new OwedRecorded(1, 0, 0), await p.Test.Do(new RecordOwed()));
        Assert.Equal(new OwedRecorded(0, 0, 0), await p.Test.Do(new RecordOwed()));
        Assert.Equal(1, await p.Notices(0, "duty-owed"));

        // Who owes comes first among those who fit.
        await p.Look();
        Assert.Equal(1, p.Ground.People.Single(x => x.Id == p.Person(0)).Owed);
        Assert.Equal(p.Person(0), CoverSuggestions.For(p.Ground, p.Ground.Bands.Single(b => b.Id == p.Early), Posted.First.AddDays(5), p.Person(2)).First(s => s.OwnPost == (p.Ground.People.Single(x => x.Id == p.Person(0)).PostId == p.Town.Posts[0].Id)).Person.Id);
        await p.Test.Do(new AssignShift(later, p.Person(0), Reason: "补课"));
        Assert.NotNull((await One(p)).ByStartsAt);
        await p.Test.Do(new AssignShift(later, p.Person(5), Reason: "另有安排"));
        Assert.Null((await One(p)).ByStartsAt);
        await p.Test.Do(new AssignShift(later, p.Person(0), Reason: "补课"));
        p.Test.Clock.Now = WorkDays.At(Posted.First.AddDays(5), 1000);
        await CheckIn(p, later, 0);
        Assert.Equal(1, (await p.Test.Do(new RecordOwed())).MadeUp);
        Assert.Equal(OwedState.MadeUp, (await One(p)).State);
        Assert.Equal("owed-settled", await p.Refused(new WriteOffOwed((await One(p)).Id, "不必")));

        // Another is written off; a check-in that comes late clears a third.
        await p.Town.Run("insert into owed_duty (id, person_id, emergency_id, area_id, shift_id, state, recorded_at, version) values (@id, @x, @e, @a, @s, 'Owed', @at, 1)", ("@id", Guid.CreateVersion7()), ("@x", p.Person(4)), ("@e", p.Town.Emergency), ("@a", p.Town.Communities[0].Id), ("@s", also), ("@at", p.Town.Now));
        await CheckIn(p, also, 4);
        Assert.Equal(1, (await p.Test.Do(new RecordOwed())).Cleared);
        await p.Town.Run("update owed_duty set state = 'Owed', settled_at = null where shift_id = @s", ("@s", missed));
        Assert.Equal("reason-missing", await p.Refused(new WriteOffOwed((await One(p)).Id, " ")));
        await p.Test.Do(new WriteOffOwed((await One(p)).Id, "当天在别处执行任务"));
        Assert.Equal(1, (await p.Test.Get<OwedQueries>().Page(new TableAsk("/owed", [new("state", "WrittenOff"), new("under", p.Town.Street.Id.ToString())]), default)).Total);
        Assert.Equal(0, await p.Town.Number("select count(*) from owed_duty where shift_id = @s", ("@s", excused)));
    }

    private static async Task<OwedLine> One(Posted p) => Assert.Single(await p.Test.Get<OwedQueries>().OfPerson(p.Person(0), default));

    private static Task CheckIn(Posted p, Guid shift, int person) => p.Town.Run("""
        insert into attendance (id, person_id, emergency_id, area_id, post_id, shift_id, kind, how, device_at, server_at, state)
        select @id, @x, s.emergency_id, s.area_id, s.post_id, s.id, 'In', 'Button', s.starts_at, s.starts_at, 'Accepted' from shift s where s.id = @s
        """.Replace("@id,", p.Town.Test.Installation.Postgres is null ? "@id," : "cast(@id as uuid),", StringComparison.Ordinal).Replace("@x,", p.Town.Test.Installation.Postgres is null ? "@x," : "cast(@x as uuid),", StringComparison.Ordinal), ("@id", Guid.CreateVersion7()), ("@x", p.Person(person)), ("@s", shift));
}
