using System.Text.Json;
using Muster.App.Tests.Placements;
using Muster.App.Tests.Testing;
using Muster.Placements;
using Muster.Platform.Acts;
using Muster.Platform.Jobs;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters;
using Muster.Rosters.Changing;
using Muster.Rosters.Filling;
using Muster.Rosters.Leaving;
using Muster.Rosters.Patterns;
using Muster.Rosters.Posts;

namespace Muster.App.Tests.Rosters;

/// <summary>Rosters from the first open turn to a change after publication.</summary>
public sealed class RostersTests
{
    private static readonly DateOnly First = new(2020, 2, 19);

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_roster_is_made_filled_published_and_changed_and_keeps_every_rule(Engine engine)
    {
        await using var town = await Placed(engine);
        var (test, rosters) = (town.Test, town.Test.Get<RosterQueries>());
        await test.Do(new ApplyPattern(town.Street.Id));
        var roster = Assert.Single(await test.Do(new MakeRosters(town.Emergency, First, 7)));
        var line = (await rosters.Of(roster, default))!;
        // Two posts, three bands, seven days, one at a time: all open.
        Assert.Equal((42, 42, RosterState.Draft), (line.Turns, line.Open, line.State));
        Assert.Equal("roster-taken", (await Refused(test, new MakeRosters(town.Emergency, First.AddDays(6), 7, town.Communities[0].Id))).Code);

        var job = await test.Get<FillRosters>().Start([roster], new FillOptions(Seconds: 0.3), test.Actor, WriteId.New());
        Assert.Equal(JobState.Done, (await test.Get<JobBoard>().Wait(job)).State);
        var ground = (await rosters.Ground(roster, default))!;
        var check = RosterCheck.Of(ground);
        Assert.Empty(check.Findings);
        Assert.Equal((42, 42), (check.Bands, check.Covered + check.Holes));
        Assert.All(ground.Shifts.Where(s => s.PersonId is null), s => Assert.StartsWith("why people=", s.Reason, StringComparison.Ordinal));
        Assert.InRange(check.Covered, 30, 42);

        // What is locked stays when it is filled again.
        var kept = ground.Shifts.First(s => s.PersonId is not null);
        Assert.Equal(1, await test.Do(new LockShifts(roster, true, [kept.Id])));
        var stopped = await StoppedOnceProved(test, roster);
        Assert.Contains(await rosters.Shifts(roster, default), s => s.Id == kept.Id && s.PersonId == kept.PersonId && s.Locked);
        Assert.Equal((roster, 42), (stopped.Roster, stopped.Turns));
        Assert.InRange(stopped.Bound!.Value, 0, stopped.Cost);
        Assert.Equal((await rosters.Of(roster, default))!.Gap, stopped.Gap);

        var published = await test.Do(new PublishRosters([roster]));
        Assert.Equal((1, 42), (published.Rosters, published.Bands));
        Assert.Equal(published.People, await town.Number("select count(*) from notice where kind = 'roster-published'"));
        Assert.Equal("roster-published", (await Refused(test, new LockShifts(roster, true))).Code);
        Assert.Equal("roster-published", (await Refused(test, new DiscardRoster(roster, 9))).Code);
        Assert.Equal("roster-published", (await Refused(test, new KeepFilled(roster, 9, ""))).Code);

        await ChangeOne(town, roster);
    }

    /// <summary>Filled with all the time there is, watched until cost and bound are told, and stopped: the best so far is kept.</summary>
    private static async Task<RostersFilled> StoppedOnceProved(TestInstallation test, Guid roster)
    {
        var jobs = test.Get<JobBoard>();
        var job = await test.Get<FillRosters>().Start([roster], new FillOptions(Seconds: 600, Seed: 7), test.Actor, WriteId.New());
        JobView now;
        do
        {
            await Task.Delay(20);
            now = (await jobs.Find(job))!;
        }
        while (now.State == JobState.Running && now.Figures?.ContainsKey("bound") != true);
        jobs.Cancel(job);
        now = await jobs.Wait(job);
        Assert.Equal(JobState.Done, now.State);
        return now.Result!.Value.Deserialize<RostersFilled>(Desk.Json)!;
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task By_hand_the_rules_of_rest_hold_and_an_exception_has_a_name(Engine engine)
    {
        await using var town = await Placed(engine);
        var (test, rosters) = (town.Test, town.Test.Get<RosterQueries>());
        await test.Do(new SetPostTimes(town.Posts[0].Id, "早 08:00-16:00 1人\n夜 22:00-06:00 1人"));
        var roster = Assert.Single(await test.Do(new MakeRosters(town.Emergency, First, 10, town.Communities[0].Id)));
        var ground = (await rosters.Ground(roster, default))!;
        var (early, night) = (ground.Bands.Single(b => b.Band.Name == "早").Id, ground.Bands.Single(b => b.Band.Name == "夜").Id);
        var (one, other) = (ground.People[0].Id, ground.People[1].Id);

        var turn = await test.Do(new GiveTurn(roster, night, First, one));
        Assert.Equal("rest-short", (await Refused(test, new GiveTurn(roster, early, First.AddDays(1), one))).Code);
        await test.Do(new GiveTurn(roster, early, First.AddDays(1), one, Exception: "只有他会开门"));
        var excepted = (await rosters.Shifts(roster, default)).Single(s => s.Day == First.AddDays(1) && s.PersonId == one);
        Assert.Equal("破例：只有他会开门（test）", excepted.Reason);
        Assert.Equal((1, 0), (RosterCheck.Of((await rosters.Ground(roster, default))!).Excepted, RosterCheck.Of((await rosters.Ground(roster, default))!).Findings.Count(f => f.Code == "rest")));
        Assert.Equal("shift-same-day", (await Refused(test, new GiveTurn(roster, early, First, one))).Code);
        for (var day = 0; day < 3; day++) await test.Do(new GiveTurn(roster, night, First.AddDays(3 + day), other));
        Assert.Equal("nights-long", (await Refused(test, new GiveTurn(roster, night, First.AddDays(6), other))).Code);
        await test.Do(new AssignShift(turn, null));
        Assert.StartsWith("why people=", (await rosters.Shifts(roster, default)).Single(s => s.Id == turn).Reason, StringComparison.Ordinal);
        Assert.Equal("shift-stale", (await Refused(test, new AssignShift(turn, other, Version: 1))).Code);

        // Somebody without nights is not offered one, and fits elsewhere first.
        await town.Run("insert into person_limit (id, person_id, kind) values (@id, @p, 'NoNights')", ("@id", Guid.CreateVersion7()), ("@p", one));
        ground = (await rosters.Ground(roster, default))!;
        Assert.Equal("no-nights", (await Refused(test, new AssignShift(turn, one))).Code);
        var offered = CoverSuggestions.For(ground, ground.Bands.Single(b => b.Id == night), First);
        Assert.Equal("nights", offered.Single(o => o.Person.Id == one).Refusal);
        Assert.Null(offered[0].Refusal);

        Assert.Equal(1, (await rosters.Page(new TableAsk("/rosters", [new("state", "Draft")]), default)).Total);
        await test.Do(new DiscardRoster(roster, (await rosters.Of(roster, default))!.Version));
        Assert.Equal(0, await town.Number("select count(*) from shift"));
    }

    [Fact]
    public void A_night_is_three_hours_between_ten_and_six()
    {
        Assert.All(new[] { (0, 480), (1320, 480), (1200, 300), (180, 180), (0, 1440) }, t => Assert.True(RestRules.IsNight(t.Item1, t.Item2)));
        Assert.All(new[] { (480, 480), (960, 480), (300, 120), (240, 120), (1260, 200) }, t => Assert.False(RestRules.IsNight(t.Item1, t.Item2)));
    }

    [Fact]
    public void The_check_finds_what_was_planted()
    {
        var band = new PostBand(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "东门", "值守", new Band("早", 480, 480, Needed: 1, Target: 1));
        var night = band with { Id = Guid.CreateVersion7(), Band = new Band("夜", 1320, 480, Needed: 1, Target: 1) };
        var person = new AvailablePerson(Guid.CreateVersion7(), "甲", band.PostId, First, First.AddDays(20), 0, false, true, true, new HashSet<string>(), new HashSet<DateOnly> { First.AddDays(4) }, [], 0);
        var roster = new Roster { Id = Guid.CreateVersion7(), StartsOn = First, Days = 9 };
        RosterGround Ground(params Shift[] shifts) => new() { Roster = roster, AreaName = "甲", Bands = [band, night], Holidays = new Dictionary<DateOnly, bool>(), People = [person], Shifts = shifts };
        var empty = Ground();
        Assert.Equal(18, RosterCheck.Of(empty).Findings.Count(f => f.Code == "missing"));
        Assert.Equal(18, RosterCheck.Of(Ground([.. empty.OpenTurns()])).Findings.Count(f => f.Code == "unexplained"));
        var explained = empty.OpenTurns().ToList();
        foreach (var turn in explained) turn.Reason = "why people=1 nights=1";
        Assert.Equal((0, 18), (RosterCheck.Of(Ground([.. explained])).Findings.Count, RosterCheck.Of(Ground([.. explained])).Holes));
        void Give(int day, PostBand at) => explained.Single(s => s.Day == First.AddDays(day) && s.PostTimeId == at.Id).PersonId = person.Id;
        Give(0, night);
        Assert.Equal(["nights"], Codes());
        Give(1, band);
        Assert.Equal(["nights", "rest"], Codes());
        Give(4, band);
        Assert.Equal(["leave", "nights", "rest"], Codes());

        List<string> Codes() => [.. RosterCheck.Of(Ground([.. explained])).Findings.Select(f => f.Code).Order(StringComparer.Ordinal)];
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Leave_that_is_granted_opens_the_turns_at_once_and_says_who_could_have_them(Engine engine)
    {
        await using var town = await Placed(engine);
        var (test, rosters, leave) = (town.Test, town.Test.Get<RosterQueries>(), town.Test.Get<LeaveQueries>());
        await test.Do(new SetPostTimes(town.Posts[0].Id, "早 08:00-16:00 1人"));
        var roster = Assert.Single(await test.Do(new MakeRosters(town.Emergency, First, 3, town.Communities[0].Id)));
        var ground = (await rosters.Ground(roster, default))!;
        var one = ground.People[0].Id;
        for (var day = 0; day < 3; day++) await test.Do(new GiveTurn(roster, ground.Bands[0].Id, First.AddDays(day), one));
        await test.Do(new PublishRosters([roster]));

        var asked = await test.Do(new AskLeave(one, First, 2, LeaveKind.Personal, "家里有事"));
        Assert.Equal("leave-twice", (await Refused(test, new AskLeave(one, First.AddDays(1), 1, LeaveKind.Sick))).Code);
        Assert.Equal("answer-missing", (await Refused(test, new AnswerLeave(asked, false))).Code);
        Assert.Equal(2, await test.Do(new AnswerLeave(asked, true)));
        Assert.Equal("leave-answered", (await Refused(test, new AnswerLeave(asked, true))).Code);
        var turns = await leave.ToCover((await leave.Of(asked, default))!, default);
        Assert.Equal(2, turns.Count);
        Assert.All(turns, t => Assert.Null(t.Suggestions[0].Refusal));
        ground = (await rosters.Ground(roster, default))!;
        Assert.Equal("leave", TurnRefusal.Of(ground.People.Single(p => p.Id == one), ground.Bands[0], First, [], ground.Roster));
        Assert.Equal("on-leave", (await Refused(test, new AssignShift(turns[0].Shift.Id, one, Reason: "试"))).Code);
        await test.Do(new AssignShift(turns[0].Shift.Id, turns[0].Suggestions[0].Person.Id, Reason: "顶班"));
        Assert.Single(await leave.ToCover((await leave.Of(asked, default))!, default));
        Assert.Equal(1, await town.Number("select count(*) from notice where kind = 'leave-answered'"));
        Assert.Equal(1, (await leave.Page(new TableAsk("/leave", [new("state", "Granted")]), default)).Total);
    }

    private static async Task ChangeOne(Town town, Guid roster)
    {
        var (test, rosters) = (town.Test, town.Test.Get<RosterQueries>());
        var ground = (await rosters.Ground(roster, default))!;
        var (shift, next) = ground.Shifts.Where(s => s.PersonId is not null).Select(s => (s, CoverSuggestions.For(ground, ground.Bands.Single(b => b.Id == s.PostTimeId), s.Day, s.PersonId).FirstOrDefault(o => o.Refusal is null)))
            .First(x => x.Item2 is not null);
        Assert.Equal("reason-missing", (await Refused(test, new AssignShift(shift.Id, next!.Person.Id))).Code);
        await test.Do(new AssignShift(shift.Id, next.Person.Id, shift.Version, "家里有事"));
        var change = Assert.Single(await rosters.Changes(roster, default));
        Assert.Equal(("家里有事", next.Person.Name), (change.Reason, change.To));
        Assert.Equal(2, await town.Number("select count(*) from notice where kind = 'shift-changed'"));
        Assert.True(RosterCheck.Of((await rosters.Ground(roster, default))!).Holds);
    }

    /// <summary>Everybody placed at one of the two posts of the first community.</summary>
    private static async Task<Town> Placed(Engine engine)
    {
        var town = await Town.Make(engine);
        foreach (var (person, i) in town.People.Select((p, i) => (p, i)))
            await town.Run("insert into placement (id, emergency_id, person_id, area_id, post_id, role, starts_at, reason, made_at) values (@id, @e, @x, @a, @p, 'Member', @from, 'test', @from)",
                ("@id", Guid.CreateVersion7()), ("@e", town.Emergency), ("@x", person.Id), ("@a", town.Communities[0].Id), ("@p", town.Posts[i % 2].Id), ("@from", town.Now.AddHours(1)));
        return town;
    }

    private static async Task<Broken> Refused<T>(TestInstallation test, Act<T> act) where T : notnull => (await Assert.ThrowsAsync<Refused>(() => test.Do(act))).Rules[0];
}
