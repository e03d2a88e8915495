using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Muster.App.Tests.Testing;
using Muster.Platform.Access;
using Muster.Platform.Hosting;
using Muster.Platform.Reading;
using Muster.Platform.Storage;
using Muster.Rehearsal;
using Muster.Rehearsal.Scopes;

namespace Muster.App.Tests.Platform.Reading;

/// <summary>The matrix of <c>muster access matrix</c>, with the roles that differ in what they may; the verb tries all.</summary>
public sealed class ScopeMatrixTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task ASVS_8_2_2_Another_places_record_answers_like_a_missing_one_on_every_route(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await using var served = await Served.Of(test, network: true, also: Visitor.Unlimited);
        var findings = await ScopeVisitors.Try(served.Services, served.Address, engine == Engine.Sqlite ? [Role.Organiser, Role.Reader] : [Role.Host], _ => { }, default);
        Assert.Empty(findings.Found);
        Assert.True(findings.Cells > 2000, $"only {findings.Cells} answers were looked at");
    }

    [Fact]
    public async Task A_planted_leak_is_found()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await using var app = await MusterHost.Build(test.Installation, ["http://127.0.0.1:0"], quiet: true, default, services =>
        {
            services.AddSingleton<TimeProvider>(test.Clock);
            Visitor.Unlimited(services);
            services.Remove(services.Single(s => s.ImplementationInstance is ReadRule { Name: "post" }));
            services.AddReadRules(ReadRule.Shared("post"));
        });
        await app.StartAsync();
        var findings = await ScopeVisitors.Try(app.Services, new Uri(app.Urls.First(u => u.StartsWith("http://127.", StringComparison.Ordinal))), [Role.Host], _ => { }, default, only: "/posts");
        await app.StopAsync();
        Assert.Contains(findings.Found, f => f.StartsWith("Host: GET /posts/{id:guid} at 西谷", StringComparison.Ordinal));
        // Its lists join the area, whose rule still holds: they show nothing.
        Assert.DoesNotContain(findings.Found, f => f.Contains("shows", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_without_a_rule_is_closed_and_named()
    {
        var rules = new ReadRules([ReadRule.Where("area", "{within t.path}")], new Dictionary<string, IReadOnlyList<string>> { ["area"] = ["id", "path"], ["diary"] = ["id"] }, ["area", "diary"]);
        Assert.Equal(["diary"], rules.Forgotten);
        var (sql, _) = new NarrowSql(rules, new Reach(null, ["01"], [], Hosts: false), Engine.Sqlite, DateTimeOffset.UnixEpoch).Of("select id from diary");
        Assert.Contains("from main.diary t where 1 = 0", sql, StringComparison.Ordinal);
    }
}
