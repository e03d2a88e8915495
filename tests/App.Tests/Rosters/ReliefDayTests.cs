using Muster.App.Tests.Placements;
using Muster.App.Tests.Testing;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters;
using Muster.Rosters.Changing;
using Muster.Rosters.Filling;
using Muster.Rosters.Patterns;
using Muster.Rosters.Posts;
using Muster.Rosters.Relief;

namespace Muster.App.Tests.Rosters;

public sealed class ReliefDayTests
{
    private static readonly DateOnly First = new(2020, 2, 19);

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Local_staff_without_a_day_off_get_one_and_the_stand_in_has_the_turn(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var (test, rosters, relief) = (town.Test, town.Test.Get<RosterQueries>(), town.Test.Get<ReliefQueries>());
        // A standing emergency: what is rostered was worked.
        await town.Run("update emergency set kind = 'Standing', document_number = null where id = @e", ("@e", town.Emergency));
        var (local, other, here) = (town.People[0].Id, town.People[1].Id, town.Communities[0].Id);
        await town.Run("update person set origin = 'LocalStaff' where id = @p", ("@p", local));
        await town.Run("delete from mustered where person_id = @p", ("@p", local));
        foreach (var person in town.People.Take(4))
            await town.Run("insert into placement (id, emergency_id, person_id, area_id, post_id, role, starts_at, reason, made_at) values (@id, @e, @x, @a, @p, 'Member', @from, 'test', @from)",
                ("@id", Guid.CreateVersion7()), ("@e", town.Emergency), ("@x", person.Id), ("@a", here), ("@p", town.Posts[0].Id), ("@from", town.Now.AddHours(1)));
        await test.Do(new SetPostTimes(town.Posts[0].Id, "早 08:00-16:00 1人"));
        var roster = Assert.Single(await test.Do(new MakeRosters(town.Emergency, First, 14, here)));
        var band = (await rosters.Ground(roster, default))!.Bands[0].Id;
        foreach (var day in new[] { 0, 1, 2, 3, 4, 6 }) await test.Do(new GiveTurn(roster, band, First.AddDays(day), local));
        await test.Do(new PublishRosters([roster]));
        test.Clock.Now = WorkDays.At(First.AddDays(4), 1200);

        Assert.Empty((await relief.Of(here, 6, default)).Proposals);
        var proposal = Assert.Single((await relief.Of(here, 5, default)).Proposals);
        Assert.Equal((local, 5, First.AddDays(6), true, 3), (proposal.PersonId, proposal.RunDays, proposal.Day, proposal.HasTurn, proposal.StandIns.Count));
        Assert.DoesNotContain(proposal.StandIns, s => s.Person.Id == local);

        Assert.Equal("relief-not-local", (await Refused(test, new GiveReliefDay(town.Emergency, other, proposal.Day, town.People[2].Id))).Code);
        Assert.Equal("relief-day", (await Refused(test, new GiveReliefDay(town.Emergency, local, First.AddDays(4), other))).Code);
        var standIn = proposal.StandIns[0].Person.Id;
        await test.Do(new GiveReliefDay(town.Emergency, local, proposal.Day, standIn, roster, band));
        Assert.Equal([standIn], (await rosters.Shifts(roster, default)).Where(s => s.Day == proposal.Day).Select(s => s.PersonId!.Value));
        Assert.Equal("relief-twice", (await Refused(test, new GiveReliefDay(town.Emergency, local, proposal.Day, standIn))).Code);
        var line = Assert.Single((await relief.Given(here, new TableAsk("/x", []), default)).Rows);
        Assert.Equal((5, standIn, proposal.Day), (line.RunDays, line.StandInId, line.Day));
        Assert.Empty((await relief.Of(here, 5, default)).Proposals);
        Assert.Equal(1, await town.Number("select count(*) from notice where kind = 'relief-given'"));

        // No roster gives the person another turn that day; on a day without one, the stand-in gets an open one.
        var ground = (await rosters.Ground(roster, default))!;
        Assert.Equal(TurnRefusal.Leave, TurnRefusal.Of(ground.People.Single(p => p.Id == local), ground.Bands[0], proposal.Day, [], ground.Roster));
        Assert.Equal("relief-no-turn", (await Refused(test, new GiveReliefDay(town.Emergency, local, First.AddDays(8), standIn))).Code);
        await test.Do(new GiveReliefDay(town.Emergency, local, First.AddDays(8), standIn, roster, band));
        Assert.Equal([standIn], (await rosters.Shifts(roster, default)).Where(s => s.Day == First.AddDays(8)).Select(s => s.PersonId!.Value));
    }

    [Fact]
    public void Days_in_a_row_end_today_or_yesterday()
    {
        HashSet<DateOnly> worked = [First, First.AddDays(1), First.AddDays(2), First.AddDays(5)];
        Assert.Equal([3, 3, 0], new[] { 2, 3, 4 }.Select(d => ReliefRules.Run(worked, First.AddDays(d))));
        Assert.Equal((First.AddDays(5), null), (ReliefRules.Next(worked, First.AddDays(3)), ReliefRules.Next(worked, First.AddDays(6))));
    }

    private static async Task<Broken> Refused<T>(TestInstallation test, Act<T> act) where T : notnull => (await Assert.ThrowsAsync<Refused>(() => test.Do(act))).Rules[0];
}
