using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Muster.Platform.Hosting;
using Muster.System.Tests.Serving;

namespace Muster.System.Tests.Doors;

/// <summary>What an operator types to try a server that runs: nothing is made or changed there.</summary>
public sealed class RunningServerTests
{
    private const string Password = "four-quiet-words-here";

    [Fact]
    public async Task The_matrix_and_the_crawl_try_a_running_server_as_the_accounts_of_a_file()
    {
        await using var muster = await ServedMuster.Start();
        var accounts = Path.Combine(muster.Store, "accounts.txt");
        await File.WriteAllTextAsync(accounts, $"# of the test\nlin {Password} Reader\n");
        await AskNoSecondFactor(muster.Store);
        var invited = Typed.Run("access", "invite", "lin", "--role", "Reader", "--store", muster.Store, "--json");
        await Activate(muster, (string)invited.Json["path"]!);

        var matrix = Typed.Run("access", "matrix", "--url", muster.Address.ToString(), "--accounts", accounts, "--json");
        Assert.True(matrix.Exit == 0, $"{matrix.Error} {matrix.Json["found"]}");
        Assert.Equal(0, (int)matrix.Json["leaks"]!);
        var rows = matrix.Json["matrix"]!.AsArray().ToDictionary(r => (string)r!["route"]!, r => r!["answers"]!);
        Assert.Equal(("302", "200"), ((string)rows["GET /people"]["Stranger"]!, (string)rows["GET /people"]["lin"]!));
        Assert.Equal("403", (string)rows["GET /audit"]["lin"]!);
        Assert.Equal(rows.Count * 2, (int)matrix.Json["cells"]!);

        var crawl = Typed.Run("privacy", "crawl", "--url", muster.Address.ToString(), "--accounts", accounts, "--json");
        Assert.True(crawl.Exit == 0, $"{crawl.Error} {crawl.Json["found"]}");
        Assert.Equal(0, (int)crawl.Json["leaks"]!);
        Assert.True((int)crawl.Json["responses"]! > 100, $"only {crawl.Json["responses"]} answers");

        await File.WriteAllTextAsync(accounts, "lin another-word Reader\n");
        var wrong = Typed.Run("access", "matrix", "--url", muster.Address.ToString(), "--accounts", accounts);
        Assert.NotEqual(0, wrong.Exit);
        Assert.Contains("lin could not sign in", wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("another-word", wrong.Error, StringComparison.Ordinal);
    }

    /// <summary>As the machine's owner, over the installation's own socket.</summary>
    private static async Task AskNoSecondFactor(string store)
    {
        using var owner = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, stop) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(new Installation(store, null).SocketPath), stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        }) { BaseAddress = new Uri("http://muster"), DefaultRequestHeaders = { { "Muster-Write-Id", Guid.CreateVersion7().ToString() } } };
        using var answer = await owner.PostAsJsonAsync("/api/acts/set-sign-in-terms", new { profile = "Asvs", secondFactorRequired = false });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task Activate(ServedMuster muster, string path)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = muster.Address };
        const string token = "name=\"__RequestVerificationToken\" value=\"", write = "name=\"writeId\" value=\"";
        var page = await browser.GetStringAsync(path);
        string Of(string mark) => page.IndexOf(mark, StringComparison.Ordinal) is > 0 and var at ? page[(at + mark.Length)..page.IndexOf('"', at + mark.Length)] : "";
        using var fields = new FormUrlEncodedContent([new("__RequestVerificationToken", Of(token)), new("writeId", Of(write)), new("Password", Password)]);
        using var answer = await browser.PostAsync(path, fields);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }
}
