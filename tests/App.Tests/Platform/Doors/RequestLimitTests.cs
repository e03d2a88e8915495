using System.Net;
using Microsoft.AspNetCore.Http;
using Muster.App.Tests.Platform.Access;
using Muster.App.Tests.Testing;
using Muster.Platform.Access;
using Muster.Platform.Doors;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Doors;

public sealed class RequestLimitTests
{
    [Fact]
    public void Twenty_thousand_people_behind_one_address_are_not_limited_and_one_who_abuses_is()
    {
        using var limits = RequestLimits.ByAccount();
        static DefaultHttpContext Asks(Guid account)
        {
            var http = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse("198.51.100.7") } };
            http.Items[typeof(Standing)] = new Standing(Guid.CreateVersion7(), account, StayKind.Field, []);
            return http;
        }
        var refused = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var http = Asks(Guid.CreateVersion7());
            // Signing in and the first page: some five requests each.
            for (var n = 0; n < 5; n++)
                using (var lease = limits.AttemptAcquire(http)) refused += lease.IsAcquired ? 0 : 1;
        }
        Assert.Equal(0, refused);

        var (abusive, passed) = (Guid.CreateVersion7(), 0);
        for (var i = 0; i < 20_000; i++)
            // From device after device: the account is what counts.
            using (var lease = limits.AttemptAcquire(Asks(abusive))) passed += lease.IsAcquired ? 1 : 0;
        Assert.InRange(passed, RequestLimits.Burst, 10_000);
        using var neighbour = limits.AttemptAcquire(Asks(Guid.CreateVersion7()));
        Assert.True(neighbour.IsAcquired);
    }

    [Fact]
    public async Task ASVS_2_4_1_Over_HTTP_one_account_is_told_to_wait_and_its_neighbour_is_not()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await test.Account("wang", Role.Organiser);
        await test.Account("li", Role.Organiser);
        await using var served = await Served.Of(test, network: true);
        using var abusive = await served.SignedIn("wang");
        using var neighbour = await served.SignedIn("li");
        HttpResponseMessage? told = null;
        // It may be answered slower than it is let through again, on a slow machine: many at once.
        for (var round = 0; told is null && round < 20; round++)
            told = (await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => abusive.GetAsync("/api/health")))).FirstOrDefault(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.NotNull(told);
        Assert.True(told.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Contains("too-many", await told.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var still = await neighbour.GetAsync("/me");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }
}
