using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Emergencies;
using Muster.App.Tests.Testing;
using Muster.Emergencies.Contract;
using Muster.Needs;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.App.Tests.Needs;

public sealed class DemandTests
{
    private static SetDemandRule Rule(Guid emergency, AreaLevel level = AreaLevel.Community, int minimum = 2) => new(emergency, level, minimum, 1.2, minimum + 2, 2, 0, 2.5);

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_rule_gives_every_area_of_its_level_a_row_and_posts_say_themselves_what_they_need(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, communities) = await ground.District();
        await ground.Area("别的区", AreaLevel.County);
        var post = await ground.Post(communities[0], "南门卡口", 8, 12);
        var emergency = await ground.Emergency(district);
        var outcome = await test.Do(Rule(emergency));

        Assert.Equal(new DemandOutcome(7, 7, 0, 0, 0, 0, (5 * 5) + 8, (9 * 5) + 12, 20 * 6), outcome);
        await using var store = await test.Stores.Open();
        var rows = await store.Set<Demand>().AsNoTracking().ToDictionaryAsync(d => d.PlaceId);
        Assert.Equal((8, 12, 12, DemandSource.Post), (rows[post.Id].Minimum, rows[post.Id].Target, rows[post.Id].Absorption, rows[post.Id].Source));
        Assert.Equal((8, 12, 20), (rows[communities[0].Id].Minimum, rows[communities[0].Id].Target, rows[communities[0].Id].Absorption));
        Assert.Equal((5, 9, 20), (rows[communities[1].Id].Minimum, rows[communities[1].Id].Target, rows[communities[1].Id].Absorption));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Computing_again_keeps_overrides_and_touches_only_what_changed(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, communities) = await ground.District();
        var emergency = await ground.Emergency(district);
        await test.Do(Rule(emergency));
        await test.Do(new OverrideDemand(emergency, [new(communities[0].Id, 11, null, null)], "封控楼多"));
        await ground.Change(store => store.Sql.Run("update area set residents = 5000 where id = @id", default, ("id", communities[1].Id)));

        var outcome = await test.Do(new ComputeDemand(emergency));
        Assert.Equal((1, 5, 1), (outcome.Changed, outcome.Unchanged, outcome.Overridden));
        await using var store = await test.Stores.Open();
        var rows = await store.Set<Demand>().AsNoTracking().ToDictionaryAsync(d => d.PlaceId);
        Assert.Equal((11, 11, 20, "封控楼多"), (rows[communities[0].Id].Minimum, rows[communities[0].Id].Target, rows[communities[0].Id].Absorption, rows[communities[0].Id].Reason));
        Assert.Equal((8, 14, 2), (rows[communities[1].Id].Minimum, rows[communities[1].Id].Target, rows[communities[1].Id].Version));

        await test.Do(new ReleaseDemand(emergency, [communities[0].Id]));
        Assert.Equal(5, (await store.Set<Demand>().AsNoTracking().SingleAsync(d => d.PlaceId == communities[0].Id)).Minimum);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_override_raises_the_area_around_it(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, streets, communities) = await ground.District();
        var emergency = await ground.Emergency(district);
        await test.Do(Rule(emergency));
        await test.Do(new SetDemandRule(emergency, AreaLevel.Street, 1, 0, 1, 0, 500, 0));
        await test.Do(new OverrideDemand(emergency, [new(communities[0].Id, 30, 40, 50)], "整楼封控"));
        await using var store = await test.Stores.Open();
        var street = await store.Set<Demand>().AsNoTracking().SingleAsync(d => d.PlaceId == streets[0].Id);
        Assert.Equal((40, 58), (street.Minimum, street.Target));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Overrides_are_all_or_nothing_and_every_mistake_is_told(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, communities) = await ground.District();
        var elsewhere = await ground.Area("别的区", AreaLevel.County);
        var emergency = await ground.Emergency(district);
        await test.Do(Rule(emergency));
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(new OverrideDemand(emergency,
            [new(communities[0].Id, 6, 9, 12), new(communities[1].Id, 6, 5, 3), new(elsewhere.Id, 1, 1, 1), new(communities[2].Id, 6, null, null, Version: 7)], "试")));
        Assert.Equal(["target-below-minimum", "absorption-below-target", "place-unknown", "stale"], refused.Rules.Select(r => r.Code));
        await using var store = await test.Stores.Open();
        Assert.False(await store.Set<Demand>().AnyAsync(d => d.Source == DemandSource.Override));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_preview_shows_the_formula_and_saves_nothing(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, communities) = await ground.District();
        var emergency = await ground.Emergency(district);
        await test.Do(Rule(emergency));
        await using var store = await test.Stores.Open();
        var where = (await store.Sql.GroundOf(emergency, default))!;
        var preview = await DemandQueries.Preview(store, where, Rule(emergency, minimum: 3).AsRule(), default);
        Assert.Equal((6, 6, 30L, 36L), (preview.Places, preview.Changed, preview.MinimumBefore, preview.Minimum));
        Assert.Equal("最低 = 3 + 1.2 × 2,500 ÷ 1000（进位） = 6", preview.Examples[0].FormulaZh[0]);
        Assert.Equal(5, (await store.Set<Demand>().AsNoTracking().SingleAsync(d => d.PlaceId == communities[0].Id)).Minimum);
        Assert.Equal("最低 = 2 + 1.2 × 2,500 ÷ 1000（进位） = 5", (await DemandQueries.Explain(store, where, communities[0].Id, default))!.FormulaZh[0]);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_list_goes_on_where_the_page_before_it_ended(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, streets, communities) = await ground.District(3, 4);
        for (var i = 0; i < 3; i++) await ground.Post(communities[0], "岗" + i);
        var emergency = await ground.Emergency(district);
        await test.Do(Rule(emergency));
        await using var store = await test.Stores.Open();
        var where = (await store.Sql.GroundOf(emergency, default))!;
        var all = await DemandQueries.List(store.Sql, where, new(), null, 1000, default);
        var seen = new List<Guid>();
        string? after = null;
        while (await DemandQueries.List(store.Sql, where, new(), after, 2, default) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(l => l.PlaceId));
            after = page[^1].Cursor;
        }
        Assert.Equal(all.Select(l => l.PlaceId), seen);
        Assert.Equal(15, seen.Distinct().Count());
        Assert.Equal(4, (await DemandQueries.List(store.Sql, where, new(Below: streets[1].Id), null, 100, default)).Count);
        Assert.Equal(0, await DemandQueries.CoveredWithoutDemand(store.Sql, where, default));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Places_that_are_closed_lose_their_demand_even_an_override(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, communities) = await ground.District();
        var emergency = await ground.Emergency(district);
        await test.Do(Rule(emergency));
        await test.Do(new OverrideDemand(emergency, [new(communities[0].Id, 11, null, null)], "封控楼多"));
        await ground.Change(store => store.Sql.Run("update area set valid_to = @at where id = @id", default, ("id", communities[0].Id), ("at", test.Clock.Now.AddHours(1))));
        Assert.Equal((5, 1), ((await test.Do(new ComputeDemand(emergency))) is var o ? (o.Places, o.Gone) : default));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_level_without_its_rule_needs_nobody_but_what_was_overridden(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, communities) = await ground.District();
        var emergency = await ground.Emergency(district);
        await test.Do(Rule(emergency));
        await test.Do(new OverrideDemand(emergency, [new(communities[0].Id, 11, null, null)], "封控楼多"));
        var outcome = await test.Do(new RemoveDemandRule(emergency, AreaLevel.Community));
        Assert.Equal((1, 1, 5), (outcome.Places, outcome.Overridden, outcome.Gone));
    }
}
