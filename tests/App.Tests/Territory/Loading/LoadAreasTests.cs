using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Muster.App.Tests.Testing;
using Muster.Platform.Acts;
using Muster.Platform.Jobs;
using Muster.Platform.Storage;
using Muster.Territory;
using Muster.Territory.Contract;
using Muster.Territory.Loading;

namespace Muster.App.Tests.Territory.Loading;

public sealed class LoadAreasTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_county_comes_with_all_above_and_below_it(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var loaded = await test.Do(new LoadAreas(["120101"]));

        Assert.Equal((64, 0), (loaded.Communities, loaded.Kept));
        await using var store = await test.Stores.Open();
        var areas = await store.Set<Area>().AsNoTracking().OrderBy(a => a.Path).ToListAsync();
        Assert.Equal(["天津市", "市辖区", "和平区"], areas.Take(3).Select(a => a.Name));
        Assert.Equal(6, areas.Count(a => a.Level == AreaLevel.Street));
        Assert.All(areas, a => Assert.True(a is { Approximate: true, Latitude: > 38 and < 41, Longitude: > 116 and < 119 }, a.Name));
        AssertTree(areas);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Loading_again_keeps_what_is_there_and_adds_what_is_new(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await test.Do(new LoadAreas(["120101"]));
        var before = await Paths(test);
        var again = await test.Do(new LoadAreas(["120101"]));
        var wider = await test.Do(new LoadAreas(["12"]));

        Assert.Equal((0, before.Count, 0), (again.Added, again.Kept, (int)again.Keys));
        Assert.Equal((before.Count, wider.Areas - before.Count, 0), (wider.Kept, wider.Added, wider.LeftOut));
        var after = await Paths(test);
        Assert.All(before, p => Assert.Equal(p.Value, after[p.Key]));
    }

    [Fact]
    public async Task A_county_first_or_the_whole_province_gives_the_same_tree()
    {
        await using var one = await TestInstallation.Make(Engine.Sqlite);
        await using var other = await TestInstallation.Make(Engine.Sqlite);
        await one.Do(new LoadAreas(["640104"]));
        await one.Do(new LoadAreas(["64"]));
        await other.Do(new LoadAreas(["64"]));
        Assert.Equal((await Tree(other)).AsEnumerable(), await Tree(one));

        static async Task<List<string>> Tree(TestInstallation test)
        {
            await using var store = await test.Stores.Open();
            return await store.Set<Area>().OrderBy(a => a.Path).Select(a => a.Path + a.Code + a.Name + a.Latitude + a.Longitude).ToListAsync();
        }
    }

    [Theory]
    [InlineData("4", "area-code-form")]
    [InlineData("42x", "area-code-form")]
    [InlineData("99", "area-code-unknown")]
    [InlineData("429999", "area-code-unknown")]
    public async Task A_code_the_register_does_not_have_is_refused(string code, string rule)
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(new LoadAreas([code])));
        Assert.Equal(rule, refused.Rules.Single().Code);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_cancelled_load_keeps_nothing(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        using var stop = new CancellationTokenSource();
        var progress = new Watch(p => { if (p.Done > 5000) stop.Cancel(); });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            test.Desk.Do(new LoadAreas(["31"]) { Progress = progress }, WriteId.New(), test.Actor, stop.Token));

        Assert.Empty(await Paths(test));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_area_is_found_by_characters_pinyin_initials_and_code(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await test.Do(new LoadAreas(["31"]));
        var areas = test.Services.GetRequiredService<AreaQueries>();
        var code = (await areas.Find(new AreaSearch("三林镇"), default)).Items[0].Area.Code!;
        foreach (var text in (string[])["三林镇", "sanlinz", "slz", code[..9], code])
        {
            var found = await areas.Find(new AreaSearch(text), default);
            Assert.True(found.Items.Count > 0 && found.Items[0].Area.Name == "三林镇", text);
            Assert.Equal(["上海市", "浦东新区"], found.Items[0].Above);
        }
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Paging_shows_each_area_once_wherever_the_search_is_kept(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await test.Do(new LoadAreas(["31"]));
        var areas = test.Services.GetRequiredService<AreaQueries>();
        var shanghai = (await areas.ByCode("31", default))!;
        var pudong = (await areas.ByCode("310115", default))!;
        var everywhere = await All("三林", "");
        Assert.Equal(everywhere.Order(), (await All("三林", shanghai.Path)).Order());
        Assert.Equal((await All("三林", pudong.Path)).Order(), everywhere.Order());
        Assert.NotEmpty(await All("s", pudong.Path));
        Assert.True((await All("s", shanghai.Path)).Count > 300);

        async Task<List<Guid>> All(string text, string under)
        {
            var ids = new List<Guid>();
            for (string? after = null; ;)
            {
                var page = await areas.Find(new AreaSearch(text, Under: under, After: after, Size: 20), default);
                ids.AddRange(page.Items.Select(h => h.Area.Id));
                after = page.Next;
                if (after is null) break;
            }
            Assert.Equal(ids.Count, ids.Distinct().Count());
            return ids;
        }
    }

    private static async Task<Dictionary<Guid, string>> Paths(TestInstallation test)
    {
        await using var store = await test.Stores.Open();
        return await store.Set<Area>().ToDictionaryAsync(a => a.Id, a => a.Path);
    }

    internal static void AssertTree(List<Area> areas)
    {
        var byId = areas.ToDictionary(a => a.Id);
        Assert.Equal(areas.Count, areas.Select(a => a.Path).Distinct(StringComparer.Ordinal).Count());
        foreach (var area in areas)
            Assert.Equal(area.ParentId is { } p ? byId[p].Path : "", AreaPath.Parent(area.Path));
    }

    private sealed class Watch(Action<JobProgress> see) : IProgress<JobProgress>
    {
        public void Report(JobProgress value) => see(value);
    }
}
