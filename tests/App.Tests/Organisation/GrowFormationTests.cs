using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Emergencies;
using Muster.App.Tests.Testing;
using Muster.Emergencies;
using Muster.Emergencies.Contract;
using Muster.Organisation;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.App.Tests.Organisation;

public sealed class GrowFormationTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Growing_again_makes_only_what_is_missing(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, streets, communities) = await ground.District();
        foreach (var community in communities) await ground.Post(community, "卡口");
        var emergency = await ground.Emergency(district);
        var grow = new GrowFormation(emergency, FormationTemplate.ThreeTier);
        await using var store = await test.Stores.Open();
        var preview = await grow.Preview(store.Sql, test.Clock.Now, default);
        Assert.False(await store.Set<Formation>().AnyAsync());

        var first = await test.Do(grow);
        Assert.Equivalent(preview, first);
        Assert.Equal((3 + 6 + 6, true), (first.Formations, first.GroupsAtPosts));
        var again = await test.Do(grow);
        Assert.Equal((0, 0), (again.Formations, again.SeatsMade));

        await ground.Post(await ground.Area("新社区", AreaLevel.Community, streets[0]), "新卡口");
        var more = await test.Do(grow);
        Assert.Equal((2, 4), (more.Formations, more.SeatsMade));
        var tree = await FormationQueries.Tree(store.Sql, emergency, 100, default);
        Assert.Equal((17, 3), (tree.Count, tree.Max(f => f.Depth)));
        Assert.Equal("和平区临时党委", tree[0].Name);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_second_emergency_over_the_same_ground_shares_its_commanders(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, _) = await ground.District();
        await test.Do(new GrowFormation(await ground.Emergency(district), FormationTemplate.ThreeTier));
        var other = await ground.Emergency(district, name: "汛期");
        var outcome = await test.Do(new GrowFormation(other, FormationTemplate.ThreeTier));
        Assert.Equal(9, outcome.SeatsStanding);
        await using var store = await test.Stores.Open();
        Assert.Equal(9, await store.Set<Seat>().CountAsync(s => s.Commands && s.EndsAt == null));
        var where = (await store.Sql.GroundOf(other, default))!;
        Assert.Equal(9, (await SeatQueries.Counts(store.Sql, where, default)).Single(c => c.Kind == SeatKind.HostSecretary).Unfilled);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Closing_ends_the_formation_and_its_seats_but_not_the_seats_of_the_territory(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, _) = await ground.District();
        var emergency = await ground.Emergency(district);
        await test.Do(new GrowFormation(emergency, FormationTemplate.ThreeTier));
        test.Clock.Advance(TimeSpan.FromDays(3));
        await test.Do(new CloseEmergency(emergency, "响应终止"));
        await using var store = await test.Stores.Open();
        Assert.False(await store.Set<Formation>().AnyAsync(f => f.EndsAt == null));
        Assert.Equal("响应终止", (await store.Set<Formation>().FirstAsync()).EndReason);
        Assert.All(await store.Set<Seat>().Where(s => s.EndsAt == null).ToListAsync(), s => Assert.True(s.Commands));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_formation_is_renamed_moved_and_dissolved_by_hand(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, communities) = await ground.District();
        var emergency = await ground.Emergency(district);
        await test.Do(new GrowFormation(emergency, FormationTemplate.ThreeTier));
        await using var store = await test.Stores.Open();
        var tree = await FormationQueries.Tree(store.Sql, emergency, 100, default);
        var (top, branch) = (tree[0], tree.First(f => f.Kind == FormationKind.Branch));
        var squad = await test.Do(new AddFormation(emergency, branch.Id, FormationKind.Squad, "青年突击队"));

        Assert.Equal("formation-circle", (await Assert.ThrowsAsync<Refused>(() => test.Do(new ChangeFormation(branch.Id, 1, ParentId: squad)))).Rules.Single().Code);
        await test.Do(new ChangeFormation(squad, 1, Name: "青年先锋队", ParentId: top.Id));
        Assert.Equal("stale", (await Assert.ThrowsAsync<Refused>(() => test.Do(new ChangeFormation(squad, 1, Name: "别名")))).Rules.Single().Code);
        Assert.Equal("青年先锋队队长", (await store.Set<Seat>().AsNoTracking().SingleAsync(s => s.FormationId == squad)).Title);
        Assert.Equal("area-taken", (await Assert.ThrowsAsync<Refused>(() => test.Do(new AddFormation(emergency, top.Id, FormationKind.Group, "重复", [communities[0].Id])))).Rules.Single().Code);

        Assert.Equal("formation-has-below", (await Assert.ThrowsAsync<Refused>(() => test.Do(new DissolveFormation(branch.Id, "并入")))).Rules.Single().Code);
        var outcome = await test.Do(new DissolveFormation(branch.Id, "并入街道", WithBelow: true));
        Assert.Equal((4, 4), (outcome.Formations, outcome.Seats));
        Assert.Equal("并入街道", (await store.Set<Formation>().AsNoTracking().SingleAsync(f => f.Id == branch.Id)).EndReason);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_branch_covers_several_units_and_growing_again_respects_it(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var street = await ground.Area("银滩路街道", AreaLevel.Street);
        var community = await ground.Area("营门滩社区", AreaLevel.Community, street);
        var units = new List<Area>();
        for (var i = 0; i < 5; i++) units.Add(await ground.Area($"单元{i}", AreaLevel.Compound, community, 1000 + (i * 100)));
        var emergency = await ground.Emergency(street, AreaLevel.Compound);
        var grow = new GrowFormation(emergency, FormationTemplate.OneOfficeSevenGroups, new(Branches: 3));
        Assert.Equal(1 + 1 + 7 + 3, (await test.Do(grow)).Formations);
        Assert.Equal(0, (await test.Do(grow)).Formations);
        await using var store = await test.Stores.Open();
        Assert.Equal(5, await store.Set<FormationArea>().CountAsync(c => units.Select(u => u.Id).Contains(c.AreaId)));
        var several = (await FormationQueries.Tree(store.Sql, emergency, 100, default)).First(f => f.Units > 1);
        Assert.Null(several.AreaId);
        await test.Do(new ChangeFormation(several.Id, several.Version, AreaIds: [units[0].Id]));
        Assert.Equal(units[0].Id, (await FormationQueries.Find(store.Sql, emergency, several.Id, default))!.AreaId);
    }
}
