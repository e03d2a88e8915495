using Muster.App.Tests.Testing;
using Muster.Emergencies;
using Muster.Placements;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.App.Tests.Placements.Counts;

public sealed class CountsTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task After_every_act_on_a_plan_the_stored_counts_are_those_of_its_rows(Engine engine)
    {
        await using var town = await Town.Make(engine, people: 10);
        var plan = await town.Solve();
        await Same(town);
        var people = town.People.ConvertAll(p => p.Id);
        await town.Test.Do(new MovePeople(plan, people[..2], null, null, "先留预备"));
        await Same(town);
        await town.Test.Do(new UndoChange(plan, (await town.Test.Get<PlanChangeQueries>().Changes(plan, 1, default))[0].Id));
        await Same(town);
        var moved = 0;
        foreach (var person in people)
            foreach (var (area, post) in town.Communities.Select(c => (c.Id, (Guid?)null)).Append((town.Communities[0].Id, town.Posts[1].Id)))
            {
                var version = (await town.Plans.Plan(plan, default))!.Version;
                if (await Done(() => town.Test.Do(new MovePeople(plan, [person], area, post, "调整")))) moved++;
                else Assert.Equal(version, (await town.Plans.Plan(plan, default))!.Version);
                await Same(town);
            }
        Assert.True(moved > 0);
        await town.Test.Do(new PinPeople(plan, people[..4], Pinned: false));
        await Same(town);
        await town.Solve(basedOn: plan);
        await Same(town);
        await town.Test.Do(new RepairPlan(plan, people[..1], [], town.Start, "病倒"));
        await Same(town);
        Assert.Equal((await town.Number("select count(*) from plan_placement where plan_id = @p", ("@p", plan)), 3),
            ((await town.Plans.Plan(plan, default))!.Placed, (await town.Plans.Plans(town.Emergency, default)).Count));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task After_every_act_on_what_is_in_force_the_stored_counts_are_those_of_its_rows_at_every_moment(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var first = await town.Solve();
        await town.Publish(first);
        await Same(town);
        var people = town.People.ConvertAll(p => p.Id);
        await town.Test.Do(new EndPlacements(town.Emergency, people[..2], town.Start.AddDays(3), "单位召回"));
        await Same(town);
        await town.Test.Do(new ExtendPlacements(town.Emergency, people[2..5], town.Start.AddDays(30), "延长"));
        await Same(town);
        await Done(() => town.Test.Do(new ReplaceWave(town.Emergency, [new Replacement(people[5], people[0])], town.Start.AddDays(4), "轮换")));
        await Same(town);
        foreach (var community in town.Communities)
        {
            await Done(() => town.Test.Do(new PlacePerson(town.Emergency, people[6], community.Id, null, town.Start.AddDays(5), town.Start.AddDays(9), "支援")));
            await Same(town);
        }
        await town.Test.Do(new EndPlacements(town.Emergency, people[7..8], town.Start.AddDays(-1), "未到岗"));
        await Same(town);
        town.Test.Clock.Advance(TimeSpan.FromDays(2));
        var second = await town.Test.Do(new MakePlan(town.Emergency, "第二版", town.Start, town.Start.AddDays(10), BasedOnId: first));
        await town.Solving.Run(second, new SolveOptions(), town.Test.Actor, WriteId.New());
        await town.Publish(second);
        await Same(town);
        await town.Test.Do(new CloseEmergency(town.Emergency, "疫情解除"));
        await Same(town);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task When_the_territory_changes_the_counts_follow_it(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Publish(await town.Solve());
        await town.Solve();
        await town.Test.Do(new SplitArea(town.Communities[1].Id, 0, [new NewArea("第二社区东"), new NewArea("第二社区西")], "人口太多"));
        await Same(town);
        var cluster = await town.Test.Do(new AddArea(town.Street.Id, AreaLevel.Cluster, "试验片区"));
        var version = (int)await town.Number("select version from area where id = @a", ("@a", town.Communities[0].Id));
        await town.Test.Do(new MoveArea(town.Communities[0].Id, version, cluster, "划入片区"));
        await Same(town);
        Assert.True(await town.Number("select served from plan_count where place_id = @c limit 1", ("@c", (object?)cluster)) > 0);
        await town.Test.Do(new CloseArea(town.Communities[2].Id, 0, "整体搬迁"));
        await Same(town);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_count_that_is_not_that_of_the_rows_is_noticed_and_a_publication_does_not_carry_it_on(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var plan = await town.Solve();
        await town.Run("update plan_count set served = served + 1, own = own + 1 where plan_id = @p and place_id = @a", ("@p", plan), ("@a", town.Communities[1].Id));
        Assert.NotEmpty(await CountedRows.Differences(town.Test.Stores));
        await town.Publish(plan);
        await Same(town);
        await town.Run("update standing_count set served = served - 1 where place_id = @a", ("@a", town.Communities[1].Id));
        Assert.NotEmpty(await CountedRows.Differences(town.Test.Stores));
        await town.Run("update standing_count set served = served + 1 where place_id = @a", ("@a", town.Communities[1].Id));
        await town.Run("update plan set placed = placed + 1");
        Assert.NotEmpty(await CountedRows.Differences(town.Test.Stores));
    }

    private static async Task Same(Town town) => Assert.Empty(await CountedRows.Differences(town.Test.Stores));

    private static async Task<bool> Done<T>(Func<Task<T>> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (Refused)
        {
            return false;
        }
    }
}
