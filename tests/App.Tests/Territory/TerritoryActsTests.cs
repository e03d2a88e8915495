using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Muster.App.Tests.Testing;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;
using Muster.Territory.Contract;

namespace Muster.App.Tests.Territory;

public sealed class TerritoryActsTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_area_made_here_is_found_under_its_new_name_and_keeps_the_old_in_its_history(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var street = await test.Do(new AddArea(null, AreaLevel.Street, "三林镇"));
        var area = await test.Do(new AddArea(street, AreaLevel.Community, "永泰路第一居委会", "310115130027", Residents: 4872));
        test.Clock.Advance(TimeSpan.FromDays(1));
        await test.Do(new RenameArea(area, 1, "永泰社区居委会", "居委会改名"));

        var areas = test.Services.GetRequiredService<AreaQueries>();
        Assert.Equal(area, (await areas.Find(new AreaSearch("永泰社区"), default)).Items.Single().Area.Id);
        Assert.Empty((await areas.Find(new AreaSearch("ytldy"), default)).Items);
        await using var store = await test.Stores.Open();
        var past = await store.Set<AreaPast>().SingleAsync();
        Assert.Equal((area, "永泰路第一居委会"), (past.AreaId, past.Name));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_moved_area_takes_everything_below_along(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var street = await test.Do(new AddArea(null, AreaLevel.Street, "三林镇"));
        var cluster = await test.Do(new AddArea(street, AreaLevel.Cluster, "永泰社区"));
        var committee = await test.Do(new AddArea(street, AreaLevel.Community, "永泰路第一居委会"));
        var compound = await test.Do(new AddArea(committee, AreaLevel.Compound, "永泰一村东苑"));
        await test.Do(new MoveArea(committee, 1, cluster, "划入片区"));

        await using var store = await test.Stores.Open();
        var all = await store.Set<Area>().ToDictionaryAsync(a => a.Id);
        Assert.Equal(cluster, all[committee].ParentId);
        Assert.StartsWith(all[cluster].Path, all[compound].Path, StringComparison.Ordinal);
        Loading.LoadAreasTests.AssertTree([.. all.Values]);
        Assert.Equal(street, (await store.Set<AreaPast>().SingleAsync()).ParentId);
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(new MoveArea(cluster, 1, compound, "x")));
        Assert.Contains(refused.Rules, r => r.Code == "move-into-itself");
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_split_area_is_succeeded_by_its_parts_and_each_post_goes_to_one(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var community = await test.Do(new AddArea(null, AreaLevel.Community, "农大社区"));
        var compound = await test.Do(new AddArea(community, AreaLevel.Compound, "农大小区", "yintan-02", Residents: 3165));
        var gate = await test.Do(new AddPost(compound, "1号门值守岗", "值守", 1, 3, 5));
        var building = await test.Do(new AddArea(compound, AreaLevel.Building, "1号楼"));
        var before = test.Clock.Now;
        test.Clock.Advance(TimeSpan.FromDays(1));
        NewArea south = new("农大小区南区", "yintan-02a", 1583), north = new("农大小区北区", "yintan-02b", 1582);
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(new SplitArea(compound, 1, [south, north], "细分")));
        Assert.Equal(["recut-unassigned", "recut-unassigned"], refused.Rules.Select(r => r.Code));

        var parts = await test.Do(new SplitArea(compound, 1, [south with { Posts = [gate] }, north with { Children = [building] }], "细分"));

        await using var store = await test.Stores.Open();
        Assert.Equal(parts, (await Successions.Of(store.Sql, compound, null, default)).Select(a => a.Id));
        Assert.Equal([compound], (await Successions.Of(store.Sql, compound, before, default)).Select(a => a.Id));
        Assert.Equal(parts[0], (await store.Set<Post>().SingleAsync()).AreaId);
        Assert.Equal(parts[1], (await store.Set<Area>().SingleAsync(a => a.Id == building)).ParentId);
        var past = await store.Set<PostPast>().SingleAsync();
        Assert.Equal((compound, PostChangeKind.Move), (past.AreaId, past.Change));
        Loading.LoadAreasTests.AssertTree(await store.Set<Area>().ToListAsync());
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Merged_areas_add_up_where_all_is_known(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var community = await test.Do(new AddArea(null, AreaLevel.Community, "营门滩社区"));
        var one = await test.Do(new AddArea(community, AreaLevel.Compound, "东院", Residents: 100, Households: 40));
        var two = await test.Do(new AddArea(community, AreaLevel.Compound, "西院", Residents: 50));
        test.Clock.Advance(TimeSpan.FromHours(1));
        var merged = await test.Do(new MergeAreas([new SeenArea(one, 1), new SeenArea(two, 1)], new NewArea("东西院"), "合并"));

        await using var store = await test.Stores.Open();
        var area = await store.Set<Area>().SingleAsync(a => a.Id == merged);
        Assert.Equal((150, (int?)null), (area.Residents, area.Households));
        Assert.Equal(merged, (await Successions.Of(store.Sql, two, null, default)).Single().Id);
        Assert.Equal([AreaLevel.Compound], (await AreaQueries.CountBelow(store.Sql, area.Path[..^4], default)).Keys);
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(new MergeAreas([new SeenArea(one, 2), new SeenArea(community, 1)], new NewArea("x"), "y")));
        Assert.Equal(["area-closed", "merge-levels", "merge-parents"], refused.Rules.Select(r => r.Code));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_area_with_something_below_closes_only_with_a_word_on_it(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var street = await test.Do(new AddArea(null, AreaLevel.Street, "银滩路街道"));
        var one = await test.Do(new AddArea(street, AreaLevel.Community, "农大社区"));
        var two = await test.Do(new AddArea(street, AreaLevel.Community, "营门滩社区"));
        var compound = await test.Do(new AddArea(one, AreaLevel.Compound, "农大小区"));
        var post = await test.Do(new AddPost(one, "登记岗", "值守", 0, 1));
        test.Clock.Advance(TimeSpan.FromHours(1));
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(new CloseArea(one, 1, "撤并")));
        Assert.Equal("close-not-empty", refused.Rules.Single().Code);

        await test.Do(new CloseArea(one, 1, "撤并", two));
        await test.Do(new CloseArea(two, 1, "全部撤销", WithBelow: true));

        await using var store = await test.Stores.Open();
        Assert.Equal([street], await store.Set<Area>().Where(a => a.ValidTo == null).Select(a => a.Id).ToListAsync());
        Assert.NotNull((await store.Set<Post>().SingleAsync(p => p.Id == post)).ValidTo);
        Assert.Equal(two, (await store.Set<Area>().SingleAsync(a => a.Id == compound)).ParentId);
        Assert.Empty(await Successions.Of(store.Sql, one, null, default));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_save_that_came_too_late_shows_both_sides(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var area = await test.Do(new AddArea(null, AreaLevel.Community, "花园路社区"));
        var version = await test.Do(new SetAreaFacts(area, 1, 6368, 2449, 47, 15, 39.12, 117.19, Datum.Gcj02, "街道台账"));
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(new SetAreaFacts(area, 1, 6000, 2449, 47, 15, null, null, null, null)));
        Assert.Equal(("stale", "Residents"), (refused.Rules.Single().Code, refused.Rules.Single().Field));
        Assert.Contains("“6000”，现在是“6368”", refused.Rules.Single().Zh, StringComparison.Ordinal);
        Assert.Equal(2, version);

        var post = await test.Do(new AddPost(area, "1号门", "值守", 1, 2));
        Assert.Equal(2, await test.Do(new ChangePost(post, 1, area, "1号门", "值守", 2, 3)));
        var late = await Assert.ThrowsAsync<Refused>(() => test.Do(new ChangePost(post, 1, area, "一号门", "值守", 2, 3)));
        Assert.Equal(["Name"], late.Rules.Select(r => r.Field));
        await using var store = await test.Stores.Open();
        Assert.Equal(1, (await store.Set<PostPast>().SingleAsync()).Minimum);
    }

    [Fact]
    public async Task What_is_laid_out_shifts_with_what_is_measured_above_and_what_is_measured_stays()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        var street = await test.Do(new AddArea(null, AreaLevel.Street, "劝业场街道"));
        await test.Do(new SetAreaFacts(street, 1, null, null, null, null, 39, 117, Datum.Wgs84, null));
        var loose = await test.Do(new AddArea(street, AreaLevel.Community, "花园路社区"));
        var known = await test.Do(new AddArea(street, AreaLevel.Community, "滨西社区"));
        await test.Do(new SetAreaFacts(known, 1, null, null, null, null, 39.5, 117.5, Datum.Wgs84, null));
        var before = await Places();
        Assert.True(before[loose].Approximate);
        await test.Do(new SetAreaFacts(street, 2, null, null, null, null, 39.1, 117, Datum.Wgs84, null));

        var after = await Places();
        Assert.Equal(before[loose].Latitude!.Value + 0.1, after[loose].Latitude!.Value, 6);
        Assert.Equal((39.5, 117.5, false), (after[known].Latitude, after[known].Longitude, after[known].Approximate));

        async Task<Dictionary<Guid, AreaFacts>> Places()
        {
            await using var store = await test.Stores.Open();
            return (await Areas.Facts(store.Sql, "", default)).ToDictionary(f => f.AreaId);
        }
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_closed_post_names_what_follows_it(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var area = await test.Do(new AddArea(null, AreaLevel.Community, "花园路社区"));
        var old = await test.Do(new AddPost(area, "1号门", "值守", 1, 2));
        var next = await test.Do(new AddPost(area, "2号门", "值守", 1, 2));
        var taken = await Assert.ThrowsAsync<Refused>(() => test.Do(new AddPost(area, "2号门", "值守", 2, 1)));
        Assert.Equal(["target-below-minimum", "post-name-taken"], taken.Rules.Select(r => r.Code));
        test.Clock.Advance(TimeSpan.FromHours(1));
        await test.Do(new ClosePost(old, 1, "门已封", next));

        await using var store = await test.Stores.Open();
        Assert.Equal(next, (await store.Set<Post>().SingleAsync(p => p.Id == old)).SuccessorId);
        Assert.Equal([next], (await Areas.Posts(store.Sql, "", default)).Select(p => p.Id));
    }
}
