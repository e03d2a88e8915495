using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Muster.App.Tests.Testing;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Jobs;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Access;

public sealed class MatrixTests
{
    [Fact]
    public async Task ASVS_8_2_1_Every_route_names_one_policy_and_opens_for_somebody()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await using var served = await Served.Of(test);
        var matrix = AccessMatrix.Of(served.Services.GetRequiredService<EndpointDataSource>());
        Assert.Empty(matrix.Matrix.Where(r => r.Policy.Length == 0).Select(r => r.Route));
        Assert.Empty(matrix.Matrix.Where(r => r.Roles.Count == 0).Select(r => r.Route));
        Assert.True(matrix.Matrix.Count > 200, $"only {matrix.Matrix.Count} routes were found");
    }

    [Fact]
    public void A_route_without_a_policy_with_another_or_open_past_its_policy_is_found()
    {
        static RouteEndpoint Route(params object[] metadata)
        {
            var builder = new RouteEndpointBuilder(_ => Task.CompletedTask, RoutePatternFactory.Parse("/planted"), 0);
            foreach (var one in metadata) builder.Metadata.Add(one);
            return (RouteEndpoint)builder.Build();
        }
        var planted = AccessMatrix.Of(new DefaultEndpointDataSource(
            Route(), Route(new AuthorizeAttribute()), Route(new AuthorizeAttribute("elsewhere")), Route(new AuthorizeAttribute(Policies.Audit), new AllowAnonymousAttribute()),
            Route(new AuthorizeAttribute(Policies.Audit), new AuthorizeAttribute(Policies.Open)), Route(new AuthorizeAttribute(Policies.Audit))));
        Assert.Equal(5, planted.Leaks);
    }

    [Fact]
    public void Administrators_open_their_own_routes_only()
    {
        foreach (var (role, policies) in new[] { (Role.SystemAdministrator, new[] { Policies.SignedIn, Policies.Accounts, Policies.ManageAccounts }), (Role.SecurityAdministrator, [Policies.SignedIn, Policies.Accounts, Policies.Roles, Policies.SignInTerms, Policies.Privacy, Policies.Destruction]), (Role.AuditAdministrator, [Policies.SignedIn, Policies.Audit, Policies.Privacy]) })
        {
            var standing = new Standing(Guid.Empty, Guid.Empty, default, [new HeldRole(role, null, null)]);
            Assert.Equal(policies.Order(StringComparer.Ordinal), Policies.All.Where(p => p.Value(standing)).Select(p => p.Key).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task ASVS_8_3_1_Each_role_gets_the_pages_of_the_matrix_and_is_refused_the_others()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        Role?[] everybody = [null, Role.Organiser, Role.Reader, Role.Inspector, Role.SystemAdministrator, Role.SecurityAdministrator, Role.AuditAdministrator];
        foreach (var role in everybody) await test.Account(role?.ToString() ?? AccessMatrix.NoRole, role is { } held ? [held] : []);
        await using var served = await Served.Of(test, network: true);
        var matrix = AccessMatrix.Of(served.Services.GetRequiredService<EndpointDataSource>());
        var pages = matrix.Matrix.Where(r => r.Route.StartsWith("GET /", StringComparison.Ordinal) && !r.Route.Contains('{', StringComparison.Ordinal)).ToList();
        Assert.True(pages.Count > 30, $"only {pages.Count} pages were tried");
        var leaks = new List<string>();
        async Task Try(HttpClient visitor, string who)
        {
            foreach (var page in pages)
            {
                using var answer = await visitor.GetAsync(page.Route["GET ".Length..], HttpCompletionOption.ResponseHeadersRead);
                var refused = answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized || answer.Headers.Location?.OriginalString.Contains("/sign-in?next=", StringComparison.Ordinal) == true;
                if (refused == page.Roles.Contains(who)) leaks.Add($"{who}: {page.Route} answered {(int)answer.StatusCode}");
            }
        }
        using (var stranger = served.Visitor()) await Try(stranger, AccessMatrix.Stranger);
        foreach (var role in everybody)
        {
            using var visitor = await served.SignedIn(role?.ToString() ?? AccessMatrix.NoRole);
            await Try(visitor, role?.ToString() ?? AccessMatrix.NoRole);
        }
        Assert.Empty(leaks);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task ASVS_8_3_2_A_role_taken_away_opens_nothing_any_more_and_what_was_refused_is_on_the_trail(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var id = await test.Account("reader", Role.Reader);
        await using var served = await Served.Of(test, network: true);
        using var visitor = await served.SignedIn("reader");
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/people")).StatusCode);
        await using var store = await test.Stores.Open();
        await test.Do(new TakeRole(await store.Sql.First("select id from role_grant where account_id = @a", row => row.Guid(0), default, ("@a", id))));
        await SigningInTests.Becomes(visitor, "/people", HttpStatusCode.Forbidden);
        Assert.Contains("GET /people", await store.Sql.First("select details from audit_entry where act = 'OpenRoute' and actor_id = @a", row => row.Text(0), default, ("@a", id)), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task ASVS_8_3_2_The_progress_of_a_running_job_closes_when_the_role_is_taken_away(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var area = await test.Do(new Muster.Territory.AddArea(null, Muster.Territory.AreaLevel.Community, "一社区"));
        var id = await test.Account("host");
        var grant = await test.Do(new GiveRole(id, Role.Host, area, null, null, null, "test"));
        await using var served = await Served.Of(test, network: true);
        using var visitor = await served.SignedIn("host");
        var ended = new TaskCompletionSource<object?>();
        var jobs = served.Services.GetRequiredService<JobBoard>();
        var (own, others) = (await jobs.Start("LoadAreas", "own", new Actor(id, "host", "page", _ => false), (_, _) => ended.Task), await jobs.Start("LoadAreas", "others", test.Actor, (_, _) => ended.Task));
        // What a page that is left open asks for every 700 ms.
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync($"/jobs/{own}/card")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/jobs/{others}/card")).StatusCode);
        await test.Do(new TakeRole(grant));
        await SigningInTests.Becomes(visitor, $"/jobs/{own}/card", HttpStatusCode.Forbidden);
        ended.SetResult(null);
    }

    [Fact]
    public async Task A_reader_reads_and_an_act_is_refused_at_the_desk()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await test.Account("reader", Role.Reader);
        await using var served = await Served.Of(test, network: true);
        using var visitor = await served.SignedIn("reader");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/acts/add-account") { Content = new StringContent("""{"name":"x","displayName":"x"}""", global::System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add(Routes.WriteIdHeader, Guid.CreateVersion7().ToString());
        request.Headers.Add("Muster-Antiforgery", await Served.Token(visitor, "/me"));
        using var answer = await visitor.SendAsync(request);
        Assert.Contains("not-allowed", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
