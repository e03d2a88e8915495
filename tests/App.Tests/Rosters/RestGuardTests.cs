using Muster.App.Tests.Placements;
using Muster.App.Tests.Testing;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters;
using Muster.Rosters.Changing;
using Muster.Rosters.Filling;
using Muster.Rosters.Patterns;
using Muster.Rosters.Posts;
using Muster.Rosters.Resting;

namespace Muster.App.Tests.Rosters;

public sealed class RestGuardTests
{
    private static readonly DateOnly First = new(2020, 2, 19);

    [Fact]
    public void Hours_days_and_nights_are_counted_in_each_week_from_the_first_day()
    {
        Turn At(int day, int from, int hours) => new(Guid.CreateVersion7(), First.AddDays(day), WorkDays.At(First.AddDays(day), from * 60), WorkDays.At(First.AddDays(day), (from + hours) * 60));
        List<Turn> five = [.. new[] { 0, 1, 2, 4, 5 }.Select(d => At(d, 8, 12))];
        Assert.Equal([RestBreach.Hours], RestRules.Of(At(6, 8, 12), five, First, RestCaps.Usual));
        // The next week begins anew, and so does the one before.
        Assert.Empty(RestRules.Of(At(7, 8, 12), five, First, RestCaps.Usual));
        Assert.Empty(RestRules.Of(At(-2, 8, 12), five, First, RestCaps.Usual));
        Assert.Empty(RestRules.Of(At(6, 8, 12), five, First, RestCaps.Usual with { WeekMinutes = 72 * 60 }));
        Assert.Equal([RestBreach.Days], RestRules.Of(At(6, 8, 4), five, First, RestCaps.Usual with { WeekMinutes = 84 * 60, WeekDays = 5 }));
        List<Turn> nights = [At(0, 22, 8), At(1, 22, 8), At(3, 22, 8), At(4, 22, 8)];
        Assert.Equal([RestBreach.WeekNights], RestRules.Of(At(6, 22, 8), nights, First, RestCaps.Usual));
        Assert.Equal(First.AddDays(-7), RestRules.WeekOf(First.AddDays(-1), First));
    }

    [Fact]
    public void A_waiver_holds_on_its_days_and_only_widens()
    {
        var guard = new RestGuard(RestCaps.Usual, [new(RestCap.Run, 9, First, First.AddDays(3)), new(RestCap.Rest, 12, First, First.AddDays(3)), new(RestCap.WeekHours, 70, First, First.AddDays(30))]);
        Assert.Equal((9, 660, 4200), (guard.On(First).RunDays, guard.On(First).RestMinutes, guard.On(First).WeekMinutes));
        Assert.Equal((6, 4200), (guard.On(First.AddDays(3)).RunDays, guard.Through(First, First.AddDays(14)).WeekMinutes));
        Assert.NotEmpty(CapRules.ForWaiver(RestCap.Run, 6, 6, First, First, "x", First));
        Assert.NotEmpty(CapRules.ForWaiver(RestCap.Rest, 12, 11, First, First, "x", First));
        Assert.Empty(CapRules.ForWaiver(RestCap.Rest, 8, 11, First, First.AddDays(27), "x", First));
        Assert.NotEmpty(CapRules.ForWaiver(RestCap.Rest, 8, 11, First, First.AddDays(28), "x", First));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Caps_of_an_area_are_kept_by_filling_by_hand_and_by_the_check_and_are_waived_by_name(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var (test, rosters, rest) = (town.Test, town.Test.Get<RosterQueries>(), town.Test.Get<RestQueries>());
        foreach (var person in town.People)
            await town.Run("insert into placement (id, emergency_id, person_id, area_id, post_id, role, starts_at, reason, made_at) values (@id, @e, @x, @a, @p, 'Member', @from, 'test', @from)",
                ("@id", Guid.CreateVersion7()), ("@e", town.Emergency), ("@x", person.Id), ("@a", town.Communities[0].Id), ("@p", town.Posts[0].Id), ("@from", town.Now.AddHours(1)));
        await test.Do(new SetPostTimes(town.Posts[0].Id, "早 08:00-16:00 2人\n晚 16:00-24:00 1人"));
        Assert.Equal(RestCaps.Usual, Assert.Single(await rest.Caps(town.Emergency, default)).Caps);

        // What is looser than usual needs a reason; the area's own go before the emergency's.
        Assert.Equal("reason-missing", (await Refused(test, new SetRestCaps(town.Emergency, 11, 7, 3, 60, 7, 4))).Code);
        Assert.Equal("cap-range", (await Refused(test, new SetRestCaps(town.Emergency, 11, 6, 3, 100, 6, 4, Reason: "急"))).Code);
        await test.Do(new SetRestCaps(town.Emergency, 11, 6, 3, 48, 6, 4));
        await test.Do(new SetRestCaps(town.Emergency, 11, 6, 3, 24, 6, 4, town.Communities[0].Id));
        var here = await test.Do(new SetRestCaps(town.Emergency, 11, 6, 3, 16, 6, 4, town.Communities[0].Id));
        Assert.Equal([48, 16], (await rest.Caps(town.Emergency, default)).Select(c => c.Caps.WeekMinutes / 60));

        // Twenty-one turns a week; twelve people with two each could have twenty-four.
        var roster = Assert.Single(await test.Do(new MakeRosters(town.Emergency, First, 14, town.Communities[0].Id)));
        await test.Get<FillRosters>().Run([roster], new FillOptions(Seconds: 0.3), test.Actor, WriteId.New());
        var ground = (await rosters.Ground(roster, default))!;
        Assert.Equal((16 * 60, 2), (ground.Caps.WeekMinutes, ground.People.Max(p => ground.Shifts.Count(s => s.PersonId == p.Id && s.Day < First.AddDays(7)))));
        Assert.True(RosterCheck.Of(ground).Holds);
        Assert.InRange(ground.Shifts.Count(s => s.PersonId is not null), 36, 42);

        await test.Do(new DiscardRoster(roster, (await rosters.Of(roster, default))!.Version));
        roster = Assert.Single(await test.Do(new MakeRosters(town.Emergency, First, 14, town.Communities[0].Id)));
        var (early, one) = (ground.Bands.First(b => b.Band.Name == "早").Id, town.People[0].Id);
        foreach (var day in new[] { 0, 1 }) await test.Do(new GiveTurn(roster, early, First.AddDays(day), one));
        Assert.Equal("hours-many", (await Refused(test, new GiveTurn(roster, early, First.AddDays(2), one))).Code);
        Assert.Equal("waiver-needless", (await Refused(test, new WaiveRest(town.Emergency, one, RestCap.WeekHours, 16, First, First.AddDays(6), "x"))).Code);
        Assert.Equal("reason-missing", (await Refused(test, new WaiveRest(town.Emergency, one, RestCap.WeekHours, 24, First, First.AddDays(6), ""))).Code);
        var waiver = await test.Do(new WaiveRest(town.Emergency, one, RestCap.WeekHours, 24, First, First.AddDays(6), "只有他懂配电"));
        await test.Do(new GiveTurn(roster, early, First.AddDays(2), one));
        Assert.Equal("hours-many", (await Refused(test, new GiveTurn(roster, early, First.AddDays(3), one))).Code);
        Assert.DoesNotContain(RosterCheck.Of((await rosters.Ground(roster, default))!).Findings, f => f.Code == "hours");
        Assert.Equal(("只有他懂配电", "test", true), (await rest.Waivers(town.Emergency, new TableAsk("/x", [new("state", "now")]), default)).Rows.Select(w => (w.Reason, w.GivenBy, w.Holds)).Single());

        // Ended, it allows nothing: the check finds the turns it had allowed.
        await test.Do(new EndRestWaiver(waiver));
        Assert.Equal("waiver-unknown", (await Refused(test, new EndRestWaiver(waiver))).Code);
        Assert.Equal(3, RosterCheck.Of((await rosters.Ground(roster, default))!).Findings.Count(f => f.Code == "hours"));
        Assert.Equal(0, (await rest.Waivers(town.Emergency, new TableAsk("/x", [new("state", "now")]), default)).Total);
        await test.Do(new EndRestCaps(here));
        Assert.DoesNotContain(RosterCheck.Of((await rosters.Ground(roster, default))!).Findings, f => f.Code == "hours");

        // A host judges by what was set above the own area as well, the nearest first; it is not the host's to end.
        var above = await test.Do(new SetRestCaps(town.Emergency, 11, 6, 3, 40, 6, 4, town.Street.Id));
        using (Reach.Enter(new Reach(Guid.CreateVersion7(), [.. town.Communities.Take(2).Select(c => c.Path).Order(StringComparer.Ordinal)], [], Hosts: true)))
        {
            Assert.Equal(40 * 60, (await rosters.Ground(roster, default))!.Caps.WeekMinutes);
            var seen = await rest.Caps(town.Emergency, default);
            Assert.Equal([null, town.Communities[0].Id, town.Communities[1].Id], seen.Select(c => c.AreaId));
            Assert.All(seen, c => Assert.Null(c.Id));
        }
        var own = await test.Do(new SetRestCaps(town.Emergency, 11, 6, 3, 32, 6, 4, town.Communities[0].Id));
        using (Reach.Enter(new Reach(Guid.CreateVersion7(), [town.Communities[0].Path], [], Hosts: true)))
            Assert.Equal([(null, 48), (own, 32)], (await rest.Caps(town.Emergency, default)).Select(c => (c.Id, c.Caps.WeekMinutes / 60)));
        Assert.Equal(above, (await rest.Caps(town.Emergency, default)).Single(c => c.AreaId == town.Street.Id).Id);
        Assert.Equal(8, await town.Number("select count(*) from audit_entry where subject_kind in ('area_rest', 'rest_waiver')"));
    }

    private static async Task<Broken> Refused<T>(TestInstallation test, Act<T> act) where T : notnull => (await Assert.ThrowsAsync<Refused>(() => test.Do(act))).Rules[0];
}
