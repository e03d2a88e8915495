using System.Net;

namespace Muster.System.Tests.Serving;

public sealed class ServeTests
{
    [Fact]
    public async Task A_new_store_serves_its_first_page_and_a_set_up_link()
    {
        await using var muster = await ServedMuster.Start();

        using var first = await muster.Http.GetAsync("/");
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in?next=%2F"), (first.StatusCode, first.Headers.Location!.PathAndQuery));
        Assert.Contains("集结", await muster.Http.GetStringAsync("/sign-in"), StringComparison.Ordinal);
        using var setUp = await muster.Http.GetAsync(muster.SetUpPath);
        Assert.Equal(HttpStatusCode.OK, setUp.StatusCode);
        using var guessed = await muster.Http.GetAsync("/set-up/guessed");
        Assert.Equal(HttpStatusCode.Gone, guessed.StatusCode);
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers_whatever_its_status()
    {
        await using var muster = await ServedMuster.Start();
        var page = await muster.Http.GetStringAsync("/sign-in");
        var asset = page[page.IndexOf("/muster.", StringComparison.Ordinal)..];
        asset = asset[..asset.IndexOf('"', StringComparison.Ordinal)];

        foreach (var (path, status) in new[] { ("/sign-in", 200), ("/", 302), ("/nowhere", 404), ("/api/jobs/x", 404), (asset, 200), ("/set-up/x", 410), ("/api/health", 200) })
        {
            using var answer = await muster.Http.GetAsync(path);
            Assert.Equal((path, status), (path, (int)answer.StatusCode));
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal(["nosniff", "same-origin", "DENY"],
                new[] { "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options" }.Select(h => Assert.Single(answer.Headers.GetValues(h))));
            Assert.False(answer.Headers.Contains("Server"));
            Assert.Equal(path == asset, answer.Headers.CacheControl?.MaxAge is not null);
        }
        // ASVS 13.4.4: nothing is sent back as it came.
        foreach (var path in new[] { "/", "/sign-in", "/api/health" })
        {
            using var trace = new HttpRequestMessage(HttpMethod.Trace, path) { Headers = { { "X-Echo", "told-again" } } };
            using var answer = await muster.Http.SendAsync(trace);
            Assert.True((int)answer.StatusCode is 302 or 401 or 404 or 405, $"TRACE {path}: {(int)answer.StatusCode}");
            Assert.DoesNotContain("told-again", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_form_without_its_antiforgery_token_saves_nothing()
    {
        await using var muster = await ServedMuster.Start();
        using var fields = new FormUrlEncodedContent([new("Name", "a"), new("DisplayName", "a"), new("Password", "long enough to do")]);
        using var answer = await muster.Http.PostAsync(muster.SetUpPath, fields);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var still = await muster.Http.GetAsync(muster.SetUpPath);
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task A_store_that_is_not_ours_ends_with_a_sentence_and_no_trace()
    {
        var store = Directory.CreateTempSubdirectory("muster-foreign-").FullName;
        await File.WriteAllTextAsync(Path.Combine(store, "muster.db"), new string('x', 9000));
        using var muster = ServedMuster.Begin(store, $"http://127.0.0.1:{ServedMuster.FreePort()}");
        var said = await muster.StandardError.ReadToEndAsync();
        await muster.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(3, muster.ExitCode);
        Assert.Contains("Start with an empty store", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Directory.Delete(store, recursive: true);
    }

    [Fact]
    public async Task A_second_server_does_not_take_the_store_from_the_first()
    {
        await using var muster = await ServedMuster.Start();
        using var second = ServedMuster.Begin(muster.Store, $"http://127.0.0.1:{ServedMuster.FreePort()}");
        await second.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(3, second.ExitCode);
        Assert.Contains("in use", await second.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.True(muster.IsRunning);
        Assert.Equal("""{"ok":true}""", await muster.Http.GetStringAsync("/api/health"));
    }
}
