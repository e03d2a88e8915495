using Muster.App.Tests.Testing;
using Muster.People;
using Muster.Platform.Access;
using Muster.Platform.Storage;
using Muster.Rehearsal.Scopes;
using Muster.Territory;

namespace Muster.App.Tests.Platform.Reading;

public sealed class ScopeTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Every_table_is_read_within_a_reach_by_a_rule_of_its_own(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        Assert.Empty(test.Stores.Rules.Forgotten);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Within_an_area_each_table_shows_that_area_and_nothing_else(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var sample = new ScopeSample(test.Services);
        await sample.Make(default);
        string path;
        await using (var all = await test.Stores.Open()) path = await all.Sql.First("select path from area where id = @a", row => row.Text(0), default, ("@a", sample.Own.Area)) ?? "";
        using var within = Reach.Enter(new Reach(Guid.CreateVersion7(), [path], [], Hosts: true));
        await using var store = await test.Stores.Open();
        Assert.Equal([ScopeSample.OwnMark + "街道", ScopeSample.OwnMark + "社区"], await store.Sql.List("select name from area order by path", row => row.Text(0), default));
        Assert.Equal(4, await store.Sql.Number("select count(*) from person", default));
        Assert.Equal(0, await store.Sql.Number("select count(*) from person where name not like @m", default, ("@m", ScopeSample.OwnMark + "%")));
        Assert.Equal(1, await store.Sql.Number("select count(*) from agency", default));
        Assert.Equal(1, await store.Sql.Number("select count(*) from emergency", default));
        Assert.Equal(2, await store.Sql.Number("select count(*) from demand", default));
        Assert.Equal(await store.Sql.Number("select count(*) from placement", default), await store.Sql.Number("select placed from plan", default));
        foreach (var table in test.Stores.Rules.ByIdOnly) await store.Sql.Number($"select count(*) from {table}", default);
    }
}
