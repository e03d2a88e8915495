using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Testing;
using Muster.Platform.Access;
using Muster.Platform.Access.Tokens;
using Muster.Platform.Acts;
using Muster.Platform.Audit;
using Muster.Platform.Identity;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Access;

public sealed class TokenTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_program_reads_with_its_token_in_its_owners_name_until_it_expires_or_is_ended(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var wang = await test.Account("wang", Role.Organiser);
        await using var served = await Served.Of(test, network: true);
        var (secret, id) = await Make(test, wang, TokenScope.Read);
        using var program = Program(served, secret);
        Assert.Equal(HttpStatusCode.OK, await Status(program, "/api/jobs/find"));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(program, "/api/audit/verify"));
        Assert.Equal(HttpStatusCode.Redirect, await Status(program, "/people"));
        Assert.Equal(HttpStatusCode.Forbidden, await Change(program, """{"fields":{"name":"x"}}"""));
        await using (var store = await test.Stores.Open())
            Assert.DoesNotContain(secret[4..], string.Join('\n', (await store.Set<ApiToken>().ToListAsync()).Select(t => System.Convert.ToBase64String(t.SecretHash) + t.Name)), StringComparison.Ordinal);

        await test.Do(new EndToken(id));
        await Becomes(program, HttpStatusCode.Unauthorized);
        var (other, _) = await Make(test, wang, TokenScope.Read);
        using var late = Program(served, other);
        Assert.Equal(HttpStatusCode.OK, await Status(late, "/api/jobs/find"));
        test.Clock.Advance(TimeSpan.FromDays(31));
        await Becomes(late, HttpStatusCode.Unauthorized);
        using var guessed = Program(served, Tokens.NewSecret());
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(guessed, "/api/jobs/find"));
    }

    [Fact]
    public async Task A_program_that_changes_is_on_the_trail_under_both_names_needs_no_page_and_never_opens_doors()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        var wang = await test.Account("wang", Role.Organiser);
        await using var served = await Served.Of(test, network: true);
        using var program = Program(served, (await Make(test, wang, TokenScope.Change)).Secret);
        Assert.Equal(HttpStatusCode.OK, await Change(program, """{"fields":{"name":"区民政局"}}""", "add-agency"));
        await using (var store = await test.Stores.Open())
        {
            var entry = await store.Set<AuditEntry>().SingleAsync(e => e.Act == "AddAgency");
            Assert.Equal(("wang / 数据平台", "api", (Guid?)wang), (entry.Actor, entry.Origin, entry.ActorId));
        }
        Assert.Contains("proof-old", await Answer(program, $$"""{"accountId":"{{wang}}","role":"Reader","reason":"x"}""", "give-role"), StringComparison.Ordinal);
        Assert.Contains("not-allowed", await Answer(program, """{"name":"x","displayName":"x"}""", "add-account"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_never_outlives_what_its_owner_may()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        var wang = await test.Account("wang", Role.Reader);
        await using var served = await Served.Of(test, network: true);
        using var program = Program(served, (await Make(test, wang, TokenScope.Change)).Secret);
        Assert.Equal(HttpStatusCode.OK, await Status(program, "/api/jobs/find"));
        Assert.Contains("not-allowed", await Answer(program, """{"fields":{"name":"区民政局"}}""", "add-agency"), StringComparison.Ordinal);
        await using var store = await test.Stores.Open();
        await test.Do(new TakeRole(await store.Sql.First("select id from role_grant where account_id = @a", row => row.Guid(0), default, ("@a", wang))));
        await Becomes(program, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_token_for_an_area_is_narrowed_to_it_and_to_nothing_where_its_owner_has_no_role()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        var wang = await test.Account("wang", Role.Organiser);
        var (here, there) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var store = await test.Stores.Open())
        {
            store.Add(new Muster.Territory.Area { Id = here, Name = "东区", Path = "a1", ValidFrom = test.Clock.Now });
            store.Add(new Muster.Territory.Area { Id = there, Name = "西区", Path = "a2", ValidFrom = test.Clock.Now });
            await store.SaveChangesAsync();
        }
        var (secret, _) = await Make(test, wang, TokenScope.Read, here);
        var (standing, name) = (await test.Get<Tokens>().Of(secret, default))!.Value;
        Assert.Equal("wang / 数据平台", name);
        Assert.True(standing.May(Permission.See, "a1"));
        Assert.True(standing.May(Permission.See, "a1b7"));
        Assert.False(standing.May(Permission.See, "a2"));
        Assert.False(standing.May(Permission.See));
        Assert.False(standing.MaySomewhere(Permission.GiveFieldRoles));
    }

    [Fact]
    public async Task Nobody_makes_a_token_in_anothers_name_for_ever_or_without_showing_who_it_is()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        var (wang, li) = (await test.Account("wang", Role.Organiser), await test.Account("li", Role.Reader));
        var standing = new Standing(li, li, default, [new HeldRole(Role.Reader, null, null)]);
        var actor = new Actor(li, "li", "page", standing.May) { Standing = standing };
        async Task<string> Refusal(MakeToken act, Actor by) => (await Assert.ThrowsAsync<Refused>(() => test.Desk.Do(act, WriteId.New(), by))).Rules[0].Code;
        Assert.Equal("not-allowed", await Refusal(new MakeToken(wang, "x", TokenScope.Read, null, 30, Secret.HexHash("x")), actor));
        Assert.Equal("token-days", await Refusal(new MakeToken(li, "x", TokenScope.Read, null, 3650, Secret.HexHash("x")), actor));
        Assert.Equal("token-name", await Refusal(new MakeToken(li, " ", TokenScope.Read, null, 30, Secret.HexHash("x")), actor));
        Assert.Equal("token-owed", await Refusal(new MakeToken(li, "x", TokenScope.Read, null, 30, Secret.HexHash("x")), actor with { Standing = standing with { Owes = Owed.SecondFactor } }));
        Assert.Equal("proof-old", await Refusal(new MakeToken(li, "x", TokenScope.Read, null, 30, Secret.HexHash("x")), actor with { Standing = standing with { ProvedAt = test.Clock.Now.AddHours(-1) } }));
    }

    private static async Task<(string Secret, Guid Id)> Make(TestInstallation test, Guid account, TokenScope scope, Guid? area = null)
    {
        var secret = Tokens.NewSecret();
        return (secret, await test.Do(new MakeToken(account, "数据平台", scope, area, 30, Secret.HexHash(secret))));
    }

    private static HttpClient Program(Served served, string secret)
    {
        var client = served.Visitor();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    private static async Task<HttpStatusCode> Status(HttpClient program, string path)
    {
        // A job that is not there: who may see jobs is told so, who may not is refused.
        using var answer = await program.GetAsync(path == "/api/jobs/find" ? $"/api/jobs/{Guid.CreateVersion7()}" : path);
        return answer.StatusCode == HttpStatusCode.NotFound ? HttpStatusCode.OK : answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> Ask(HttpClient program, string json, string act)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/acts/" + act) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add(Routes.WriteIdHeader, Guid.CreateVersion7().ToString());
        return await program.SendAsync(request);
    }

    private static async Task<HttpStatusCode> Change(HttpClient program, string json, string act = "add-agency")
    {
        using var answer = await Ask(program, json, act);
        return answer.StatusCode;
    }

    private static async Task<string> Answer(HttpClient program, string json, string act)
    {
        using var answer = await Ask(program, json, act);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task Becomes(HttpClient program, HttpStatusCode wanted)
    {
        var status = await Status(program, "/api/jobs/find");
        for (var i = 0; i < 50 && status != wanted; i++)
        {
            await Task.Delay(100);
            status = await Status(program, "/api/jobs/find");
        }
        Assert.Equal(wanted, status);
    }
}
