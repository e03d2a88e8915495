using System.Net;
using Muster.App.Tests.Platform.Access;
using Muster.App.Tests.Rosters.Alarms;
using Muster.App.Tests.Rosters.Attending;
using Muster.App.Tests.Testing;
using Muster.Organisation.Contract;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Language;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Alarms;
using Muster.Rosters.Attending;
using Muster.Rosters.Field;
using Muster.Rosters.Handover;

namespace Muster.App.Tests.Rosters.Handover;

public sealed class HandoverTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_outgoing_says_what_is_open_the_incoming_confirms_and_the_dossier_knows_it(Engine engine)
    {
        await using var relief = await Commanded.Make(engine);
        var (test, end) = (relief.Town.Test, relief.Starts.AddHours(8));
        var next = await Next(relief, 3);
        var give = new GiveHandover(relief.Members[0].Shift, "给 3 号楼送菜\n\n 电梯报修 ", "2 号楼 201 独居老人", "东门钥匙 1 把");
        Assert.Equal("handover-early", await Refused(relief, 0, give));
        test.Clock.Now = end - HandoverRules.Overlap;
        Assert.Equal("turn-unknown", await Refused(relief, 1, give));
        Assert.Equal("handover-unknown", await Refused(relief, 3, new TakeHandover(next)));
        await Do(relief, 0, give);
        // Written on a phone without network it counts by the phone's time: neither ahead nor over what was said later.
        Assert.Equal("handover-clock", await Refused(relief, 0, give with { At = test.Clock.Now.AddMinutes(10) }));
        test.Clock.Advance(TimeSpan.FromHours(7));
        Assert.Equal("handover-late", await Refused(relief, 0, give));
        await Do(relief, 0, give with { At = end.AddMinutes(-10) });
        Assert.Equal(1, await relief.Town.Number("select count(*) from handover_note where given_at = @at", ("@at", end.AddMinutes(-10))));
        Assert.Equal("handover-newer", await Refused(relief, 0, give with { At = end.AddMinutes(-20) }));
        test.Clock.Now = end;
        var note = await Do(relief, 0, give with { Notes = "对讲机在岗亭" });
        Assert.Equal(1, await relief.Town.Number("select count(*) from notice where kind = 'handover-given' and person_id = @p", ("@p", relief.Members[3].Person)));
        Assert.Equal("turn-unknown", await Refused(relief, 0, new TakeHandover(next)));
        Assert.Equal(note, await Do(relief, 3, new TakeHandover(next, "少一个充电器")));
        Assert.Equal("handover-taken", await Refused(relief, 3, new TakeHandover(next)));
        Assert.Equal("handover-taken", await Refused(relief, 0, give));
        var line = Assert.Single((await test.Get<HandoverQueries>().Page(new TableAsk("/handovers", [new("state", "taken")]), default)).Rows);
        Assert.Equal(("给 3 号楼送菜\n电梯报修", "少一个充电器", relief.Town.People[3].Name), (line.Duties, line.Remark, line.TakenBy));

        await using var store = await test.Stores.Open();
        var t = test.Get<Texts>().In("zh-CN");
        var ask = new DossierAsk([relief.Town.Street.Id], [], test.Clock.Now, null);
        var parts = await new HandoverInDossier().Parts(store.Sql, ask, t, default);
        Assert.Equal([1, 3, 1], parts.OrderBy(p => p.Order).Select(p => p.Rows.Count));
        Assert.DoesNotContain("201", parts.First(p => p.Order == 55).Rows[0].Cells[1], StringComparison.Ordinal);
        Assert.Contains("201", (await new HandoverInDossier().Parts(store.Sql, ask with { Phones = true }, t, default)).First(p => p.Order == 55).Rows[0].Cells[1], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Going_before_the_relief_has_come_needs_a_reason_and_rings_until_somebody_is_there(Engine engine)
    {
        await using var relief = await Commanded.Make(engine);
        var (test, end) = (relief.Town.Test, relief.Starts.AddHours(8));
        await relief.CheckInAll();
        await Next(relief, 3);
        test.Clock.Now = end;
        var go = new CheckIn(AttendanceKind.Out, AttendanceHow.Button, end);
        // Whoever goes while others stay leaves nobody alone; the last one does.
        var answers = await relief.Send(relief.Say(1, go));
        Assert.NotNull(answers[0].Outcome);
        Assert.NotNull((await relief.Send(relief.Say(2, go)))[0].Outcome);
        Assert.True((await test.Get<FieldQueries>().Day(relief.Members[0].Account, default)).Shifts[0].Alone);
        Assert.Equal("relief-missing", (await relief.Send(relief.Say(0, go)))[0].Broken.Single().Code);
        // The end of the turn is told, once.
        var clock = new PromptLeaving.Clock(test.Services);
        for (var twice = 0; twice < 2; twice++) await clock.Look(default);
        await new PromptLeaving.Clock(test.Services).Look(default);
        Assert.Equal(0, await test.Do(new PromptLeaving(relief.Starts)));
        Assert.Equal(1, await relief.Town.Number("select count(*) from notice where kind = 'turn-over'"));

        Assert.NotNull((await relief.Send(relief.Say(0, go with { Reason = "孩子发烧" })))[0].Outcome);
        await new AlarmClock(test.Services).Look(default);
        await new AlarmClock(test.Services).Look(default);
        var alarms = test.Get<AlarmQueries>();
        var alarm = (await alarms.Page(new TableAsk("/alarms", [new("kind", "LeftAlone")]), null, default)).Rows.Single();
        Assert.Equal((relief.Town.People[10].Id, "孩子发烧"), (alarm.OwnerId!.Value, (await alarms.Steps(alarm.Id, default))[0].Note));
        test.Clock.Advance(TimeSpan.FromMinutes(5));
        await relief.Send(relief.Say(3, new CheckIn(AttendanceKind.In, AttendanceHow.Button, test.Clock.Now)));
        await new AlarmClock(test.Services).Look(default);
        Assert.Equal(AlarmOutcome.Came, (await alarms.Of(alarm.Id, default))!.Outcome);
    }

    [Fact]
    public async Task Both_sides_do_it_on_the_phone_and_the_host_reads_and_prints_it()
    {
        await using var relief = await Commanded.Make(Engine.Sqlite);
        var test = relief.Town.Test;
        var next = await Next(relief, 3);
        test.Clock.Now = relief.Starts.AddHours(8).AddMinutes(-20);
        // The cookie of a member alone lasts by the test's clock, which a browser of today takes for over.
        foreach (var member in (int[])[0, 3]) await test.Do(new GiveRole(relief.Members[member].Account, Role.Reader, null, null, null, null, "test"));
        await using var served = await Served.Of(test, network: true);
        using var outgoing = await served.SignedIn("member0");
        var page = $"/field/handover/{relief.Members[0].Shift}";
        Assert.Contains("/field", await outgoing.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await outgoing.GetAsync($"/field/handover/{next}")).StatusCode);
        using (var given = await Served.Post(outgoing, page, page + "/give", ("Duties", "给 3 号楼送菜"))) Assert.Equal(HttpStatusCode.SeeOther, given.StatusCode);
        using var incoming = await served.SignedIn("member3");
        Assert.Contains("给 3 号楼送菜", await incoming.GetStringAsync($"/field/handover/{next}"), StringComparison.Ordinal);
        using (var taken = await Served.Post(incoming, $"/field/handover/{next}", $"/field/handover/{next}/take", ("Remark", ""))) Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
        using var host = await served.SignedIn("host");
        var id = (await test.Get<HandoverQueries>().Page(new TableAsk("/handovers", []), default)).Rows.Single().Id;
        Assert.Contains("data-print", await host.GetStringAsync($"/handovers/{id}"), StringComparison.Ordinal);
        Assert.Contains($"/handovers/{id}", await host.GetStringAsync("/handovers"), StringComparison.Ordinal);
        using var elsewhere = await served.SignedIn("elsewhere");
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.GetAsync($"/handovers/{id}")).StatusCode);
    }

    /// <summary>The turn that relieves, of the fourth member.</summary>
    private static async Task<Guid> Next(Relief relief, int member)
    {
        var next = await Commanded.Open(relief, relief.Starts.AddHours(8));
        await relief.Town.Run("update shift set person_id = @p where id = @s", ("@p", relief.Members[member].Person), ("@s", next));
        return next;
    }

    private static Task<Guid> Do(Relief relief, int member, Act<Guid> act) => relief.Town.Test.Desk.Do(act, WriteId.New(), relief.Actor(member));

    private static async Task<string> Refused(Relief relief, int member, Act<Guid> act) => (await Assert.ThrowsAsync<Refused>(() => Do(relief, member, act))).Rules[0].Code;
}
