using Muster.App.Tests.Testing;
using Muster.Platform.Access;
using Muster.Platform.Identity;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Access;

public sealed class EraseSignInsTests
{
    private static readonly string[] Tables = ["signed_in", "activation", "sign_in_lock", "account where password_hash is not null", "account where display_name <> 'li' and display_name like '%注销%'"];

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task ASVS_14_2_7_What_signing_in_leaves_behind_goes_by_the_clock_and_with_an_account_its_secrets_and_then_its_names(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (wang, li) = (await test.Account("wang", Role.Reader), await test.Account("li", Role.Reader));
        await using (var served = await Served.Of(test, network: true))
        {
            using var visitor = await served.SignedIn("li");
            using var stranger = served.Visitor();
            using var wrong = await stranger.SignIn("li", "not the right words");
        }
        Assert.Equal("1 2 1 2 0", await Left(test));
        test.Clock.Advance(TimeSpan.FromHours(23));
        await EraseSignIns.WhenDue(test.Services, default);
        Assert.Equal("1 2 1 2 0", await Left(test));
        await test.Do(new EndAccount(li));
        test.Clock.Advance(TimeSpan.FromHours(25));
        await EraseSignIns.WhenDue(test.Services, default);
        Assert.Equal("0 0 0 2 0", await Left(test));
        test.Clock.Advance(EraseSignIns.SecretsKeptFor);
        await EraseSignIns.WhenDue(test.Services, default);
        Assert.Equal("0 0 0 1 0", await Left(test));
        test.Clock.Advance(EraseSignIns.NamesKeptFor);
        await EraseSignIns.WhenDue(test.Services, default);
        Assert.Equal("0 0 0 1 1", await Left(test));
        await using var store = await test.Stores.Open();
        Assert.Equal("wang", await store.Sql.First("select name from account where id = @w", row => row.Text(0), default, ("@w", wang)));
        // Nothing is due any more: nothing more stands on the trail.
        var entries = await store.Sql.Number("select count(*) from audit_entry where act = 'EraseSignIns'", default);
        await EraseSignIns.WhenDue(test.Services, default);
        Assert.Equal((3L, entries), (entries, await store.Sql.Number("select count(*) from audit_entry where act = 'EraseSignIns'", default)));
    }

    private static async Task<string> Left(TestInstallation test)
    {
        await using var store = await test.Stores.Open();
        var counts = new List<long>();
        foreach (var table in Tables) counts.Add(await store.Sql.Number($"select count(*) from {table}", default));
        return string.Join(' ', counts);
    }
}
