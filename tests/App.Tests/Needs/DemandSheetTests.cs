using System.Text;
using Muster.App.Tests.Emergencies;
using Muster.App.Tests.Testing;
using Muster.Emergencies.Contract;
using Muster.Needs;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.App.Tests.Needs;

public sealed class DemandSheetTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Every_row_of_a_demand_sheet_is_accounted_for(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, communities) = await ground.District();
        var emergency = await ground.Emergency(district);
        await test.Do(new SetDemandRule(emergency, AreaLevel.Community, 2, 1.2, 4, 2, 0, 2.5));
        await using var store = await test.Stores.Open();
        var where = (await store.Sql.GroundOf(emergency, default))!;
        var text = $"""
            需求表,,,,
            编号,属地,最低,目标,承接上限
            {communities[0].Id},,6,9,20
            ,{communities[1].Name},5,9,20
            ,{communities[2].Name},六,9,20
            ,没有这里,1,2,3
            {communities[3].Id},,9,8,20
            {communities[0].Id},,7,9,20
            """;
        var read = await DemandSheet.Read(store.Sql, where, new MemoryStream(Encoding.UTF8.GetBytes(text)), "需求.csv", default);
        Assert.Equal((6, 1, 1, 4), (read.Rows, read.Changes.Count, read.Unchanged, read.Refusals.Count));
        Assert.Equal(["not-a-number", "place-unknown", "target-below-minimum", "place-twice"], read.Refusals.Select(r => r.Why.Code));
        Assert.Equal((5, "C5"), (read.Refusals[0].Row, read.Refusals[0].Cell));
        var outcome = await test.Do(new OverrideDemand(emergency, read.Changes, "表格", FromSpreadsheet: true));
        Assert.Equal(1, outcome.Overridden);
        await Assert.ThrowsAsync<Refused>(() => DemandSheet.Read(store.Sql, where, new MemoryStream("a,b\n1,2\n"u8.ToArray()), "x.csv", default));
    }
}
