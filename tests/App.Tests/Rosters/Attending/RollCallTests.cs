using System.Net;
using Muster.App.Tests.Platform.Access;
using Muster.App.Tests.Testing;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Attending;
using Muster.Rosters.Field;

namespace Muster.App.Tests.Rosters.Attending;

public sealed class RollCallTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_leader_calls_the_roll_of_the_relief_and_nobody_else_does(Engine engine)
    {
        await using var relief = await Relief.Make(engine);
        var call = new CheckIn(AttendanceKind.In, AttendanceHow.RollCall, relief.Starts, PersonId: relief.Members[1].Person);
        var answers = await relief.Send(relief.Say(0, call), relief.Say(2, call), relief.Say(0, call with { How = AttendanceHow.Button }));
        Assert.Equal([null, "not-leader", "not-oneself"], answers.Select(a => a.Broken.Count == 0 ? null : a.Broken[0].Code));
        Assert.Equal(relief.Members[1].Shift, answers[0].Outcome!.ShiftId);
        Assert.Equal(1, await relief.Town.Number("select count(*) from attendance where person_id = @p and how = 'RollCall' and state = 'Accepted'", ("@p", relief.Members[1].Person)));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Late_and_absent_follow_from_the_turn_and_the_host_answers_what_was_held(Engine engine)
    {
        await using var relief = await Relief.Make(engine);
        var (test, attendance) = (relief.Town.Test, relief.Town.Test.Get<AttendanceQueries>());
        test.Clock.Advance(TimeSpan.FromMinutes(30));
        var late = new CheckIn(AttendanceKind.In, AttendanceHow.Button, relief.Starts.AddMinutes(20));
        var sent = await relief.Send(relief.Say(0, late with { DeviceAt = relief.Starts.AddMinutes(-5) }), relief.Say(1, late), relief.Say(2, late with { How = AttendanceHow.Code, PostId = relief.Post, Code = "000000x" }));
        Assert.Equal(HeldFor.CodeWrong, sent[2].Outcome!.Reason);
        Assert.Equal(new Dictionary<TurnState, int> { [TurnState.Here] = 1, [TurnState.Late] = 1, [TurnState.Absent] = 1 }, await attendance.Counts(default));
        var held = Assert.Single(await attendance.Held(10, default));
        Assert.Equal("answer-missing", (await Assert.ThrowsAsync<Refused>(() => test.Do(new AnswerAttendance(held.Id, Counts: false)))).Rules.Single().Code);
        await test.Do(new AnswerAttendance(held.Id, Counts: true, "看到人了"));
        Assert.Equal("attendance-answered", (await Assert.ThrowsAsync<Refused>(() => test.Do(new AnswerAttendance(held.Id, Counts: true)))).Rules.Single().Code);
        var ask = new Microsoft.AspNetCore.Http.DefaultHttpContext { Request = { QueryString = new("?state=Late") } };
        Assert.Equal(2, (await attendance.Page(TableAsk.Of(ask.Request), default)).Total);
        var day = await test.Get<FieldQueries>().Day(relief.Members[0].Account, default);
        Assert.Equal((2, relief.Starts.AddMinutes(-5)), (day.Shifts[0].Relief.Count, day.Shifts[0].Came));
        Assert.Empty((await test.Get<FieldQueries>().Day(relief.Members[3].Account, default)).Shifts);
    }

    [Fact]
    public async Task The_field_page_checks_in_without_script_and_its_shell_carries_nobodys_data()
    {
        await using var relief = await Relief.Make(Engine.Sqlite);
        var (test, person) = (relief.Town.Test, relief.Town.People[1]);
        await test.Do(new GiveRole(relief.Members[1].Account, Role.Reader, null, null, null, null, "test"));
        await using var served = await Served.Of(test, network: true);
        using var member = await served.SignedIn("member1");
        Assert.Contains(person.Name, await member.GetStringAsync("/field"), StringComparison.Ordinal);
        using (var done = await Served.Post(member, "/field", "/field/check-in", ("ShiftId", relief.Members[1].Shift.ToString()), ("Kind", "In"))) Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        Assert.Equal(1, await relief.Town.Number("select count(*) from attendance where state = 'Accepted' and shift_id = @s", ("@s", relief.Members[1].Shift)));
        var shell = await member.GetStringAsync("/field/shell");
        Assert.DoesNotContain(person.Name, shell, StringComparison.Ordinal);
        Assert.DoesNotContain("__RequestVerificationToken", shell, StringComparison.Ordinal);
    }
}
