using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Muster.App.Tests.Testing;
using Muster.People;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Identity.Outside;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Storage;
using Secret = Muster.Platform.Identity.Secret;

namespace Muster.App.Tests.Platform.Access;

public sealed class OutsideTests
{
    private static readonly IdentityProvider Provider = new("https://id.example.gov.cn", "muster", "", "统一身份登录", "preferred_username", ClaimMeaning.AccountName, null, false);
    private static readonly DateTimeOffset Now = new(2020, 2, 17, 12, 0, 0, TimeSpan.Zero);
    private static readonly RsaSecurityKey Key = new(RSA.Create(2048)) { KeyId = "k1" };

    [Fact]
    public async Task ASVS_9_1_1_A_token_of_the_provider_holds_and_no_forged_one_does()
    {
        var good = Token(Key, SecurityAlgorithms.RsaSha256);
        Assert.Equal("s1", (await Check(good)).FindFirst("sub")?.Value);

        var other = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "k1" };
        var header = Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""");
        var publicKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(((RSA)Key.Rsa).ExportSubjectPublicKeyInfoPem())) { KeyId = "k1" };
        foreach (var (what, token) in new[]
        {
            ("no signature", $"{header}.{good.Split('.')[1]}."),
            ("the public key as a secret", Token(publicKey, SecurityAlgorithms.HmacSha256)),
            ("another key", Token(other, SecurityAlgorithms.RsaSha256)),
            ("a key that is not known", Token(new RsaSecurityKey(Key.Rsa) { KeyId = "k2" }, SecurityAlgorithms.RsaSha256)),
            ("an algorithm that is not taken", Token(Key, SecurityAlgorithms.RsaSha512)),
            ("another issuer", Token(Key, SecurityAlgorithms.RsaSha256, issuer: "https://elsewhere.example")),
            ("another program", Token(Key, SecurityAlgorithms.RsaSha256, audience: "other")),
            ("another sign-on", Token(Key, SecurityAlgorithms.RsaSha256, nonce: "n2")),
            ("over", Token(Key, SecurityAlgorithms.RsaSha256, until: Now.AddMinutes(-2))),
            ("altered", good.Replace(good.Split('.')[1], Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(good.Split('.')[1]).Replace("s1", "s2", StringComparison.Ordinal)), StringComparison.Ordinal)),
        })
        {
            var thrown = await Record.ExceptionAsync(() => Check(token));
            Assert.True(thrown is SecurityTokenException or ArgumentException, $"{what}: {thrown?.GetType().Name ?? "accepted"}");
        }
    }

    [Fact]
    public async Task ASVS_10_2_2_An_answer_of_another_sign_on_or_provider_is_refused_before_anybody_is_called_and_an_unproved_number_names_nobody()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        var protection = DataProtectionProvider.Create("test");
        var sign = new SignOn(test.Stores, protection, test.Clock);
        var way = protection.CreateProtector("muster.outside").ToTimeLimitedDataProtector();
        string Cookie(string issuer) => way.Protect(global::System.Text.Json.JsonSerializer.Serialize(new OnTheWay(issuer, "state", "nonce", "verifier", "/")), TimeSpan.FromMinutes(5));
        foreach (var (cookie, answer) in new (string?, OutsideAnswer)[]
        {
            (null, new("state", "code", null)), ("forged", new("state", "code", null)), (Cookie(Provider.Issuer), new("other", "code", null)), (Cookie(Provider.Issuer), new(null, "code", null)),
            (Cookie("https://elsewhere.example"), new("state", "code", null)), (Cookie(Provider.Issuer), new("state", "code", "https://elsewhere.example")),
        })
            Assert.Equal("outside-late", (await Assert.ThrowsAsync<Refused>(() => sign.End(Provider, cookie, answer, "https://muster/back", default))).Rules[0].Code);
        Assert.Equal("outside-refused", (await Assert.ThrowsAsync<Refused>(() => sign.End(Provider, Cookie(Provider.Issuer), new("state", null, Provider.Issuer), "https://muster/back", default))).Rules[0].Code);

        static string? Claimed(params (string Name, string Value)[] claims) => SignOn.Claimed(new([.. claims.Select(c => new global::System.Security.Claims.Claim(c.Name, c.Value))]), "phone_number");
        Assert.Equal("138", Claimed(("phone_number", "138"), ("phone_number_verified", "true")));
        Assert.Null(Claimed(("phone_number", "138"), ("phone_number_verified", "false")));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Whom_the_provider_vouches_for_is_found_by_the_claim_once_and_then_by_the_providers_own_id(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var person = await test.Do(new AddPerson(new PersonFields { Name = "张三", Origin = Origin.County }, Phone: "13812345678"));
        var first = await test.Do(new LinkOutside(LinkOutside.HashOf(Provider.Issuer, "s1"), ClaimMeaning.Phone, "+86 138 1234 5678"));
        await using (var store = await test.Stores.Open())
        {
            var made = await store.Set<Account>().SingleAsync(a => a.Id == first);
            Assert.Equal((person, "张三", null), (made.PersonId!.Value, made.DisplayName, made.PasswordHash));
            Assert.Empty(await Grants.Held(store.Sql, first, test.Clock.Now, default));
        }
        Assert.Equal(first, await test.Do(new LinkOutside(LinkOutside.HashOf(Provider.Issuer, "s1"), ClaimMeaning.Phone, "13900000000")));
        Assert.Equal("outside-unknown", await Refusal(test, new LinkOutside(LinkOutside.HashOf("https://elsewhere.example", "s1"), ClaimMeaning.Phone, "13900000000")));
        Assert.Equal("outside-unknown", await Refusal(test, new LinkOutside(LinkOutside.HashOf(Provider.Issuer, "s2"), ClaimMeaning.Phone, null)));
        // Who has come into the telephone's number since is somebody else at the provider, until the account is given anew; and another provider's ids mean nothing.
        Assert.Equal("outside-linked", await Refusal(test, new LinkOutside(LinkOutside.HashOf(Provider.Issuer, "s3"), ClaimMeaning.Phone, "13812345678")));
        var code = Secret.New();
        await test.Do(new MakeActivation(first, Secret.HexHash(code)));
        await test.Do(new UseActivation(Secret.HexHash(code), "x"));
        Assert.Equal(first, await test.Do(new LinkOutside(LinkOutside.HashOf(Provider.Issuer, "s3"), ClaimMeaning.Phone, "13812345678")));
        await test.Do(new SetIdentityProvider(Provider));
        await test.Do(new SetIdentityProvider(Provider with { Issuer = "https://other.example.gov.cn" }));
        Assert.Equal(first, await test.Do(new LinkOutside(LinkOutside.HashOf(Provider.Issuer, "s4"), ClaimMeaning.Phone, "13812345678")));
        await test.Do(new EndAccount(first));
        Assert.Equal("outside-unknown", await Refusal(test, new LinkOutside(LinkOutside.HashOf(Provider.Issuer, "s1"), ClaimMeaning.Phone, "13812345678")));
    }

    [Fact]
    public async Task Two_people_of_one_telephone_are_nobody_and_an_administrator_is_not_let_in()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        foreach (var name in (string[])["张三", "李四"]) await test.Do(new AddPerson(new PersonFields { Name = name, Origin = Origin.County }, Phone: "13812345678"));
        Assert.Equal("outside-unknown", await Refusal(test, new LinkOutside(LinkOutside.HashOf(Provider.Issuer, "s1"), ClaimMeaning.Phone, "13812345678")));
        await test.Account("sec", Role.SecurityAdministrator);
        Assert.Equal("outside-administrator", await Refusal(test, new LinkOutside(LinkOutside.HashOf(Provider.Issuer, "s2"), ClaimMeaning.AccountName, "sec")));
    }

    [Fact]
    public async Task A_provider_is_https_and_who_came_by_it_adds_no_second_factor_beside_ones_own()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        Assert.Equal("provider-issuer", await Refusal(test, new SetIdentityProvider(Provider with { Issuer = "http://id.example.gov.cn" })));
        Assert.Equal("provider-authority", await Refusal(test, new SetIdentityProvider(Provider with { Authority = "-----BEGIN" })));
        await test.Do(new SetIdentityProvider(Provider));

        var wang = await test.Account("wang", Role.Organiser);
        var actor = new Actor(wang, "wang", "page", _ => true);
        EnterAccount Enter(bool two) => new(wang, StayKind.Managing, "test", null, null, new SecondShown(Outside: two), Guid.CreateVersion7());
        var weak = await test.Desk.Do(Enter(false), WriteId.New(), actor);
        await test.Desk.Do(new AddSecondFactor("sealed", 1, [], weak), WriteId.New(), actor);
        var again = await test.Desk.Do(Enter(false), WriteId.New(), actor);
        Assert.Equal("second-factor-first", (await Assert.ThrowsAsync<Refused>(() => test.Desk.Do(new AddSecondFactor("mine", 1, [], again), WriteId.New(), actor))).Rules.Single().Code);
        await test.Do(new SetSignInTerms(PasswordProfile.Asvs, SecondFactorRequired: true));
        Assert.Equal(Owed.ShownSecondFactor, (await test.Get<Grants>().Of(again, default))!.Owes);
        Assert.Equal(Owed.Nothing, (await test.Get<Grants>().Of(await test.Desk.Do(Enter(true), WriteId.New(), actor), default))!.Owes);
    }

    private static async Task<global::System.Security.Claims.ClaimsIdentity> Check(string token)
    {
        var settings = new OpenIdConnectConfiguration { Issuer = Provider.Issuer };
        settings.SigningKeys.Add(new RsaSecurityKey(((RSA)Key.Rsa).ExportParameters(false)) { KeyId = "k1" });
        return await SignOn.Check(token, Provider, settings, "n1", Now);
    }

    private static string Token(SecurityKey key, string algorithm, string? issuer = null, string audience = "muster", string nonce = "n1", DateTimeOffset? until = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Provider.Issuer, Audience = audience, Expires = (until ?? Now.AddMinutes(5)).UtcDateTime, IssuedAt = Now.AddMinutes(-3).UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = "s1", ["nonce"] = nonce }, SigningCredentials = new SigningCredentials(key, algorithm),
        });

    private static async Task<string> Refusal<T>(TestInstallation test, Act<T> act) where T : notnull => (await Assert.ThrowsAsync<Refused>(() => test.Do(act))).Rules[0].Code;
}
