using System.Net;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Muster.App.Tests.Testing;
using Muster.Platform.Access;
using Muster.Platform.Access.Tokens;
using Muster.Platform.Acts;
using Muster.Platform.Identity.Passkeys;
using Muster.Platform.Identity;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Access;

public sealed class SigningInTests
{
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    public void One_time_codes_are_those_of_RFC_6238(long seconds, string code) =>
        Assert.Equal(code, Totp.Code("12345678901234567890"u8, seconds / 30));

    [Fact]
    public void ASVS_6_5_1_A_code_is_taken_once_and_only_for_a_step_around_now()
    {
        var (key, now) = (Encoding.ASCII.GetBytes("12345678901234567890"), DateTimeOffset.FromUnixTimeSeconds(1_234_567_890));
        var step = Totp.Accept(key, Totp.Code(key, Totp.Step(now)), now, 0);
        Assert.Equal(Totp.Step(now), step);
        Assert.Null(Totp.Accept(key, Totp.Code(key, Totp.Step(now)), now, step!.Value));
        Assert.NotNull(Totp.Accept(key, Totp.Code(key, Totp.Step(now) - 1), now, 0));
        Assert.Null(Totp.Accept(key, Totp.Code(key, Totp.Step(now) - 2), now, 0));
        Assert.Null(Totp.Accept(key, Totp.Code(key, Totp.Step(now) + 2), now, 0));
        Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.Written(key));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task ASVS_6_4_1_An_activation_code_works_once_for_72_hours_and_is_kept_as_a_hash(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var id = await test.Do(new AddAccount("a", "甲"));
        var (first, second) = (Secret.New(), Secret.New());
        await test.Do(new MakeActivation(id, Secret.HexHash(first)));
        await test.Do(new MakeActivation(id, Secret.HexHash(second)));
        Assert.Equal("activation-spent", await Refusal(test, new UseActivation(Secret.HexHash(first), "x")));
        await test.Do(new UseActivation(Secret.HexHash(second), "x"));
        Assert.Equal("activation-spent", await Refusal(test, new UseActivation(Secret.HexHash(second), "y")));
        var third = Secret.New();
        await test.Do(new MakeActivation(id, Secret.HexHash(third)));
        test.Clock.Advance(MakeActivation.Lifetime);
        Assert.Equal("activation-spent", await Refusal(test, new UseActivation(Secret.HexHash(third), "z")));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_password_set_anew_by_code_ends_passkeys_and_tokens_and_its_page_says_so_before(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await using var served = await Served.Of(test);
        var id = await test.Do(new AddAccount("a", "甲"));
        await using (var store = await test.Stores.Open())
        {
            store.Add(new Passkey { Id = Guid.CreateVersion7(), AccountId = id, CredentialId = [1], PublicKey = [2], Name = "手机", CreatedAt = test.Clock.Now });
            store.Add(new ApiToken { Id = Guid.CreateVersion7(), AccountId = id, Name = "报表", SecretHash = [3], CreatedAt = test.Clock.Now, ExpiresAt = test.Clock.Now.AddDays(30) });
            await store.SaveChangesAsync();
        }
        var code = Secret.New();
        await test.Do(new MakeActivation(id, Secret.HexHash(code)));
        Assert.Contains("1 个通行密钥和 1 个访问令牌停用", await served.Client.GetStringAsync("/activate/" + code), StringComparison.Ordinal);
        await test.Do(new UseActivation(Secret.HexHash(code), "x"));
        await using var after = await test.Stores.Open();
        Assert.Equal(0, await after.Sql.Number("select (select count(*) from passkey) + (select count(*) from api_token where ended_at is null)", default));
    }

    [Fact]
    public async Task Only_the_machines_owner_makes_a_code_for_an_administrator()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        var (own, security) = (await test.Account("sys", Role.SystemAdministrator), await test.Account("sec", Role.SecurityAdministrator));
        var standing = new Standing(own, own, StayKind.Managing, [new HeldRole(Role.SystemAdministrator, null, null)]);
        var actor = new Actor(own, "sys", "page", standing.May) { Standing = standing };
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Desk.Do(new MakeActivation(security, Secret.HexHash("x")), WriteId.New(), actor));
        Assert.Equal("activation-of-administrator", refused.Rules.Single().Code);
        Assert.Equal("activation-own", (await Assert.ThrowsAsync<Refused>(() => test.Desk.Do(new MakeActivation(own, Secret.HexHash("x")), WriteId.New(), actor))).Rules.Single().Code);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task ASVS_6_3_1_Strangers_tries_lock_strange_devices_and_never_one_that_is_known(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await test.Account("wang", Role.Organiser);
        await using var served = await Served.Of(test, network: true);
        using var known = await served.SignedIn("wang");
        using (var left = await Served.Post(known, "/me", "/sign-out")) Assert.Equal(HttpStatusCode.SeeOther, left.StatusCode);

        using var stranger = served.Visitor();
        for (var i = 0; i < LockRules.TriesMax; i++)
            using (var wrong = await stranger.SignIn("wang", "guess " + i)) Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using (var locked = await stranger.SignIn("wang")) Assert.Contains("15 分钟", await locked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using (var still = await known.SignIn("wang")) Assert.Equal(HttpStatusCode.SeeOther, still.StatusCode);
        test.Clock.Advance(LockRules.Lock);
        using (var later = await stranger.SignIn("wang")) Assert.Equal(HttpStatusCode.SeeOther, later.StatusCode);
    }

    [Fact]
    public async Task ASVS_6_3_8_An_unknown_name_costs_the_same_work_and_gets_the_same_answer_as_a_wrong_password()
    {
        var counted = new CountedHashes();
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await test.Account("wang", Role.Organiser);
        await test.Do(new AddAccount("invited", "还没有密码"));
        await using var served = await Served.Of(test, network: true, also: services => services.AddSingleton<IPasswordHasher<Account>>(counted));
        var seen = new List<string>();
        foreach (var name in (string[])["wang", "nobody", "invited"])
        {
            using var visitor = served.Visitor();
            using var answer = await visitor.SignIn(name, "not the right words");
            var text = System.Text.RegularExpressions.Regex.Replace(await answer.Content.ReadAsStringAsync(), $"{name}|CfDJ8[A-Za-z0-9_-]+|[0-9a-f]{{8}}-[0-9a-f-]{{27}}", "*", System.Text.RegularExpressions.RegexOptions.NonBacktracking);
            seen.Add($"{answer.StatusCode} {string.Join(' ', answer.Headers.Select(h => h.Key))} {string.Join(' ', counted.Rounds)} {text}");
            counted.Rounds.Clear();
        }
        Assert.Contains(" 210000 ", seen[0], StringComparison.Ordinal);
        Assert.Equal(seen[0], seen[1]);
        Assert.Equal(seen[0], seen[2]);
    }

    /// <summary>How many rounds each check of a password took, which stands in the hash; the check itself is the real one.</summary>
    private sealed class CountedHashes : IPasswordHasher<Account>
    {
        private readonly PasswordHasher<Account> _real = new();

        public List<uint> Rounds { get; } = [];

        public string HashPassword(Account user, string password) => _real.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Rounds.Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(System.Convert.FromBase64String(hashedPassword).AsSpan(5)));
            return _real.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task ASVS_7_4_1_A_cookie_kept_after_signing_out_opens_nothing(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await test.Account("wang", Role.Organiser);
        await using var served = await Served.Of(test, network: true);
        using var visitor = served.Visitor();
        using var entered = await visitor.SignIn("wang");
        var cookie = entered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("muster=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        using (var left = await Served.Post(visitor, "/me", "/sign-out")) Assert.Contains("storage", left.Headers.GetValues("Clear-Site-Data").Single(), StringComparison.Ordinal);

        using var thief = WithCookie(served, entered);
        await Becomes(thief, "/me", HttpStatusCode.Redirect);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task ASVS_7_4_2_An_account_that_ends_and_a_device_that_is_signed_out_open_nothing_any_more(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (wang, li) = (await test.Account("wang", Role.Organiser), await test.Account("li", Role.Reader));
        await using var served = await Served.Of(test, network: true);
        using var first = await served.SignedIn("wang");
        using var second = await served.SignedIn("li");
        var stranger = new Standing(li, li, StayKind.Managing, [new HeldRole(Role.Reader, null, null)]);
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Desk.Do(new EndSignedIn(wang), WriteId.New(), new Actor(li, "li", "page", stranger.May) { Standing = stranger }));
        Assert.Equal("not-allowed", refused.Rules.Single().Code);
        Assert.Equal(1, await test.Do(new EndSignedIn(wang)));
        await test.Do(new EndAccount(li));
        await Becomes(first, "/me", HttpStatusCode.Redirect);
        await Becomes(second, "/me", HttpStatusCode.Redirect);
        using var visitor = served.Visitor();
        using (var back = await visitor.SignIn("wang")) Assert.Equal(HttpStatusCode.SeeOther, back.StatusCode);
        using (var ended = await visitor.SignIn("li")) Assert.Equal(HttpStatusCode.UnprocessableEntity, ended.StatusCode);
    }

    [Fact]
    public async Task ASVS_7_3_1_Who_manages_is_signed_out_after_half_an_hour_without_a_request_and_who_serves_in_the_field_is_not()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await test.Account("wang", Role.Organiser);
        var member = await test.Account("li");
        await using (var store = await test.Stores.Open())
        {
            store.Add(new RoleGrant { Id = Guid.CreateVersion7(), AccountId = member, Role = Role.Member, StartsAt = test.Clock.Now });
            await store.SaveChangesAsync();
        }
        await using var served = await Served.Of(test, network: true);
        using var manager = await served.SignedIn("wang");
        using var entering = served.Visitor();
        using var entered = await entering.SignIn("li");
        using var field = WithCookie(served, entered);
        test.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await Status(manager, "/me"), await Status(field, "/me")));
        test.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.OK), (await Status(manager, "/me"), await Status(field, "/me")));
        // ASVS 7.3.2: twelve hours end a session that was never idle, and seven days one of the field.
        using var busy = await served.SignedIn("wang");
        for (var minutes = 0; minutes < 12 * 60 - 25; minutes += 25)
        {
            test.Clock.Advance(TimeSpan.FromMinutes(25));
            Assert.Equal(HttpStatusCode.OK, await Status(busy, "/me"));
        }
        test.Clock.Advance(TimeSpan.FromMinutes(25));
        await Becomes(busy, "/me", HttpStatusCode.Redirect);
        test.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(HttpStatusCode.OK, await Status(field, "/me"));
        test.Clock.Advance(TimeSpan.FromDays(1));
        await Becomes(field, "/me", HttpStatusCode.Redirect);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_second_factor_is_asked_for_its_code_works_once_and_so_does_each_recovery_code(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await test.Account("wang", Role.Organiser);
        await using var served = await Served.Of(test, network: true);
        using var own = await served.SignedIn("wang");
        var offer = await own.GetStringAsync("/me/second-factor");
        var sealedKey = Between(offer, "name=\"Key\" value=\"", "\"");
        var key = Base32(Between(offer, "<code>", "</code>"));
        string Code() => Totp.Code(key, Totp.Step(test.Clock.Now));
        using (var wrong = await Served.Post(own, "/me/second-factor", "/me/second-factor", ("Key", WebUtility.HtmlDecode(sealedKey)), ("Code", "000000"))) Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using var begun = await Served.Post(own, "/me/second-factor", "/me/second-factor", ("Key", WebUtility.HtmlDecode(sealedKey)), ("Code", Code()));
        var recovery = Between(await begun.Content.ReadAsStringAsync(), "<code>", "</code>");
        await using (var store = await test.Stores.Open())
            Assert.DoesNotContain(System.Convert.ToBase64String(key)[..10], (await store.Set<Account>().SingleAsync(a => a.Name == "wang")).TotpKey, StringComparison.Ordinal);

        using var other = served.Visitor();
        async Task<HttpStatusCode> With(string code)
        {
            using var asked = await other.SignIn("wang");
            var page = await asked.Content.ReadAsStringAsync();
            Assert.Contains("输入验证码", page, StringComparison.Ordinal);
            using var answered = await Served.Post(other, "/sign-in", "/sign-in/code", ("Pending", WebUtility.HtmlDecode(Between(page, "name=\"Pending\" value=\"", "\""))), ("Code", code));
            return answered.StatusCode;
        }
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await With(Code()));
        test.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.SeeOther, await With(Code()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await With(Code()));
        Assert.Equal(HttpStatusCode.SeeOther, await With(recovery.ToLowerInvariant()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await With(recovery));
    }

    /// <summary>Somebody with the cookie alone; keeps it whatever its date says (the tests' clock stands in 2020).</summary>
    private static HttpClient WithCookie(Served served, HttpResponseMessage entered)
    {
        var cookie = entered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("muster=", StringComparison.Ordinal));
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = served.Address };
        client.DefaultRequestHeaders.Add("Cookie", cookie[..cookie.IndexOf(';', StringComparison.Ordinal)]);
        return client;
    }

    private static async Task<HttpStatusCode> Status(HttpClient visitor, string path)
    {
        using var answer = await visitor.GetAsync(path);
        return answer.StatusCode;
    }

    /// <summary>Within the five seconds that taking something away may need.</summary>
    internal static async Task Becomes(HttpClient visitor, string path, HttpStatusCode wanted)
    {
        var status = await Status(visitor, path);
        for (var i = 0; i < 50 && status != wanted; i++)
        {
            await Task.Delay(100);
            status = await Status(visitor, path);
        }
        Assert.Equal(wanted, status);
    }

    private static async Task<string> Refusal<T>(TestInstallation test, Act<T> act) where T : notnull => (await Assert.ThrowsAsync<Refused>(() => test.Do(act))).Rules.Single().Code;

    internal static string Between(string text, string begin, string end)
    {
        var at = text.IndexOf(begin, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{begin} is not in the page");
        at += begin.Length;
        return text[at..text.IndexOf(end, at, StringComparison.Ordinal)];
    }

    internal static byte[] Base32(string text)
    {
        var bits = string.Concat(text.Select(c => System.Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => System.Convert.ToByte(bits.Substring(8 * i, 8), 2))];
    }
}
