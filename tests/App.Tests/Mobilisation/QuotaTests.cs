using FsCheck;
using FsCheck.Fluent;
using Muster.App.Tests.Emergencies;
using Muster.App.Tests.Testing;
using Muster.Mobilisation;
using Muster.Needs;
using Muster.People;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.App.Tests.Mobilisation;

public sealed class QuotaTests
{
    [Fact]
    public void A_quota_is_rounded_up_and_never_takes_those_who_must_stay() => Prop.ForAll(
        Arb.From(from h in Gen.Choose(0, 500) from p in Gen.Choose(0, 100) from s in Gen.Choose(0, 600) select (h, p, s)), c =>
        {
            var (sent, stay, cut) = QuotaRules.Derive(c.h, c.p, c.s);
            return sent >= 0 && sent + stay <= c.h && stay == Math.Min(c.s, c.h) && (cut ? sent + stay == c.h && sent * 100 < c.h * c.p : sent * 100 >= c.h * c.p && (sent - 1) * 100 < c.h * c.p);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_agency_is_paired_and_streets_share_in_proportion()
    {
        List<(Guid Id, long Need)> streets = [(Guid.CreateVersion7(), 300), (Guid.CreateVersion7(), 150)];
        var pairs = QuotaRules.Pair(Enumerable.Range(0, 30).Select(_ => (Guid.CreateVersion7(), 15L)), streets);
        Assert.Equal((20, 10), (pairs.Count(p => p.Street == streets[0].Id), pairs.Count(p => p.Street == streets[1].Id)));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Offices_of_district_and_street_owe_seventy_percent_and_the_city_is_support(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, _) = await ground.District();
        var bureau = await ground.Agency("区审计局", headcount: 9, stay: 2);
        var small = await ground.Agency("区档案馆", headcount: 5, stay: 3);
        var city = await ground.Agency("市审计局", AgencyLevel.City, headcount: 100);
        foreach (var agency in new[] { bureau, small, city })
            for (var i = 0; i < 4; i++) await ground.Person(agency.Name + i, agency, agency == city ? Origin.City : Origin.County);
        var emergency = await ground.Emergency(district);
        await test.Do(new MusterPeople(emergency, new([Origin.County, Origin.City])));

        Assert.Equal(new QuotaOutcome(2, 0, 1, 1, 7 + 2), await test.Do(new DeriveQuotas(emergency)));
        await test.Do(new SetQuotas(emergency, [new(bureau.Id, 4, 5)], "审计任务重"));
        Assert.Equal(new QuotaOutcome(1, 1, 1, 0, 4 + 2), await test.Do(new DeriveQuotas(emergency)));
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(new SetQuotas(emergency, [new(bureau.Id, 8, 5)], "试")));
        Assert.Equal("quota-and-stay-over-headcount", refused.Rules.Single().Code);
        await using var store = await test.Stores.Open();
        var lines = await QuotaQueries.List(store.Sql, emergency, null, default);
        Assert.Equal(3, lines.Count);
        Assert.Equal((4, 0), lines.Where(l => l.AgencyId == bureau.Id).Select(l => (l.Mustered, l.StayOfMustered)).Single());
        Assert.Equal(2, lines.Single(l => l.AgencyId == small.Id).StayOfMustered);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Agencies_are_paired_with_streets_by_hand_and_the_rest_by_need(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, streets, communities) = await ground.District(2, 2);
        var (a, b) = (await ground.Agency("区审计局"), await ground.Agency("区税务局"));
        await ground.Person("甲", a);
        await ground.Person("乙", b);
        var emergency = await ground.Emergency(district);
        await test.Do(new SetDemandRule(emergency, AreaLevel.Community, 1, 0, 1, 0, 10, 0));
        await test.Do(new MusterPeople(emergency, new([Origin.County])));
        await test.Do(new PairAgency(emergency, a.Id, [streets[0].Id], Hard: true));
        Assert.Equal("street-unknown", (await Assert.ThrowsAsync<Refused>(() => test.Do(new PairAgency(emergency, a.Id, [communities[0].Id], true)))).Rules.Single().Code);
        Assert.Equal(1, await test.Do(new PairRemaining(emergency)));
        await using var store = await test.Stores.Open();
        var lines = await QuotaQueries.List(store.Sql, emergency, null, default);
        Assert.Equal((streets[0].Id, true), lines.Where(l => l.AgencyId == a.Id).Select(l => (l.Streets.Single().AreaId, l.Streets.Single().Hard)).Single());
        Assert.Equal(streets[1].Id, lines.Single(l => l.AgencyId == b.Id).Streets.Single().AreaId);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Quotas_and_streets_come_from_a_spreadsheet_and_go_back_unchanged(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, streets, _) = await ground.District();
        foreach (var name in new[] { "区审计局", "区档案馆", "区统计局" }) await ground.Agency(name, headcount: 20, stay: 2);
        var emergency = await ground.Emergency(district);
        var (_, done) = await test.Import($"""
            派出单位,至少派,至少留,结对街道,只在结对街道服务,理由
            区审计局,10,5,{streets[0].Name}；{streets[1].Name},是,人多
            区档案馆,18,5,,,
            区统计局,5,2,火星街道,,
            没有局,5,2,,,
            """, (name, hash) => new ImportQuotas(emergency, name, hash, false));
        Assert.Equal((4, 1, 3), (done.Rows, done.Stored, done.Refused));
        Assert.Equal(["quota-and-stay-over-headcount", "street-unknown D4", "agency-unknown A5"], [done.Refusals[0].Code, .. done.Refusals.Skip(1).Select(r => $"{r.Code} {r.Cell}")]);
        await using var store = await test.Stores.Open();
        var line = (await QuotaQueries.List(store.Sql, emergency, "区审计局", default)).Single();
        Assert.Equal((10, 5, "人多", 2, true), (line.MinimumSent, line.MinimumStay, line.Reason, line.Streets.Count, line.Streets.All(s => s.Hard)));

        foreach (var language in new[] { "zh-CN", "en" })
        {
            await using var served = await Served.Of(test, language);
            var export = await served.Client.GetByteArrayAsync($"/emergencies/{emergency}/quotas/export");
            var (_, back) = await test.Import(export, "指标.xlsx", (name, hash) => new ImportQuotas(emergency, name, hash, false));
            Assert.Equal((1, 1), (back.Rows, back.Unchanged));
            Assert.Contains(language == "en" ? "Next: its columns" : "下一步：看各列", await served.Client.GetStringAsync($"/emergencies/{emergency}/quotas/import"), StringComparison.Ordinal);
        }
    }
}
