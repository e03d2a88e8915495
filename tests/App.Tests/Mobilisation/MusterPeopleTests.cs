using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Emergencies;
using Muster.App.Tests.Testing;
using Muster.Mobilisation;
using Muster.People;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Mobilisation;

public sealed class MusterPeopleTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task People_are_mustered_by_origin_and_nobody_twice(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, _) = await ground.District();
        var agency = await ground.Agency("区审计局");
        for (var i = 0; i < 5; i++) await ground.Person("区" + i, agency);
        for (var i = 0; i < 3; i++) await ground.Person("市" + i, null, Origin.City);
        await ground.Person("居委主任", null, Origin.LocalStaff);
        var emergency = await ground.Emergency(district);

        Assert.Equal(new MusterOutcome(5, 0, 0, 0, 5), await test.Do(new MusterPeople(emergency, new([Origin.County]))));
        Assert.Equal(new MusterOutcome(3, 0, 5, 0, 8), await test.Do(new MusterPeople(emergency, new([Origin.County, Origin.City]))));
        await using var store = await test.Stores.Open();
        Assert.Equal(agency.Id, (await store.Set<Mustered>().FirstAsync(m => m.Source == "origin:County")).AgencyId);
        Assert.Equal("filter-empty", (await Assert.ThrowsAsync<Refused>(() => test.Do(new MusterPeople(emergency, new())))).Rules.Single().Code);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_own_team_comes_whole(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, _) = await ground.District();
        var agency = await ground.Agency("区城管委");
        var first = await ground.Person("甲", agency, team: "先锋队");
        await ground.Person("乙", agency, Origin.Volunteer, team: "先锋队");
        await ground.Person("丙", await ground.Agency("区税务局"), Origin.Volunteer, team: "先锋队");
        var emergency = await ground.Emergency(district);

        Assert.Equal(new MusterOutcome(2, 1, 0, 0, 2), await test.Do(new MusterPeople(emergency, new(PersonIds: [first.Id]))));
        var outcome = await test.Do(new UnmusterPeople(emergency, new(PersonIds: [first.Id]), "留守"));
        Assert.Equal(new UnmusterOutcome(1, 1, 1), outcome);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Local_staff_come_only_when_they_are_named(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, _) = await ground.District();
        var agency = await ground.Agency("劝业场街道", AgencyLevel.Street);
        await ground.Person("居委主任", agency, Origin.LocalStaff);
        var clerk = await ground.Person("科员", agency, Origin.Street);
        var emergency = await ground.Emergency(district);
        Assert.Equal(1, (await test.Do(new MusterPeople(emergency, new(AgencyIds: [agency.Id])))).Total);
        await using var store = await test.Stores.Open();
        Assert.Equal(clerk.Id, (await MusterQueries.List(store.Sql, emergency, new(), "科", null, 10, default)).Single().PersonId);
        Assert.Equal(2, (await test.Do(new MusterPeople(emergency, new([Origin.LocalStaff])))).Total);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Being_mustered_in_two_emergencies_is_told(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, streets, _) = await ground.District();
        await ground.Person("甲");
        await test.Do(new MusterPeople(await ground.Emergency(district), new([Origin.County])));
        Assert.Equal(1, (await test.Do(new MusterPeople(await ground.Emergency(streets[0]), new([Origin.County])))).Elsewhere);
    }
}
