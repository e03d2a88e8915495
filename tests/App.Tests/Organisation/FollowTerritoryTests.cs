using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Emergencies;
using Muster.App.Tests.Testing;
using Muster.Needs;
using Muster.Organisation;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.App.Tests.Organisation;

public sealed class FollowTerritoryTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Formation_seat_owner_and_demand_go_on_in_the_successors(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var street = await ground.Area("银滩路街道", AreaLevel.Street);
        var community = await ground.Area("营门滩社区", AreaLevel.Community, street);
        var units = new List<Area>();
        for (var i = 0; i < 3; i++) units.Add(await ground.Area($"单元{i}", AreaLevel.Compound, community, 1000, 4));
        await ground.Change(store => store.Sql.Run("update area set children_made = 10", default));
        var emergency = await ground.Emergency(street, AreaLevel.Compound);
        await test.Do(new SetDemandRule(emergency, AreaLevel.Compound, 1, 0, 2, 0, 10, 0));
        await test.Do(new GrowFormation(emergency, FormationTemplate.OneOfficeSevenGroups));
        await using var store = await test.Stores.Open();
        var host = await store.Set<Seat>().AsNoTracking().SingleAsync(s => s.AreaId == units[0].Id && s.Commands);
        await test.Do(new TakeSeat(host.Id, (await ground.Person("甲")).Id, Holder.A, "任命"));
        await test.Do(new OwnArea(units[0].Id, (await ground.Person("乙")).Id, "包联"));
        test.Clock.Advance(TimeSpan.FromDays(1));

        var halves = await test.Do(new SplitArea(units[0].Id, 1, [new NewArea("单元0东"), new NewArea("单元0西")], "重新划分"));
        var branch = await (from f in store.Set<Formation>() join c in store.Set<FormationArea>() on f.Id equals c.FormationId where c.AreaId == halves[0] select f).AsNoTracking().SingleAsync();
        Assert.Null(branch.AreaId);
        Assert.Equal(halves[0], (await store.Set<Seat>().AsNoTracking().SingleAsync(s => s.Id == host.Id)).AreaId);
        Assert.Equal(2, await store.Set<Seat>().CountAsync(s => s.Commands && s.EndsAt == null && halves.Contains(s.AreaId!.Value)));
        Assert.Equal(2, await store.Set<AreaOwner>().CountAsync(o => o.EndsAt == null));
        Assert.Equal(4, await store.Set<Demand>().CountAsync(d => d.EmergencyId == emergency));

        var merged = await test.Do(new MergeAreas([new SeenArea(units[1].Id, 1), new SeenArea(units[2].Id, 1)], new NewArea("单元1与2"), "合并"));
        Assert.Equal(1, await store.Set<Seat>().CountAsync(s => s.AreaId == merged && s.Commands && s.EndsAt == null));
        Assert.Equal(2, await store.Set<Formation>().CountAsync(f => f.Kind == FormationKind.Branch && f.EndsAt == null));
        Assert.Equal("合并", (await store.Set<Formation>().AsNoTracking().SingleAsync(f => f.Kind == FormationKind.Branch && f.EndsAt != null)).EndReason);
        Assert.Equal(3, await store.Set<Demand>().CountAsync(d => d.EmergencyId == emergency));
        Assert.Equal(0, (await test.Do(new GrowFormation(emergency, FormationTemplate.OneOfficeSevenGroups))).Formations);
    }
}
