using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Muster.App.Tests.Platform.Access;
using Muster.App.Tests.Testing;
using Muster.Platform.Access;
using Muster.Platform.Doors;
using Muster.Platform.Hosting;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Doors;

public sealed class SecureServingTests
{
    [Fact]
    public async Task ASVS_3_3_1_Over_HTTPS_every_cookie_is_Host_Secure_HttpOnly_and_SameSite_and_signing_in_works_with_them()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await test.Account("wang", Role.Organiser);
        await using var served = await Served.Of(test, secure: true);
        var jar = new CookieContainer();
        using var visitor = served.Visitor(jar);
        var set = new List<string>();
        async Task<HttpResponseMessage> Seen(Task<HttpResponseMessage> asked)
        {
            var answer = await asked;
            if (answer.Headers.TryGetValues("Set-Cookie", out var cookies)) set.AddRange(cookies);
            Assert.Equal("max-age=63072000; includeSubDomains", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
            return answer;
        }
        using (var first = await Seen(visitor.GetAsync("/sign-in"))) Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using (var entered = await Seen(visitor.SignIn("wang"))) Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        using (var chosen = await Seen(Served.Post(visitor, "/me", "/preferences", ("language", "en"), ("theme", "dark"), ("next", "/me")))) Assert.Equal(HttpStatusCode.SeeOther, chosen.StatusCode);
        using (var me = await Seen(visitor.GetAsync("/me"))) Assert.Contains("lang=\"en\"", await me.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using (var left = await Seen(Served.Post(visitor, "/me", "/sign-out"))) Assert.Equal(HttpStatusCode.SeeOther, left.StatusCode);

        foreach (var name in (string[])["antiforgery", "muster", "muster-device", "language", "theme"]) Assert.Contains(set, c => c.StartsWith($"__Host-{name}=", StringComparison.Ordinal));
        Assert.All(set, cookie =>
        {
            var parts = cookie.Split(';').Select(p => p.Trim().ToLowerInvariant()).ToList();
            Assert.StartsWith("__host-", parts[0], StringComparison.Ordinal);
            Assert.Contains("secure", parts);
            Assert.Contains("path=/", parts);
            Assert.Contains("httponly", parts);
            Assert.Contains(parts, p => p is "samesite=lax" or "samesite=strict");
            Assert.DoesNotContain(parts, p => p.StartsWith("domain", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task A_cookie_without_its_Host_name_says_nothing_over_HTTPS()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await test.Account("wang", Role.Organiser);
        await using var served = await Served.Of(test, secure: true);
        var jar = new CookieContainer();
        using var visitor = served.Visitor(jar);
        using (var entered = await visitor.SignIn("wang")) Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        using (var me = await visitor.GetAsync("/me")) Assert.Equal(HttpStatusCode.OK, me.StatusCode);
        var planted = new CookieContainer();
        foreach (Cookie cookie in jar.GetCookies(served.Address)) planted.Add(served.Address, new Cookie(cookie.Name.Replace("__Host-", "", StringComparison.Ordinal), cookie.Value));
        using var neighbour = served.Visitor(planted);
        using var refused = await neighbour.GetAsync("/me");
        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
    }

    [Fact]
    public void The_local_authoritys_certificate_is_trusted_for_its_names_alone_and_outlasts_a_new_server_certificate()
    {
        var folder = Directory.CreateTempSubdirectory("muster-https-").FullName;
        var (authority, now) = (new LocalAuthority(folder), TimeProvider.System.GetUtcNow());
        var until = authority.Make(["muster.heping", "10.0.0.7"], now);
        Assert.Equal(now + LocalAuthority.ServerLasts, until);
        var first = File.ReadAllText(authority.AuthorityFile);
        using var server = authority.Server()!;
        Assert.True(server.MatchesHostname("muster.heping"));
        Assert.True(server.MatchesHostname("10.0.0.7"));
        Assert.False(server.MatchesHostname("other.heping"));
        Assert.False(server.MatchesHostname("10.0.0.8"));
        using var root = X509CertificateLoader.LoadCertificateFromFile(authority.AuthorityFile);
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { root } } };
        Assert.True(chain.Build(server), string.Join(", ", chain.ChainStatus.Select(s => s.StatusInformation)));
        foreach (var key in Directory.EnumerateFiles(folder, "*.key")) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        authority.Make(["muster.heping"], now.AddDays(1));
        Assert.Equal(first, File.ReadAllText(authority.AuthorityFile));
        Assert.NotEqual(server.SerialNumber, authority.Server()!.SerialNumber);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ASVS_4_1_2_Beside_HTTPS_the_plain_address_leads_pages_there_and_takes_nothing()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        test.Installation.Authority.Make(["127.0.0.1"], TimeProvider.System.GetUtcNow());
        await using var app = await MusterHost.Build(test.Installation, ["http://127.0.0.1:0", "https://127.0.0.1:0"], quiet: true, default);
        await app.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = new Uri(app.Urls.Single(u => u.StartsWith("http://127", StringComparison.Ordinal))) };
        using (var page = await client.GetAsync("/sign-in?next=%2Fjobs")) Assert.Equal((HttpStatusCode.PermanentRedirect, "https://127.0.0.1:0/sign-in?next=%2Fjobs"), (page.StatusCode, page.Headers.Location!.OriginalString));
        using (var api = await client.GetAsync("/api/health")) Assert.Equal(HttpStatusCode.BadRequest, api.StatusCode);
        using (var form = await client.PostAsync("/sign-in", new FormUrlEncodedContent([]))) Assert.Equal(HttpStatusCode.BadRequest, form.StatusCode);
    }

    [Fact]
    public async Task ASVS_4_1_3_What_a_stranger_says_of_its_address_is_not_believed_and_a_listed_proxy_is()
    {
        foreach (var listed in (bool[])[false, true])
        {
            await using var test = await TestInstallation.Make(Engine.Sqlite);
            var installation = test.Installation with { Proxies = listed ? [IPAddress.Loopback] : [] };
            await using var app = await MusterHost.Build(installation, ["http://127.0.0.1:0"], quiet: true, default);
            await app.StartAsync();
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = new Uri(app.Urls.Single(u => u.StartsWith("http://127", StringComparison.Ordinal))) };
            client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
            client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
            using var page = await client.GetAsync("/sign-in");
            Assert.Equal(listed, page.Headers.Contains("Strict-Transport-Security"));
            client.DefaultRequestHeaders.Add("Cookie", string.Join("; ", page.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0])));
            using (var wrong = await Served.Post(client, "/sign-in", "/sign-in", ("Name", "nobody"), ("Password", "whatever"))) Assert.True((int)wrong.StatusCode is 422 or 400);
            await using var store = await test.Stores.Open();
            var address = await store.Sql.First("select address from audit_entry where act = 'CountFailedSignIn'", row => row.TextOrNull(0), default);
            Assert.Equal(listed ? "203.0.113.9" : "127.0.0.1", address);
        }
    }
}
