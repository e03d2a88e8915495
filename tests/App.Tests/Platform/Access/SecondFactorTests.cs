using System.Net;
using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Testing;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Identity.Passkeys;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Access;

public sealed class SecondFactorTests
{
    private static readonly SetSignInTerms Strict = new(PasswordProfile.Asvs, SecondFactorRequired: true);

    [Fact]
    public async Task ASVS_6_3_3_On_a_new_store_a_second_factor_is_required() =>
        Assert.True((await (await TestInstallation.Make(Engine.Sqlite)).Get<Accounts>().Rules(default)).SecondFactorRequired);

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task ASVS_6_3_3_A_role_that_manages_opens_nothing_until_a_second_factor_is_set_up_and_shown(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await test.Account("wang", Role.Organiser);
        await test.Do(Strict);
        await using var served = await Served.Of(test, network: true);
        using var visitor = await served.SignedIn("wang");
        foreach (var path in (string[])["/", "/people", "/accounts"])
            using (var led = await visitor.GetAsync(path)) Assert.Equal((HttpStatusCode.SeeOther, "/me/second-factor"), (led.StatusCode, led.Headers.Location?.OriginalString));
        using (var api = await visitor.GetAsync("/api/plans")) Assert.Contains(api.StatusCode, new[] { HttpStatusCode.Forbidden, HttpStatusCode.NotFound });

        var offer = await visitor.GetStringAsync("/me/second-factor");
        var key = SigningInTests.Base32(SigningInTests.Between(offer, "<code>", "</code>"));
        var sealedKey = WebUtility.HtmlDecode(SigningInTests.Between(offer, "name=\"Key\" value=\"", "\""));
        using (var begun = await Served.Post(visitor, "/me/second-factor", "/me/second-factor", ("Key", sealedKey), ("Code", Totp.Code(key, Totp.Step(test.Clock.Now))))) Assert.Equal(HttpStatusCode.OK, begun.StatusCode);
        using (var open = await visitor.GetAsync("/people")) Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    [Fact]
    public async Task A_stricter_rule_reaches_those_who_are_signed_in_and_the_field_is_not_asked()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await test.Account("wang", Role.Organiser);
        await test.Account("li");
        await using var served = await Served.Of(test, network: true);
        using var manager = await served.SignedIn("wang");
        using var field = await served.SignedIn("li");
        using (var open = await manager.GetAsync("/people")) Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        await test.Do(Strict);
        await SigningInTests.Becomes(manager, "/people", HttpStatusCode.SeeOther);
        using var still = await field.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task ASVS_7_5_1_What_is_sensitive_asks_again_after_ten_minutes_who_it_is(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await test.Account("sec", Role.SecurityAdministrator);
        var other = await test.Account("li");
        await using var served = await Served.Of(test, network: true);
        using var visitor = await served.SignedIn("sec");
        async Task<(HttpStatusCode, string)> Give()
        {
            using var answer = await Served.Post(visitor, $"/accounts/{other}", $"/accounts/{other}/roles", ("Role", "Reader"), ("Reason", "test"));
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        Assert.Equal(HttpStatusCode.SeeOther, (await Give()).Item1);
        test.Clock.Advance(Standing.ProofLasts + TimeSpan.FromSeconds(1));
        var (status, page) = await Give();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("/me/prove?next=", page, StringComparison.Ordinal);
        using (var wrong = await Served.Post(visitor, "/me/prove", "/me/prove?next=%2Faccounts", ("Password", "not it"))) Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Give()).Item1);
        using (var proved = await Served.Post(visitor, "/me/prove", "/me/prove?next=%2Faccounts", ("Password", Accounting.Password))) Assert.Equal("/accounts", proved.Headers.Location?.OriginalString);
        await using (var store = await test.Stores.Open()) Assert.Equal(1, await store.Sql.Number("select count(*) from audit_entry where act = @act", default, ("@act", nameof(ProveSelf))));
        Assert.Equal(HttpStatusCode.SeeOther, (await Give()).Item1);
    }

    [Fact]
    public void Acts_that_open_doors_are_sensitive()
    {
        // The list is kept by hand: an act that leaves it is noticed here.
        var id = Guid.Empty;
        Assert.All(new[]
        {
            new GiveRole(id, Role.Reader, null, null, null, null, "").IsSensitive, new MakeActivation(id, "").IsSensitive, new EndAccount(id).IsSensitive, Strict.IsSensitive,
            new AddSecondFactor("", 0, [], id).IsSensitive, new AddPasskey("", [], [], 0, "", false, false, id).IsSensitive, new RemovePasskey(id).IsSensitive,
            new Muster.People.Exporting.AskExport(new(), "").IsSensitive, new Muster.People.Exporting.DecideExport(id, true).IsSensitive, new Muster.People.Exporting.TakeExport(id).IsSensitive, new Muster.People.Unmasking.UnmaskPerson(id, "").IsSensitive,
            new Muster.People.Inviting.InvitePeople(id, []).IsSensitive, new Muster.Platform.Access.Tokens.MakeToken(id, "", default, null, 1, "").IsSensitive, new Muster.Platform.Identity.Outside.SetIdentityProvider(null).IsSensitive,
        }, Assert.True);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_device_that_answered_once_does_not_open_a_second_time_with_the_same_answer(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var id = await test.Account("wang", Role.Organiser);
        var actor = new Actor(id, "wang", "page", _ => true);
        await test.Desk.Do(new AddPasskey("手机", [1, 2, 3], [4], 0, "internal", true, true, Guid.Empty), WriteId.New(), actor);
        EnterAccount Enter() => new(id, StayKind.Managing, "test", null, null, new SecondShown(Passkey: new ShownPasskey([1, 2, 3], 7, true)), Guid.CreateVersion7());
        var once = PasskeyCeremony.OnceFor("""{"id":"AQID"}""");
        var entered = await test.Desk.Do(Enter(), once, actor);
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Desk.Do(Enter(), once, actor));
        Assert.Equal("write-id-reused", refused.Rules.Single().Code);
        await using var store = await test.Stores.Open();
        Assert.True((await store.Set<SignedIn>().SingleAsync(s => s.Id == entered)).TwoFactors);
        Assert.Equal(7, (await store.Set<Passkey>().SingleAsync()).SignCount);
        Assert.Equal("passkey-known", (await Assert.ThrowsAsync<Refused>(() => test.Desk.Do(new AddPasskey("又一个", [1, 2, 3], [4], 0, "", true, true, Guid.Empty), WriteId.New(), actor))).Rules.Single().Code);
    }

    [Fact]
    public void ASVS_11_4_2_A_password_is_kept_as_PBKDF2_with_210000_rounds()
    {
        // The format of ASP.NET Core Identity: version, function (2: HMAC-SHA512), rounds, length of the salt, all big-endian.
        var kept = System.Convert.FromBase64String(Accounts.HashPassword("four quiet words here"));
        Assert.Equal((1, 2u, 210_000u), (kept[0], global::System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(kept.AsSpan(1)), global::System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(kept.AsSpan(5))));
    }

    [Fact]
    public async Task ASVS_7_2_4_Each_signing_in_is_a_new_session_with_a_random_name()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await test.Account("wang", Role.Organiser);
        await using var served = await Served.Of(test, network: true);
        using var visitor = served.Visitor();
        var cookies = new List<string>();
        for (var i = 0; i < 2; i++)
            using (var entered = await visitor.SignIn("wang")) cookies.Add(entered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("muster=", StringComparison.Ordinal)).Split(';')[0]);
        Assert.NotEqual(cookies[0], cookies[1]);
        Assert.All(cookies, cookie => Assert.True(cookie.Length > 100));
        await using var store = await test.Stores.Open();
        Assert.Equal(2, await store.Sql.Number("select count(*) from signed_in where ended_at is null", default));
    }

    [Fact]
    public void ASVS_6_2_4_More_than_three_thousand_of_the_passwords_tried_first_that_are_long_enough_are_refused_and_phrases_are_not()
    {
        using var list = new StreamReader(typeof(PasswordRules).Assembly.GetManifestResourceStream("passwords.txt")!);
        var tried = list.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(p => p.Length >= PasswordRules.LengthMin(PasswordProfile.Asvs)).ToList();
        Assert.True(tried.Count > 10_000, $"only {tried.Count}");
        Assert.All(tried, p => Assert.Contains(PasswordRules.Of(PasswordProfile.Asvs, p, []), b => b.Code == "password-known"));
        foreach (var good in (string[])["four quiet words here", "青山 不改 绿水 长流 再见 明天", new string('x', 32) + "-" + new string('y', 32)]) Assert.Empty(PasswordRules.Of(PasswordProfile.Asvs, good, []));
    }

    [Theory]
    [InlineData(PasswordProfile.Asvs, "four quiet words here", "")]
    [InlineData(PasswordProfile.Asvs, "elevenchars", "password-short")]
    [InlineData(PasswordProfile.Asvs, "1qaz2wsx3edc", "password-known")]
    [InlineData(PasswordProfile.Asvs, "1QAZ2wsx3edc4rfv", "password-known")]
    [InlineData(PasswordProfile.Asvs, "abcabcabcabcabc", "password-known")]
    [InlineData(PasswordProfile.Asvs, "wangxiaoming12", "password-own-word")]
    [InlineData(PasswordProfile.Asvs, "汉字也可以做密码的一二三", "")]
    [InlineData(PasswordProfile.Graded, "four quiet words here", "password-kinds")]
    [InlineData(PasswordProfile.Graded, "Four-quiet-1", "")]
    [InlineData(PasswordProfile.Graded, "Four-q-1", "password-short")]
    public void ASVS_6_2_4_A_password_is_long_not_a_known_one_and_not_ones_own_name(PasswordProfile profile, string password, string code) =>
        Assert.Equal(code, PasswordRules.Of(profile, password, ["wangxiaoming", "王小明"]).FirstOrDefault()?.Code ?? "");

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task ASVS_6_2_11_Words_of_the_place_and_its_agencies_are_refused_in_passwords(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await test.Do(new Muster.Territory.AddArea(null, Muster.Territory.AreaLevel.County, "和平区"));
        await test.Do(new Muster.People.Agencies.AddAgency(new Muster.People.Agencies.AgencyFields { Name = "市场监督管理局", Level = Muster.People.AgencyLevel.County }));
        var accounts = new Accounts(test.Stores);
        foreach (var password in new[] { "hepingqu1234", "市场监督管理局12345" }) Assert.Equal("password-own-word", (await accounts.Check(password, [], default)).Single().Code);
        Assert.Empty(await accounts.Check("four quiet words here", [], default));
    }

    [Fact]
    public async Task At_level_3_a_password_of_ninety_days_must_be_changed_before_anything_else()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await test.Account("wang", Role.Organiser);
        await test.Do(new SetSignInTerms(PasswordProfile.Graded, SecondFactorRequired: false));
        await using var served = await Served.Of(test, network: true);
        test.Clock.Advance(SignInTerms.PasswordLasts);
        using var visitor = await served.SignedIn("wang");
        using (var led = await visitor.GetAsync("/people")) Assert.Equal("/me", led.Headers.Location?.OriginalString);
        using (var same = await Served.Post(visitor, "/me", "/me/password", ("Old", Accounting.Password), ("Password", Accounting.Password))) Assert.Equal(HttpStatusCode.UnprocessableEntity, same.StatusCode);
        using (var changed = await Served.Post(visitor, "/me", "/me/password", ("Old", Accounting.Password), ("Password", "Five quiet words 5"))) Assert.Equal(HttpStatusCode.SeeOther, changed.StatusCode);
        using (var open = await visitor.GetAsync("/people")) Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }
}
