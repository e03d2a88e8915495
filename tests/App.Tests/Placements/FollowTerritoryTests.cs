using FsCheck;
using FsCheck.Fluent;
using Muster.App.Tests.Testing;
using Muster.Needs;
using Muster.Placements;
using Muster.Placements.Cards;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;
using Muster.Territory.Contract;

namespace Muster.App.Tests.Placements;

public sealed class FollowTerritoryTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task After_a_split_everybody_has_a_successor_where_most_was_lacking_and_the_published_plan_stays(Engine engine)
    {
        await using var town = await Published(engine);
        var (plan, second) = (await town.Number("select count(*) from plan_placement"), town.Communities[1]);
        var before = await InForce(town, second.Id);
        var halves = await town.Test.Do(new SplitArea(second.Id, 0, [new NewArea("第二社区东"), new NewArea("第二社区西")], "人口太多"));

        Assert.Equal(0, await InForce(town, second.Id));
        Assert.Equal(before, await InForce(town, halves[0]) + await InForce(town, halves[1]));
        Assert.True(Math.Abs(await InForce(town, halves[0]) - await InForce(town, halves[1])) <= 1);
        Assert.Equal(before, await town.Number("select count(*) from placement p join placement o on o.id = p.previous_id and o.area_id = @a where p.reason = '人口太多' and o.end_reason = '人口太多' and p.publication_id is null", ("@a", second.Id)));
        Assert.Equal(plan, await town.Number("select count(*) from plan_placement"));
        Assert.Equal(12, await town.Number("select count(distinct person_id) from placement where ends_at is null"));
        Assert.Equal(0, await LeftBehind(town));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task After_a_merge_posts_take_their_people_along(Engine engine)
    {
        await using var town = await Published(engine);
        var (first, second) = (town.Communities[0], town.Communities[1]);
        var atPosts = await town.Number("select count(*) from placement where post_id is not null and ends_at is null");
        var both = await InForce(town, first.Id) + await InForce(town, second.Id);
        var merged = await town.Test.Do(new MergeAreas([new SeenArea(first.Id, 0), new SeenArea(second.Id, 0)], new NewArea("一二社区"), "合并"));

        Assert.Equal(both, await InForce(town, merged));
        Assert.Equal(atPosts, await town.Number("select count(*) from placement where post_id is not null and ends_at is null and area_id = @a", ("@a", merged)));
        Assert.Equal(0, await LeftBehind(town));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Closing_without_a_successor_ends_placements_and_people_stand_in_reserve_with_the_reason(Engine engine)
    {
        await using var town = await Published(engine);
        town.Test.Clock.Advance(TimeSpan.FromDays(2));
        var third = town.Communities[2];
        var people = await InForce(town, third.Id);
        await town.Test.Do(new CloseArea(third.Id, 0, "整体搬迁"));

        Assert.Equal(0, await InForce(town, third.Id));
        Assert.Equal(people, await town.Number("select count(*) from reserve where code = 'place-closed' and reason = '整体搬迁'"));
        Assert.Equal(people, await town.Number("select count(*) from placement where area_id = @a and ends_at = @now and end_reason = '整体搬迁'", ("@a", third.Id), ("@now", town.Now)));
        Assert.Equal(0, await LeftBehind(town));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_closed_post_sends_its_people_to_the_one_that_follows_it_or_to_the_reserve(Engine engine)
    {
        await using var town = await Published(engine);
        var (east, west) = (town.Posts[0], town.Posts[1]);
        var (atEast, atWest) = (await AtPost(town, east.Id), await AtPost(town, west.Id));
        await town.Test.Do(new ClosePost(east.Id, 0, "东门封闭", west.Id));
        Assert.Equal(atEast + atWest, await AtPost(town, west.Id));
        await town.Test.Do(new ClosePost(west.Id, 0, "西门封闭"));

        Assert.Equal(0, await AtPost(town, west.Id));
        Assert.Equal(atEast + atWest, await town.Number("select count(*) from reserve where code = 'place-closed' and reason = '西门封闭'"));
        Assert.Equal(0, await LeftBehind(town));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_plan_that_names_what_ended_must_be_solved_again(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await Ruled(town);
        var plan = await town.Solve();
        var version = (await town.Plans.Plan(plan, default))!.Version;
        await town.Test.Do(new ReviewPlan(plan, version));
        await town.Test.Do(new CloseArea(town.Communities[2].Id, 0, "并入", town.Communities[1].Id));

        var stale = (await town.Plans.Plan(plan, default))!;
        Assert.Equal((PlanState.Draft, "第三社区：并入", (string?)null), (stale.State, stale.Stale, stale.ReviewedBy));
        Assert.Contains("plan-stale", (await Assert.ThrowsAsync<Refused>(() => town.Test.Do(new ReviewPlan(plan, stale.Version)))).Rules.Select(r => r.Code));
        Assert.Contains("plan-stale", (await Assert.ThrowsAsync<Refused>(() => town.Test.Do(new PublishPlan(plan, stale.Version, "文件")))).Rules.Select(r => r.Code));
        await town.Solving.Run(plan, new SolveOptions(), town.Test.Actor, WriteId.New());
        Assert.Null((await town.Plans.Plan(plan, default))!.Stale);
        var published = await town.Publish(plan);
        Assert.Equal(12, published.Placed + published.Reserve);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_new_area_that_nobody_reaches_is_on_the_gap_list_with_an_owner(Engine engine)
    {
        await using var town = await Published(engine);
        var people = await InForce(town, town.Communities[1].Id);
        var parts = Enumerable.Range(1, (int)people + 1).Select(i => new NewArea($"第二社区{i}区")).ToArray();
        var made = await town.Test.Do(new SplitArea(town.Communities[1].Id, 0, parts, "细分"));

        var empty = new List<Guid>();
        foreach (var area in made) if (await InForce(town, area) == 0) empty.Add(area);
        Assert.Equal([made[^1]], empty);
        Assert.Equal(2, await town.Number("select missing from gap where area_id = @a and owner <> '' and reason = 'area-changed'", ("@a", made[^1])));
        Assert.Equal(0, await town.Number("select count(*) from gap where area_id = @a", ("@a", town.Communities[1].Id)));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_card_already_issued_reads_as_issued_after_the_area_is_gone(Engine engine)
    {
        await using var town = await Published(engine);
        await town.Test.Do(new IssueCards(town.Emergency));
        var cards = await Cards(town);
        await town.Test.Do(new MergeAreas([new SeenArea(town.Communities[1].Id, 0), new SeenArea(town.Communities[2].Id, 0)], new NewArea("二三社区"), "合并"));
        Assert.Equal(cards, await Cards(town));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Before_it_is_done_the_page_says_how_many_move_and_how_many_end(Engine engine)
    {
        await using var town = await Published(engine);
        var story = town.Test.Get<AreaStory>();
        var (people, all) = ((int)await InForce(town, town.Communities[2].Id), (int)await InForce(town, town.Communities[0].Id));
        var atPosts = (int)await town.Number("select count(*) from placement where post_id is not null");

        Assert.Equal(people, Assert.Single(await story.After(new Ending([town.Communities[2].Id], ["二三社区"], false), default), h => h.Zh.Contains("二三社区", StringComparison.Ordinal)).Count);
        Assert.Equal(people, Assert.Single(await story.After(new Ending([town.Communities[2].Id], [], true), default), h => h.En.Contains("end", StringComparison.Ordinal)).Count);
        Assert.Equal(atPosts, (await story.After(new Ending([town.Communities[0].Id], ["甲", "乙"], false), default)).Single(h => h.En.Contains("with their posts", StringComparison.Ordinal)).Count);
        Assert.Equal(all, (await story.Around(town.Communities[0].Id, default))!.Hanging.Single(h => h.En == "people placed here").Count);
        Assert.Equal(await AtPost(town, town.Posts[0].Id), (await town.Test.Get<PostQueries>().Show(town.Posts[0].Id, default))!.Hanging.Single().Count);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_invariant_catches_a_placement_left_at_a_closed_area(Engine engine)
    {
        await using var town = await Published(engine);
        await town.Run("update area set valid_to = @now, valid_from = @before where id = @a", ("@a", town.Communities[2].Id), ("@now", town.Now), ("@before", town.Now.AddDays(-9)));
        Assert.Equal(await InForce(town, town.Communities[2].Id), await LeftBehind(town));
        await town.Run("update placement set ends_at = case when starts_at > @now then starts_at else @now end where area_id = @a", ("@a", town.Communities[2].Id), ("@now", town.Now));
        Assert.NotEqual(0, await LeftBehind(town));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Nobody_is_placed_by_hand_in_a_closed_area(Engine engine)
    {
        await using var town = await Published(engine);
        await town.Test.Do(new CloseArea(town.Communities[2].Id, 0, "并入", town.Communities[1].Id));
        var refused = await Assert.ThrowsAsync<Refused>(() => town.Test.Do(new PlacePerson(town.Emergency, town.People[0].Id, town.Communities[2].Id, null, town.Start, null, "支援")));
        Assert.Equal("place-closed", refused.Rules.Single().Code);
    }

    [Fact]
    public void Shares_add_up_and_no_minimum_lacks_while_another_has_more_than_its_own() => Prop.ForAll((byte people, (byte, byte)[] needs) =>
    {
        if (needs.Length == 0) return true;
        var to = needs.Select(n => new SuccessorNeed(n.Item1 % 9, (n.Item1 % 9) + (n.Item2 % 9), 30, n.Item2 % 4)).ToList();
        var counts = SuccessionRules.Share(people, to);
        var lacks = to.Where((t, i) => t.Served + counts[i] < t.Minimum).Any();
        var wasted = to.Where((t, i) => counts[i] > 0 && t.Served + counts[i] > t.Minimum).Any();
        return counts.Sum() == people && !(lacks && wasted);
    }).QuickCheckThrowOnFailure();

    /// <summary>Placements still in force at a place that is gone, and ended ones there that say neither why nor what came after.</summary>
    private static Task<long> LeftBehind(Town town) => town.Number("""
        select count(*) from placement p join area a on a.id = p.area_id left join post q on q.id = p.post_id
        where (a.valid_to is not null or q.valid_to is not null or q.area_id <> p.area_id)
          and ((p.ends_at is null or (p.ends_at > @now and p.ends_at > p.starts_at))
            or (p.ends_at >= coalesce(q.valid_to, a.valid_to, p.ends_at) and coalesce(p.end_reason, '') = ''))
        """, ("@now", town.Now));

    private static async Task<Town> Published(Engine engine)
    {
        var town = await Town.Make(engine);
        await Ruled(town);
        await town.Publish(await town.Solve());
        return town;
    }

    /// <summary>2–4 people in each community by rule, so that new areas have a demand.</summary>
    private static Task Ruled(Town town) => town.Test.Do(new SetDemandRule(town.Emergency, AreaLevel.Community, 2, 0, 4, 0, 8, 0));

    private static Task<long> InForce(Town town, Guid area) => town.Number("select count(*) from placement where area_id = @a and (ends_at is null or (ends_at > @now and ends_at > starts_at))", ("@a", area), ("@now", town.Now));

    private static Task<long> AtPost(Town town, Guid post) => town.Number("select count(*) from placement where post_id = @a and (ends_at is null or (ends_at > @now and ends_at > starts_at))", ("@a", post), ("@now", town.Now));

    private static async Task<List<string>> Cards(Town town)
    {
        await using var store = await town.Test.Stores.Open();
        return await store.Sql.List("select number, sealed_content from card where replaced_at is null order by number", row => row.Text(0) + System.Convert.ToHexString(row.Bytes(1)), default);
    }
}
