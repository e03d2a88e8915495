using Muster.App.Tests.Platform.Access;
using Muster.App.Tests.Rosters.Attending;
using Muster.App.Tests.Testing;
using Muster.Organisation;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters;
using Muster.Rosters.Alarms;
using Muster.Rosters.Attending;
using Muster.Rosters.Changing;
using Muster.Rosters.Opening;
using Shift = Muster.Rosters.Shift;

namespace Muster.App.Tests.Rosters.Alarms;

public sealed class AlarmTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_open_turn_rings_at_each_stage_once_also_after_a_time_without_the_program_and_ends_when_it_is_filled(Engine engine)
    {
        await using var relief = await Commanded.Make(engine);
        var (test, alarms) = (relief.Town.Test, relief.Town.Test.Get<AlarmQueries>());
        var turn = await Commanded.Open(relief, relief.Starts.AddHours(24));
        test.Clock.Now = relief.Starts.AddMinutes(-1);
        await Look(test);
        Assert.Equal(0, (await alarms.Counts(default)).Open);

        test.Clock.Now = relief.Starts;
        for (var twice = 0; twice < 2; twice++) await Look(test);
        var alarm = Assert.Single((await List(test)).Rows);
        Assert.Equal((AlarmKind.Gap, turn, relief.Town.People[10].Id, 1440), (alarm.Kind, alarm.ShiftId, alarm.OwnerId, alarm.Ahead));
        Assert.Equal(1, await Told(relief, relief.Town.People[10].Id));

        // Nobody takes it within two hours: it is the street's, and then the organisers'.
        await relief.CheckInAll();
        test.Clock.Advance(TimeSpan.FromHours(2));
        await Look(test);
        Assert.Equal((relief.Town.People[11].Id, 1), ((await List(test)).Rows[0].OwnerId, (await List(test)).Rows[0].Step));
        Assert.Equal((1, 1), (await Told(relief, relief.Town.People[10].Id), await Told(relief, relief.Town.People[11].Id)));
        test.Clock.Advance(TimeSpan.FromHours(2));
        await Look(test);
        alarm = (await List(test)).Rows[0];
        Assert.Equal((null, null), (alarm.OwnerId, alarm.ClimbsAt));
        Assert.Equal(1, await relief.Town.Number("select count(*) from notice n join account a on a.id = n.account_id where a.name = 'organiser' and n.kind = 'alarm' and n.loud"));

        // The program is away past the next stage and comes back with 90 minutes left: the host's own account took it meanwhile through another node.
        Assert.Equal(1, await test.Do(new TakeAlarms([alarm.Id])));
        test.Clock.Now = relief.Starts.AddHours(22.5);
        var back = new AlarmClock(test.Services);
        await back.Look(default);
        await back.Look(default);
        alarm = (await List(test)).Rows[0];
        Assert.Equal((120, null), (alarm.Ahead, alarm.TakenBy));
        Assert.Equal([AlarmMove.Raised, AlarmMove.Climbed, AlarmMove.Climbed, AlarmMove.Taken, AlarmMove.RangAgain], (await alarms.Steps(alarm.Id, default)).Select(s => s.Move));

        // Answered for, it is silent until the next stage; then it is a new alarm, from the host on.
        Assert.Equal("done-missing", (await Assert.ThrowsAsync<Refused>(() => test.Do(new AnswerAlarm(alarm.Id, " ")))).Rules.Single().Code);
        await test.Do(new AnswerAlarm(alarm.Id, "已请邻片支援"));
        await Look(test);
        Assert.Empty((await List(test)).Rows);
        test.Clock.Now = relief.Starts.AddHours(24).AddMinutes(-14);
        await Look(test);
        alarm = Assert.Single((await List(test)).Rows);
        Assert.Equal((15, relief.Town.People[10].Id), (alarm.Ahead, alarm.OwnerId!.Value));
        var cover = (await alarms.Cover(alarm, test.Clock.Now, default))!;
        var first = cover.Suggestions[0];
        Assert.Equal((3, "rest"), (cover.Suggestions.Count, first.Refusal));
        await test.Do(new AssignShift(turn, first.Person.Id, Reason: "补空班", Exception: "没有别人"));
        Assert.Equal(AlarmOutcome.Filled, (await alarms.Of(alarm.Id, default))!.Outcome);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Who_has_not_come_ten_minutes_after_the_start_is_told_of_with_the_host_and_coming_ends_it(Engine engine)
    {
        await using var relief = await Commanded.Make(engine);
        var (test, alarms) = (relief.Town.Test, relief.Town.Test.Get<AlarmQueries>());
        var clock = new AlarmClock(test.Services);
        await clock.Look(default);
        var come = new CheckIn(AttendanceKind.In, AttendanceHow.Button, relief.Starts);
        await relief.Send(relief.Say(0, come));
        test.Clock.Now = relief.Starts + CheckInRules.Grace;
        for (var twice = 0; twice < 2; twice++) await clock.Look(default);
        Assert.Equal(new Sounded(0, 0, 0, 0), await test.Do(new SoundAlarms()));
        var missed = (await List(test)).Rows;
        Assert.Equal(relief.Members.Skip(1).Take(2).Select(m => (Guid?)m.Person).Order(), missed.Select(a => a.PersonId).Order());
        Assert.All(missed, a => Assert.Equal((AlarmKind.NoShow, relief.Town.People[10].Id), (a.Kind, a.OwnerId)));
        // Two alarms, one sentence to the host; one to each who is missed.
        Assert.Equal((1, 2), (await Told(relief, relief.Town.People[10].Id), await relief.Town.Number("select count(*) from notice where kind = 'turn-missed'")));

        await relief.Send(relief.Say(1, come with { DeviceAt = relief.Starts.AddMinutes(-3) }));
        await relief.Town.Run("update shift set person_id = null where id = @s", ("@s", relief.Members[2].Shift));
        await clock.Look(default);
        Assert.Equal([AlarmOutcome.Came, AlarmOutcome.Replaced], (await List(test, "state=Closed")).Rows.Select(a => a.Outcome!.Value).Order());
        var gap = Assert.Single((await List(test)).Rows);
        Assert.Equal((AlarmKind.Gap, 0), (gap.Kind, gap.Ahead));

        // Its owner is lost: it is the next one's at once. The turn ends without anybody.
        await test.Do(new Muster.Organisation.Continuity.LosePeople([relief.Town.People[10].Id], "隔离"));
        Assert.NotEqual(relief.Town.People[10].Id, (await alarms.Of(gap.Id, default))!.OwnerId);
        test.Clock.Now = relief.Starts.AddHours(8);
        await clock.Look(default);
        Assert.Equal(AlarmOutcome.Over, (await alarms.Of(gap.Id, default))!.Outcome);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Who_comes_to_a_post_that_nobody_opened_is_kept_and_told_and_it_rings_until_it_is_open(Engine engine)
    {
        await using var relief = await Commanded.Make(engine);
        var (test, come) = (relief.Town.Test, new CheckIn(AttendanceKind.In, AttendanceHow.Button, relief.Starts));
        await test.Do(new SetKitList(null, relief.Post, "口罩 20 只"));
        var answers = await relief.Send(relief.Say(0, come), relief.Say(1, come), relief.Say(2, come), relief.Say(0, come with { Kind = AttendanceKind.Out, DeviceAt = relief.Starts.AddMinutes(1) }));
        Assert.Equal([(AttendanceState.Accepted, true), (AttendanceState.Accepted, true), (AttendanceState.Accepted, true), (AttendanceState.Accepted, false)], answers.Select(a => (a.Outcome!.State, a.Outcome.Unopened)));
        test.Clock.Now = relief.Starts + CheckInRules.Grace;
        for (var twice = 0; twice < 2; twice++) await Look(test);
        var alarm = Assert.Single((await List(test)).Rows);
        Assert.Equal((AlarmKind.Unopened, null, relief.Town.People[10].Id), (alarm.Kind, alarm.PersonId, alarm.OwnerId));
        Assert.Equal((1, 1), (await Told(relief, relief.Town.People[10].Id), await test.Get<OpeningQueries>().UnopenedNow(default)));

        await test.Do(new OpenPost(relief.Post, ["口罩 20 只"]));
        await Look(test);
        Assert.Equal(AlarmOutcome.Opened, (await test.Get<AlarmQueries>().Of(alarm.Id, default))!.Outcome);
        Assert.False((await relief.Send(relief.Say(1, come)))[0].Outcome!.Unopened);
    }

    [Fact]
    public async Task The_list_and_one_alarm_are_shown_taken_and_answered_on_the_page_by_those_of_the_place()
    {
        await using var relief = await Commanded.Make(Engine.Sqlite);
        var test = relief.Town.Test;
        await Commanded.Open(relief, relief.Starts.AddHours(1));
        await Look(test);
        var alarm = (await List(test)).Rows[0];
        await using var served = await Served.Of(test, network: true);
        using (var other = await served.SignedIn("elsewhere")) Assert.Equal(global::System.Net.HttpStatusCode.NotFound, (await other.GetAsync($"/alarms/{alarm.Id}")).StatusCode);
        using var host = await served.SignedIn("host");
        Assert.Contains($"/alarms/{alarm.Id}", await host.GetStringAsync("/alarms"), StringComparison.Ordinal);
        using (var taken = await Served.Post(host, $"/alarms/{alarm.Id}", $"/alarms/{alarm.Id}/take")) Assert.Equal(global::System.Net.HttpStatusCode.SeeOther, taken.StatusCode);
        using (var empty = await Served.Post(host, $"/alarms/{alarm.Id}", $"/alarms/{alarm.Id}/answer", ("Done", ""))) Assert.Equal(global::System.Net.HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        using (var done = await Served.Post(host, $"/alarms/{alarm.Id}", $"/alarms/{alarm.Id}/answer", ("Done", "已让邻岗照看"))) Assert.Equal(global::System.Net.HttpStatusCode.SeeOther, done.StatusCode);
        Assert.Equal((0, "已让邻岗照看"), ((await List(test)).Rows.Count, (await test.Get<AlarmQueries>().Of(alarm.Id, default))!.Done));
    }

    [Fact]
    public void The_stage_that_is_due_is_the_last_one_whose_time_has_come()
    {
        var now = new DateTimeOffset(2020, 2, 18, 0, 0, 0, TimeSpan.Zero);
        foreach (var left in Enumerable.Range(-20, 3000).Select(half => TimeSpan.FromMinutes(half / 2.0)))
        {
            var due = AlarmRules.Due(now + left, now);
            Assert.All(AlarmRules.Stages, ahead => Assert.Equal(left.TotalMinutes <= ahead, due is { } stage && stage <= ahead));
        }
    }

    /// <summary>As after a start of the program.</summary>
    private static Task Look(TestInstallation test) => new AlarmClock(test.Services).Look(default);

    private static Task<TablePage<AlarmLine>> List(TestInstallation test, string query = "") =>
        test.Get<AlarmQueries>().Page(new TableAsk("/alarms", Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query)), null, default);

    private static Task<long> Told(Relief relief, Guid person) => relief.Town.Number("select count(*) from notice where kind = 'alarm' and loud and person_id = @p", ("@p", person));
}
