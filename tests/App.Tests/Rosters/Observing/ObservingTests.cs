using System.Net;
using Muster.App.Tests.Platform.Access;
using Muster.App.Tests.Rosters.Alarms;
using Muster.App.Tests.Rosters.Attending;
using Muster.App.Tests.Testing;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Field;
using Muster.Rosters.Observing;

namespace Muster.App.Tests.Rosters.Observing;

public sealed class ObservingTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_observer_ticks_a_turn_under_way_and_the_person_sees_and_answers_it_once(Engine engine)
    {
        await using var relief = await Commanded.Make(engine);
        var (test, shift) = (relief.Town.Test, relief.Members[1].Shift);
        var account = await test.Account("observer");
        await test.Do(new GiveRole(account, Role.Observer, relief.Town.Communities[0].Id, null, null, null, "test"));
        var observer = Standing(account, Role.Observer, relief.Town.Communities[0].Path);
        async Task<string> Refused(Act<Guid> act, Actor by) => (await Assert.ThrowsAsync<Refused>(() => test.Desk.Do(act, WriteId.New(), by))).Rules[0].Code;

        Assert.Equal("not-allowed", await Refused(new Observe(shift, Seen.Away), relief.Actor(0)));
        Assert.Equal("shift-unknown", await Refused(new Observe(shift, Seen.Away), Standing(account, Role.Observer, relief.Town.Communities[1].Path)));
        Assert.Equal("shift-unknown", await Refused(new Observe(await Commanded.Open(relief, relief.Starts), Seen.Away), observer));
        var seen = await test.Desk.Do(new Observe(shift, Seen.Away, "岗亭没人"), WriteId.New(), observer);
        Assert.Equal("observed-lately", await Refused(new Observe(shift, Seen.AtPost), observer));
        Assert.Equal(1, await relief.Town.Number("select count(*) from notice where kind = 'observed-away' and person_id = @p", ("@p", relief.Members[1].Person)));
        Assert.Equal(Seen.Away, (await test.Get<ObservingQueries>().Turns(observer.Standing, "", default)).Single(t => t.ShiftId == shift).Ticked);

        Assert.Equal("岗亭没人", (await test.Get<FieldQueries>().Day(relief.Members[1].Account, default)).Observations.Single().Note);
        Assert.Empty((await test.Get<FieldQueries>().Day(relief.Members[0].Account, default)).Observations);
        Assert.Equal("observation-unknown", await Refused(new AnswerObservation(seen, "不是我"), relief.Actor(0)));
        await test.Desk.Do(new AnswerObservation(seen, "送老人去医院"), WriteId.New(), relief.Actor(1));
        Assert.Equal("observation-answered", await Refused(new AnswerObservation(seen, "再说一次"), relief.Actor(1)));
        Assert.Equal("送老人去医院", (await test.Get<ObservingQueries>().Page(new TableAsk("/observations", [new("answered", "yes")]), default)).Rows.Single().Answer);
        test.Clock.Now = relief.Starts.AddHours(8);
        Assert.Equal("shift-not-on", await Refused(new Observe(shift, Seen.AtPost), observer));
    }

    [Fact]
    public async Task It_is_ticked_and_answered_on_the_phone_and_read_by_the_host()
    {
        await using var relief = await Commanded.Make(Engine.Sqlite);
        var test = relief.Town.Test;
        // As readers too: the cookie of a member alone lasts by the test's clock, which a browser of today takes for over.
        await test.Do(new GiveRole(await test.Account("observer", Role.Reader), Role.Observer, relief.Town.Communities[0].Id, null, null, null, "test"));
        await test.Do(new GiveRole(relief.Members[2].Account, Role.Reader, null, null, null, null, "test"));
        await using var served = await Served.Of(test, network: true);
        using var observer = await served.SignedIn("observer");
        Assert.Contains(relief.Town.People[2].Name, await observer.GetStringAsync("/field/observe"), StringComparison.Ordinal);
        using (var ticked = await Served.Post(observer, "/field/observe", "/field/observe", ("ShiftId", relief.Members[2].Shift.ToString()), ("Seen", "Away"))) Assert.Equal(HttpStatusCode.SeeOther, ticked.StatusCode);
        using var member = await served.SignedIn("member2");
        Assert.DoesNotContain(relief.Town.People[1].Name, await member.GetStringAsync("/field/observe"), StringComparison.Ordinal);
        var id = (await test.Get<ObservingQueries>().Page(new TableAsk("/observations", []), default)).Rows.Single().Id;
        using (var empty = await Served.Post(member, "/field", $"/field/observations/{id}/answer", ("Answer", ""))) Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        using (var said = await Served.Post(member, "/field", $"/field/observations/{id}/answer", ("Answer", "去取药"))) Assert.Equal(HttpStatusCode.SeeOther, said.StatusCode);
        using var host = await served.SignedIn("host");
        Assert.Contains("去取药", await host.GetStringAsync("/observations"), StringComparison.Ordinal);
    }

    private static Actor Standing(Guid account, Role role, string path)
    {
        var standing = new Standing(Guid.CreateVersion7(), account, Muster.Platform.Identity.SigningIn.StayKind.Field, [new HeldRole(role, path, null)]);
        return new Actor(account, "observer", "page", standing.May) { Standing = standing };
    }
}
