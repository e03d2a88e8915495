using Muster.App.Tests.Testing;
using Muster.Platform.Privacy;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Privacy;

public sealed class CatalogueTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Every_column_of_every_table_is_in_the_catalogue_or_plainly_not_personal(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        Assert.Empty(Catalogue.Differences(await Columns(test), Catalogue.Fields, Catalogue.Plain));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_new_column_without_a_line_is_noticed_and_a_line_without_a_column(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await using (var store = await test.Stores.Open()) await store.Sql.Run("alter table person add column blood_group text", default);
        Assert.Equal(["person.blood_group is not in the catalogue"], Catalogue.Differences(await Columns(test), Catalogue.Fields, Catalogue.Plain));
        await using (var store = await test.Stores.Open())
        {
            await store.Sql.Run("alter table person drop column blood_group", default);
            await store.Sql.Run("alter table person drop column note", default);
        }
        Assert.Equal(["person.note is in the catalogue and not in the schema"], Catalogue.Differences(await Columns(test), Catalogue.Fields, Catalogue.Plain));
    }

    [Fact]
    public void A_column_in_two_minds_and_a_line_that_is_none_are_noticed()
    {
        const string one = "a.b | Work | 甲 | a | Placing | Staff | Service | Scope | Plain";
        var (fields, plain) = Catalogue.Parse(one + "\n- a: b");
        Assert.Equal(["a.b is personal and plainly not"], Catalogue.Differences(["a.b"], fields, plain));
        Assert.Throws<FormatException>(() => Catalogue.Parse("a.b | Work | 甲"));
        Assert.Throws<FormatException>(() => Catalogue.Parse(one + "\n" + one));
        Assert.Throws<FormatException>(() => Catalogue.Parse("- a: b b"));
        Assert.Throws<ArgumentException>(() => Catalogue.Parse(one.Replace("Work", "Nothing", StringComparison.Ordinal)));
    }

    private static async Task<List<string>> Columns(TestInstallation test)
    {
        await using var store = await test.Stores.Open();
        return await store.Sql.List(store.Sql.Pick(
            "select t.name || '.' || c.name from sqlite_master t join pragma_table_xinfo(t.name) c where t.type = 'table' and t.name not like 'sqlite_%' and t.name <> 'schema_script'",
            "select table_name || '.' || column_name from information_schema.columns where table_schema = 'public' and table_name <> 'schema_script'"), row => row.Text(0), default);
    }
}
