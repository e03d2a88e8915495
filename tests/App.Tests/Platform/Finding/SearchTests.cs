using Muster.App.Tests.Testing;
using Muster.Emergencies;
using Muster.Organisation;
using Muster.People;
using Muster.People.Agencies;
using Muster.Platform.Access;
using Muster.Platform.Finding;
using Muster.Platform.Storage;
using Muster.Rehearsal.Scopes;
using Muster.Territory;

namespace Muster.App.Tests.Platform.Finding;

public sealed class SearchTests
{
    private static async Task<IReadOnlyList<string>> Found(TestInstallation test, string asked, Reach? reach = null)
    {
        using var within = Reach.Enter(reach);
        return [.. (await test.Get<Search>().For(asked, 8, default)).SelectMany(k => k.Found.Select(f => $"{k.Finder.Kind} {f.Name}"))];
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task One_word_finds_every_kind_by_characters_pinyin_initials_and_code(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var street = await test.Do(new AddArea(null, AreaLevel.Street, "三林镇", "310115107000"));
        var agency = await test.Do(new AddAgency(new AgencyFields { Name = "三林税务所", Level = AgencyLevel.County, AreaId = street }));
        await test.Do(new AddPerson(new PersonFields { Name = "张三林", AgencyId = agency, JobTitle = "科员", HomeAreaId = street }));
        await test.Do(new AddPerson(new PersonFields { Name = "单雄信", AgencyId = agency, HomeAreaId = street }));
        var emergency = await test.Do(new OpenEmergency("防汛", EmergencyKind.Urgent, "沪汛〔2026〕7号", street, AreaLevel.Street));
        await test.Do(new Muster.Placements.MakePlan(emergency, "夜间值守", test.Clock.GetUtcNow().AddDays(1)));

        Assert.Equal(["emergencies 防汛", "areas 三林镇", "people 张三林", "agencies 三林税务所"], await Found(test, "三林"));
        Assert.Equal(["emergencies 防汛", "areas 三林镇", "agencies 三林税务所"], await Found(test, "sl"));
        Assert.Equal(["people 张三林"], await Found(test, "zhangsan"));
        Assert.Equal(["people 单雄信"], await Found(test, "sxx"));
        Assert.Equal(["areas 三林镇"], await Found(test, "310115107"));
        Assert.Equal(["emergencies 防汛", "plans 夜间值守"], await Found(test, "fangxun"));
        Assert.Equal(["emergencies 防汛"], await Found(test, "沪汛〔2026〕7"));
        Assert.Equal(["plans 夜间值守"], await Found(test, "yjzs"));
        Assert.Empty(await Found(test, "没有这个"));
        Assert.Empty(await Found(test, "  "));
        Assert.Empty(await Found(test, "%"));
    }

    /// <summary>The sample has the same records in four places; the routes of the search are tried over HTTP by the scope matrix besides.</summary>
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Nobody_finds_a_name_outside_the_own_area_or_agency(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var sample = new ScopeSample(test.Services);
        await sample.Make(default);
        string path;
        await using (var store = await test.Stores.Open()) path = await store.Sql.First("select path from area where id = @a", row => row.Text(0), default, ("@a", sample.Own.Area)) ?? "";
        var area = new Reach(Guid.CreateVersion7(), [path], [], Hosts: true);
        var agency = new Reach(Guid.CreateVersion7(), [], [sample.Own.Agency], Hosts: false);
        string[] others = [ScopeSample.SiblingMark, ScopeSample.ParentMark, ScopeSample.OtherMark];
        foreach (var asked in (string[])[.. others, "xg", "zy", "nd", "xigu", "局", sample.Sibling.Code])
        {
            Assert.NotEmpty(await Found(test, asked));
            foreach (var reach in (Reach[])[area, agency])
                Assert.DoesNotContain(await Found(test, asked, reach), f => others.Any(f.Contains));
        }
        Assert.Contains("people " + ScopeSample.OwnMark + "甲", await Found(test, ScopeSample.OwnMark, area));
        Assert.Contains("areas " + ScopeSample.OwnMark + "街道", await Found(test, "dl", area));
        Assert.Contains("people " + ScopeSample.OwnMark + "甲", await Found(test, "dl", agency));
        Assert.Contains("agencies " + ScopeSample.OwnMark + "局", await Found(test, "dl", agency));
    }
}
