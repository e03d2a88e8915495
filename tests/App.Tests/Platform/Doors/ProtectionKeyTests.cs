using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Muster.App.Tests.Platform.Access;
using Muster.App.Tests.Testing;
using Muster.Platform.Access;
using Muster.Platform.Doors;
using Muster.Platform.Hosting;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Doors;

public sealed class ProtectionKeyTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Who_signed_in_on_one_node_is_signed_in_on_another_and_after_a_restart_and_no_key_lies_plain(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await test.Account("wang", Role.Organiser);
        var folder = Directory.CreateTempSubdirectory("muster-node-").FullName;
        // SQLite has one process: there the second node is the first one started again.
        var second = engine == Engine.Sqlite ? test.Installation : test.Installation with { Folder = folder };
        string cookie;
        await using (var served = await Served.Of(test, network: true))
        {
            using var visitor = served.Visitor();
            using var entered = await visitor.SignIn("wang");
            cookie = entered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("muster=", StringComparison.Ordinal)).Split(';')[0];
            foreach (var key in (string[])["secrets.key", "audit.key"])
                if (engine == Engine.Postgres) File.Copy(Path.Combine(test.Installation.Folder, key), Path.Combine(folder, key));
        }
        await using var app = await MusterHost.Build(second, ["http://127.0.0.1:0"], quiet: true, default, services => services.AddSingleton<TimeProvider>(test.Clock));
        await app.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = new Uri(app.Urls.Single(u => u.StartsWith("http://127", StringComparison.Ordinal))) };
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        using (var me = await client.GetAsync("/me")) Assert.Equal(HttpStatusCode.OK, me.StatusCode);

        await using var store = await test.Stores.Open();
        var kept = await store.Set<ProtectionKey>().AsNoTracking().SingleAsync();
        Assert.Contains("sealed", kept.Xml, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", kept.Xml, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_node_with_another_key_does_not_begin_and_says_what_to_copy()
    {
        await using var test = await TestInstallation.Make(Engine.Postgres);
        await using (await Served.Of(test)) { }
        var folder = Directory.CreateTempSubdirectory("muster-node-").FullName;
        var refused = await Assert.ThrowsAsync<ForeignStore>(() => MusterHost.Build(test.Installation with { Folder = folder }, [], quiet: true, default));
        Assert.Contains("Copy secrets.key and audit.key", refused.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}
