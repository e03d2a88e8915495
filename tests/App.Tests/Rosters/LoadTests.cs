using Muster.App.Tests.Placements;
using Muster.App.Tests.Testing;
using Muster.Optimiser.Rostering;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters;
using Muster.Rosters.Attending;
using Muster.Rosters.Filling;
using Muster.Rosters.Load;
using Muster.Rosters.Patterns;
using Muster.Rosters.Posts;
using Shift = Muster.Rosters.Shift;

namespace Muster.App.Tests.Rosters;

public sealed class LoadTests
{
    // Wednesday; the Saturday of that week is 22 February.
    private static readonly DateOnly First = new(2020, 2, 19);

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_was_checked_in_counts_and_what_is_ahead_counts_as_published(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var (test, load) = (town.Test, town.Test.Get<LoadQueries>());
        var turns = await Ledger(town);
        var people = town.People.Take(5).Select(p => p.Id).ToList();
        var ask = new TableAsk("/load", [new("under", town.Street.Id.ToString())]);

        var lines = (await load.All(ask, default))!.ToDictionary(l => l.PersonId);
        Assert.Equal(5, lines.Count);
        // Came at eight and left at three; came and never left: the whole turn; never came: nothing, and missed.
        Assert.Equal((7 * 60, 0, 0, 0, 0), Sums(lines[people[0]]));
        Assert.Equal((8 * 60, 0, 0, 0, 0), Sums(lines[people[1]]));
        Assert.Equal((0, 0, 0, 0, 1), Sums(lines[people[2]]));
        // A night on a Saturday is still ahead; somebody came without a turn for two hours.
        Assert.Equal((0, 8 * 60, 1, Hardship.Night + Hardship.DayOff, 0), Sums(lines[people[3]]));
        Assert.Equal((120, 0, 0, 0, 0), Sums(lines[people[4]]));
        Assert.Equal((First.AddDays(3), 4), (lines[people[3]].NextDay!.Value, lines[people[3]].IdleDays));
        Assert.Equal((First, 2), (lines[people[0]].LastDay!.Value, lines[people[0]].IdleDays));

        Assert.Equal([people[2], people[3]], (await load.Page(new TableAsk("/load", [new("idle", "3"), new("sort", "-idle")]), default))!.Rows.Select(r => r.PersonId).Order());
        Assert.Equal([people[1], people[3]], (await load.Page(new TableAsk("/load", [new("hours", "8-16")]), default))!.Rows.Select(r => r.PersonId).Order());
        Assert.Equal(people[4], (await load.Page(new TableAsk("/load", [new("q", town.People[4].Name), new("under", town.Communities[0].Id.ToString())]), default))!.Rows[0].PersonId);
        Assert.Empty((await load.Page(new TableAsk("/load", [new("under", town.Communities[1].Id.ToString())]), default))!.Rows);
        var place = Assert.Single((await load.Areas(new LoadAsk(town.Street.Id), default))!);
        Assert.Equal((5, 17 * 60, 8 * 60, 1, 1), (place.People, place.Served, place.Ahead, place.Nights, place.Missed));
        Assert.Equal([(turns[0], 420, false)], (await load.Turns(people[0], 28, default)).Select(t => (t.ShiftId!.Value, t.Minutes, t.Missed)));

        // The next roster knows it.
        await test.Do(new SetPostTimes(town.Posts[1].Id, "早 08:00-16:00 1人"));
        var roster = Assert.Single(await test.Do(new MakeRosters(town.Emergency, First.AddDays(20), 7, town.Communities[0].Id)));
        await using var store = await test.Stores.Open();
        var ground = await RosterGround.Read(store, (await store.FindAsync<Roster>([roster]))!, default, test.Clock.Now.AddDays(10));
        Assert.Equal((420, 0), (ground.People.Single(p => p.Id == people[0]).PastMinutes, ground.People.Single(p => p.Id == people[0]).PastPoints));
    }

    [Fact]
    public async Task Its_pages_and_those_of_rest_relief_and_rotation_open_and_their_forms_do_what_they_say()
    {
        await using var town = await Town.Make(Engine.Sqlite);
        await Ledger(town);
        var (test, street, e) = (town.Test, town.Street.Id, town.Emergency);
        await town.Run("update person set origin = 'LocalStaff' where id = @p", ("@p", town.People[0].Id));
        await using var served = await Served.Of(test);
        foreach (var (page, action, fields) in new (string, string, (string, string)[])[]
        {
            ($"/emergencies/{e}/rest/set", $"/emergencies/{e}/rest/set", [("RestHours", "12"), ("RunDays", "6"), ("NightRun", "3"), ("WeekHours", "48"), ("WeekDays", "6"), ("WeekNights", "4")]),
            ($"/emergencies/{e}/rest/waive", $"/emergencies/{e}/rest/waive", [("PersonId", $"{town.People[1].Id}"), ("Cap", "WeekHours"), ("To", "60"), ("StartsOn", "2020-02-21"), ("Until", "2020-02-23"), ("Reason", "人手不够")]),
            ("/rotations/new", "/rotations/new", [("EmergencyId", $"{e}"), ("AreaId", $"{street}"), ("TakenBy", "Person"), ("StartsOn", "2020-02-24"), ("Weeks", "52")]),
        })
        {
            using var done = await served.Post(page, action, fields);
            Assert.True(done.StatusCode == System.Net.HttpStatusCode.SeeOther, $"{action}: {done.StatusCode}");
        }
        await using var store = await test.Stores.Open();
        var (rotation, waiver) = (await store.Sql.First("select id from duty_rotation", row => row.Guid(0), default), await store.Sql.First("select id from rest_waiver", row => row.Guid(0), default));
        foreach (var page in new[]
        {
            "/load", $"/load?under={street}&sort=-points", "/load/export", "/load/areas", "/load/areas/export", $"/load/{town.People[3].Id}", "/fairness", $"/fairness?under={street}&days=7", $"/areas/{town.Communities[0].Id}",
            $"/people/{town.People[3].Id}", $"/emergencies/{e}/rest", $"/emergencies/{e}/rest/export", $"/emergencies/{e}/rest/waivers/{waiver}", $"/areas/{town.Communities[0].Id}/relief?run=5", $"/areas/{street}/relief/export",
            "/rotations", $"/rotations/{rotation}", $"/rotations/{rotation}/export", $"/rotations/{rotation}/pick?words=", "/api/load", "/api/load/areas", "/api/fairness", $"/api/emergencies/{e}/rest", $"/api/areas/{street}/relief", $"/api/rotations/{rotation}",
        })
        {
            using var answer = await served.Client.GetAsync(page);
            Assert.True(answer.StatusCode == System.Net.HttpStatusCode.OK, $"{page}: {answer.StatusCode}");
        }
        Assert.Contains(town.People[3].Name, await served.Client.GetStringAsync("/fairness"), StringComparison.Ordinal);
    }

    [Fact]
    public void Hardship_is_the_same_for_everybody_and_fairness_says_why()
    {
        Assert.Equal(5, Hardship.Of(night: true, dayOff: true, 720, "消杀"));
        Assert.Equal(0, Hardship.Of(night: false, dayOff: false, 480, "值守"));
        LoadLine Line(int minutes, int turns, int nights, int idle = 0) => new(Guid.CreateVersion7(), "甲", Guid.Empty, "一", minutes, 0, nights, nights * 2, 0, 0, null, null, idle, turns, First.AddDays(-60));
        var even = new Fairness([.. Enumerable.Repeat(0, 10).Select(_ => Line(600, 5, 0))], First);
        Assert.Equal((0.0, 0.1), (even.Gini, even.TopTenth));
        var uneven = new Fairness([Line(2400, 10, 5), Line(600, 3, 0), Line(0, 0, 0, idle: 12)], First);
        Assert.Equal((1, 0.8), (uneven.Idle, uneven.TopTenth));
        Assert.Equal(0.533, uneven.Gini, 3);
        Assert.Equal([LoadWhy.ManyTurns, LoadWhy.ManyNights], uneven.Why(uneven.People[0]).Select(w => w.Why));
        Assert.Equal([(LoadWhy.NoTurns, 12)], uneven.Why(uneven.People[2]));
        Assert.Equal(3, uneven.Hours.Sum(b => b.People));
        Assert.Equal(uneven.People[2], uneven.Least.First());
    }

    [Fact]
    public void Who_carried_more_nights_is_spared_the_next_ones()
    {
        var post = Guid.CreateVersion7();
        var day = new PostBand(Guid.CreateVersion7(), post, Guid.CreateVersion7(), "东门", "值守", new Band("早", 480, 480, Needed: 2, Target: 2));
        var night = day with { Id = Guid.CreateVersion7(), Band = new Band("夜", 1320, 480, Needed: 1, Target: 1) };
        AvailablePerson Person(int points) => new(Guid.CreateVersion7(), "甲", post, First, First.AddDays(20), 0, false, true, false, new HashSet<string>(), new HashSet<DateOnly>(), [], 0) { PastPoints = points };
        int NightsOfFirst(int points, int others)
        {
            var people = new[] { Person(points), Person(others), Person(others), Person(others), Person(others), Person(others) };
            var ground = new RosterGround { Roster = new Roster { StartsOn = First, Days = 14 }, AreaName = "甲", Bands = [day, night], Holidays = new Dictionary<DateOnly, bool>(), People = people, Shifts = [] };
            var plan = Rosterer.Solve(new GroundProblem(ground).Problem, new RosterOptions(1, 4000, null), null, default);
            return plan.Kinds[0].Count(k => k == 1);
        }
        Assert.Equal(0, NightsOfFirst(12, others: 0));
        // Of fourteen nights, more than a sixth: among people alike anybody may have none.
        Assert.InRange(NightsOfFirst(0, others: 12), 3, 14);
    }

    /// <summary>Five people placed on Wednesday the 19th minus two days; it is Friday noon.</summary>
    private static async Task<List<Guid>> Ledger(Town town)
    {
        var place = First.AddDays(-2);
        foreach (var person in town.People.Take(5))
            await town.Run("insert into placement (id, emergency_id, person_id, area_id, post_id, role, starts_at, reason, made_at) values (@id, @e, @x, @a, @p, 'Member', @from, 'test', @from)",
                ("@id", Guid.CreateVersion7()), ("@e", town.Emergency), ("@x", person.Id), ("@a", town.Communities[0].Id), ("@p", town.Posts[0].Id), ("@from", WorkDays.At(place, 480)));
        town.Test.Clock.Now = WorkDays.At(First.AddDays(2), 720);
        await using var store = await town.Test.Stores.Open();
        var early = new PostTime { Id = Guid.CreateVersion7(), PostId = town.Posts[0].Id, Name = "早班", FromMinute = 480, Minutes = 480, Days = 255, Needed = 3, Target = 3 };
        var night = new PostTime { Id = Guid.CreateVersion7(), PostId = town.Posts[0].Id, Name = "夜班", FromMinute = 1320, Minutes = 480, Days = 255, Needed = 1, Target = 1 };
        var roster = new Roster { Id = Guid.CreateVersion7(), EmergencyId = town.Emergency, AreaId = town.Communities[0].Id, Name = "一周", StartsOn = First, Days = 7, State = RosterState.Published, MadeAt = town.Now, MadeBy = "test" };
        store.AddRange(early, night, roster);
        await store.SaveChangesAsync();
        var shifts = town.People.Take(4).Select((p, i) => Turn(roster, i < 3 ? early : night, p.Id, i < 3 ? First : First.AddDays(3))).ToList();
        store.AddRange(shifts);
        await store.SaveChangesAsync();
        Attendance Said(int person, Guid? shift, AttendanceKind kind, int minute) => new()
        {
            Id = Guid.CreateVersion7(), PersonId = town.People[person].Id, EmergencyId = town.Emergency, AreaId = town.Communities[0].Id, ShiftId = shift, Kind = kind, How = AttendanceHow.Button,
            DeviceAt = WorkDays.At(First, minute), ServerAt = WorkDays.At(First, minute), State = AttendanceState.Accepted,
        };
        store.AddRange(Said(0, shifts[0].Id, AttendanceKind.In, 480), Said(0, shifts[0].Id, AttendanceKind.Out, 900), Said(1, shifts[1].Id, AttendanceKind.In, 500), Said(4, null, AttendanceKind.In, 600), Said(4, null, AttendanceKind.Out, 720));
        await store.SaveChangesAsync();
        return [.. shifts.Select(s => s.Id)];
    }

    private static Shift Turn(Roster roster, PostTime time, Guid person, DateOnly day) => new()
    {
        Id = Guid.CreateVersion7(), RosterId = roster.Id, EmergencyId = roster.EmergencyId, PostId = time.PostId, PostTimeId = time.Id, AreaId = roster.AreaId, PersonId = person, Day = day,
        StartsAt = WorkDays.At(day, time.FromMinute), EndsAt = WorkDays.At(day, time.FromMinute + time.Minutes), State = ShiftState.Published, Version = 1,
    };

    private static (int, int, int, int, int) Sums(LoadLine l) => (l.Served, l.Ahead, l.Nights, l.Points, l.Missed);
}
