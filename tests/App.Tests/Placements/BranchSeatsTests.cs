using Muster.App.Tests.Testing;
using Muster.Organisation;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.App.Tests.Placements;

/// <summary>Branches over several areas, as in Yintan: 34 branches over 39 units.</summary>
public sealed class BranchSeatsTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_secretary_of_a_branch_over_several_areas_serves_in_one_of_them(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Test.Do(new GrowFormation(town.Emergency, FormationTemplate.ThreeTier, new FormationOptions(BranchLevel: AreaLevel.Community, GroupsAtPosts: false, Branches: 2)));
        Assert.Equal(1, await town.Number("select count(*) from seat where kind = 'BranchSecretary' and area_id is null and ends_at is null"));
        var plan = await town.Solve();
        const string wide = """
            from plan_placement x join seat s on s.id = x.seat_id join formation f on f.id = s.formation_id join person w on w.id = x.person_id
            where x.plan_id = @p and s.kind = 'BranchSecretary' and s.area_id is null and exists (select 1 from formation_area c where c.formation_id = f.id and c.area_id = x.area_id)
            """;
        Assert.Equal(1, await town.Number($"select count(*) {wide} and w.party_member", ("@p", plan)));
        Assert.Equal(2, await town.Number("select count(*) from plan_placement x join seat s on s.id = x.seat_id where x.plan_id = @p and s.kind = 'BranchSecretary'", ("@p", plan)));
        await town.Publish(plan);
        Assert.Equal(2, await town.Number("select count(*) from seat_holding h join seat s on s.id = h.seat_id where s.kind = 'BranchSecretary' and h.place = 'A' and h.ends_at is null"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_secretary_who_serves_in_none_of_the_branch_s_areas_is_refused(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Test.Do(new GrowFormation(town.Emergency, FormationTemplate.ThreeTier, new FormationOptions(BranchLevel: AreaLevel.Community, GroupsAtPosts: false, Branches: 2)));
        var plan = await town.Solve();
        Assert.Equal(0, await town.Number("select count(*) from formation_area c join seat s on s.formation_id = c.formation_id where s.kind = 'BranchSecretary' and s.area_id is null and c.area_id = @a", ("@a", town.Communities[2].Id)));
        await town.Run("update plan_placement set area_id = @a, post_id = null where plan_id = @p and seat_id in (select s.id from seat s where s.kind = 'BranchSecretary' and s.area_id is null)", ("@p", plan), ("@a", town.Communities[2].Id));
        Assert.Contains("seat-elsewhere", (await Assert.ThrowsAsync<Refused>(() => town.Publish(plan))).Rules.Select(r => r.Code));
    }
}
