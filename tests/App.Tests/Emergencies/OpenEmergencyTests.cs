using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Testing;
using Muster.Emergencies;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.App.Tests.Emergencies;

public sealed class OpenEmergencyTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_urgent_emergency_without_a_document_number_is_refused(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (district, _, _) = await new TestGround(test).District();
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(new OpenEmergency("一夜集结", EmergencyKind.Urgent, " ", district.Id, AreaLevel.Community)));
        Assert.Equal("document-number-missing", refused.Rules.Single().Code);
        await test.Do(new OpenEmergency("双报到", EmergencyKind.Standing, null, district.Id, AreaLevel.Community));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Every_broken_rule_is_told_at_once(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (_, streets, _) = await new TestGround(test).District();
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(new OpenEmergency("", EmergencyKind.Urgent, null, streets[0].Id, AreaLevel.County)));
        Assert.Equal(["name-missing", "document-number-missing", "covered-level-above-area"], refused.Rules.Select(r => r.Code));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Several_are_open_at_once_but_one_document_opens_only_one_per_area(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, streets, _) = await ground.District();
        await ground.Emergency(district);
        await ground.Emergency(streets[0]);
        await ground.Emergency(district, name: "汛期");
        Assert.Equal("emergency-open-already", (await Assert.ThrowsAsync<Refused>(() => ground.Emergency(district))).Rules.Single().Code);
        await using var store = await test.Stores.Open();
        Assert.Equal(3, (await EmergencyQueries.List(store.Sql, open: true, null, 100, default)).Count);
        Assert.Single(await EmergencyQueries.List(store.Sql, open: true, "汛", 100, default));
        Assert.Empty(await EmergencyQueries.List(store.Sql, open: false, null, 100, default));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Closing_takes_a_reason_and_happens_once(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, _) = await ground.District();
        var id = await ground.Emergency(district);
        Assert.Equal("reason-missing", (await Assert.ThrowsAsync<Refused>(() => test.Do(new CloseEmergency(id, "")))).Rules.Single().Code);
        await test.Do(new CloseEmergency(id, "响应终止"));
        Assert.Equal("emergency-closed", (await Assert.ThrowsAsync<Refused>(() => test.Do(new CloseEmergency(id, "再关一次")))).Rules.Single().Code);
        await using var store = await test.Stores.Open();
        var closed = await store.Set<Emergency>().SingleAsync();
        Assert.Equal(("响应终止", (DateTimeOffset?)test.Clock.Now), (closed.CloseReason, closed.ClosedAt));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_stale_edit_says_what_stands_there_now(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, _) = await ground.District();
        var id = await ground.Emergency(district);
        await test.Do(new EditEmergency(id, "和平战区", "津和委〔2020〕5号", 1));
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(new EditEmergency(id, "别的名字", "津和委〔2020〕5号", 1)));
        Assert.Contains("和平战区", refused.Rules.Single().Zh, StringComparison.Ordinal);
    }
}
