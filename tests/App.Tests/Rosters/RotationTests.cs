using Muster.App.Tests.Placements;
using Muster.App.Tests.Testing;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters;
using Muster.Rosters.Changing;
using Muster.Rosters.Filling;
using Muster.Rosters.Posts;
using Muster.Rosters.Rotation;

namespace Muster.App.Tests.Rosters;

public sealed class RotationTests
{
    private static readonly DateOnly First = new(2020, 2, 19);

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Each_has_one_week_and_is_rostered_in_no_other(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var (test, rosters, rotations, here) = (town.Test, town.Test.Get<RosterQueries>(), town.Test.Get<RotationQueries>(), town.Communities[0].Id);
        foreach (var person in town.People.Take(8))
            await town.Run("insert into placement (id, emergency_id, person_id, area_id, post_id, role, starts_at, reason, made_at) values (@id, @e, @x, @a, @p, 'Member', @from, 'test', @from)",
                ("@id", Guid.CreateVersion7()), ("@e", town.Emergency), ("@x", person.Id), ("@a", here), ("@p", town.Posts[0].Id), ("@from", town.Now.AddHours(1)));
        await test.Do(new SetPostTimes(town.Posts[0].Id, "早 08:00-16:00 1人"));
        Assert.Equal("rotation-empty", (await Refused(test, new MakeRotation(town.Emergency, town.Communities[1].Id, First))).Code);
        var id = await test.Do(new MakeRotation(town.Emergency, here, First, Weeks: 2));
        Assert.Equal("rotation-taken", (await Refused(test, new MakeRotation(town.Emergency, town.Street.Id, First.AddDays(7)))).Code);
        var rotation = (await rotations.Of(id, default))!;
        var weeks = (await rotations.Weeks(rotation, new TableAsk("/x", []), default)).Rows;
        Assert.Equal((2, 8, 4), (rotation.Weeks, rotation.Members, weeks.Count(w => w.Week == 0)));
        Assert.Equal(8, await town.Number("select count(*) from notice where kind = 'rotation-week'"));

        // The filler keeps the weeks, and so does the check.
        var roster = Assert.Single(await test.Do(new MakeRosters(town.Emergency, First, 14, here)));
        await test.Get<FillRosters>().Run([roster], new FillOptions(Seconds: 0.3), test.Actor, WriteId.New());
        var ground = (await rosters.Ground(roster, default))!;
        var weekOf = weeks.ToDictionary(w => w.PersonId!.Value, w => w.Week);
        Assert.All(ground.Shifts.Where(s => s.PersonId is not null), s => Assert.Equal((s.Day.DayNumber - First.DayNumber) / 7, weekOf[s.PersonId!.Value]));
        Assert.True(RosterCheck.Of(ground).Holds);
        Assert.Equal(14, ground.Shifts.Count(s => s.PersonId is not null));

        // By hand it takes a reason; who has changed weeks, has it without.
        var (one, other) = (weeks.First(w => w.Week == 0), weeks.First(w => w.Week == 1));
        var turn = ground.Shifts.First(s => s.Day == First.AddDays(9) && s.PersonId != one.PersonId).Id;
        Assert.Equal("rotation-week", (await Refused(test, new AssignShift(turn, one.PersonId))).Code);
        Assert.Equal("rotation-same-week", (await Refused(test, new SwapRotationWeeks(one.Id, weeks.First(w => w.Week == 0 && w.Id != one.Id).Id))).Code);
        await test.Do(new AssignShift(turn, null));
        await test.Do(new SwapRotationWeeks(one.Id, other.Id));
        ground = (await rosters.Ground(roster, default))!;
        Assert.Null(TurnRefusal.Of(ground.People.Single(p => p.Id == one.PersonId), ground.Bands[0], First.AddDays(9), [], ground.Roster));
        Assert.Equal(TurnRefusal.Rotation, TurnRefusal.Of(ground.People.Single(p => p.Id == other.PersonId), ground.Bands[0], First.AddDays(9), [], ground.Roster));
        await test.Do(new EndRotation(id));
        Assert.Equal("rotation-unknown", (await Refused(test, new EndRotation(id))).Code);
        Assert.All((await rosters.Ground(roster, default))!.People, p => Assert.Empty(p.OffWeeks));

        // By agency: each agency's people together.
        var byAgency = await test.Do(new MakeRotation(town.Emergency, here, First, RotationBy.Agency));
        Assert.Equal((2, 2), ((await rotations.Of(byAgency, default))!.Weeks, (await rotations.Of(byAgency, default))!.Members));
        ground = (await rosters.Ground(roster, default))!;
        Assert.All(ground.People, p => Assert.Equal(7, p.OffWeeks.Count));
        Assert.Equal(1, (await rotations.Page(new TableAsk("/rotations", [new("state", "now")]), default)).Total);
    }

    private static async Task<Broken> Refused<T>(TestInstallation test, Act<T> act) where T : notnull => (await Assert.ThrowsAsync<Refused>(() => test.Do(act))).Rules[0];
}
