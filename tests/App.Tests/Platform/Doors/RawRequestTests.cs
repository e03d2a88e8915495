using System.Net.Sockets;
using System.Text;
using Muster.App.Tests.Testing;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Doors;

/// <summary>Requests that two readers could cut at different places: what comes after one must never be taken for a request of its own.</summary>
public sealed class RawRequestTests
{
    private const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: muster\r\n\r\n";

    /// <summary>
    /// What each says; after it the smuggled request follows in the same bytes. One that Kestrel takes is not among them: a length with a plus before it is read
    /// as its number, which is the only number another reader could take it for.
    /// </summary>
    private static readonly (string Why, string Request)[] Corpus =
    [
        ("length and chunks", "POST /sign-in HTTP/1.1\r\nHost: muster\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX"),
        ("two lengths that differ", "POST /sign-in HTTP/1.1\r\nHost: muster\r\nContent-Length: 0\r\nContent-Length: 44\r\n\r\n"),
        ("a list of lengths", "POST /sign-in HTTP/1.1\r\nHost: muster\r\nContent-Length: 0, 44\r\n\r\n"),
        ("a length below nothing", "POST /sign-in HTTP/1.1\r\nHost: muster\r\nContent-Length: -1\r\n\r\n"),
        ("a length that is none", "POST /sign-in HTTP/1.1\r\nHost: muster\r\nContent-Length: 0x0\r\n\r\n"),
        ("chunks twice", "POST /sign-in HTTP/1.1\r\nHost: muster\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"),
        ("another coding", "POST /sign-in HTTP/1.1\r\nHost: muster\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        ("chunks not last", "POST /sign-in HTTP/1.1\r\nHost: muster\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"),
        ("a space before the colon", "POST /sign-in HTTP/1.1\r\nHost: muster\r\nContent-Length : 0\r\n\r\n"),
        ("a folded line", "POST /sign-in HTTP/1.1\r\nHost: muster\r\nX: a\r\n Content-Length: 44\r\nContent-Length: 0\r\n\r\n"),
        ("a folded first header", "GET / HTTP/1.1\r\n Host: muster\r\nHost: muster\r\n\r\n"),
        ("a bare CR in a header", "GET / HTTP/1.1\r\nHost: muster\r\nX: a\rContent-Length: 44\r\n\r\n"),
        ("a null in a header", "GET / HTTP/1.1\r\nHost: muster\r\nX: a\0b\r\n\r\n"),
        ("two hosts", "GET / HTTP/1.1\r\nHost: muster\r\nHost: other\r\n\r\n"),
        ("no host", "GET / HTTP/1.1\r\nX: a\r\n\r\n"),
        ("a chunk's size that is none", "POST /sign-in HTTP/1.1\r\nHost: muster\r\nTransfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n"),
        ("a chunk's size beyond counting", "POST /sign-in HTTP/1.1\r\nHost: muster\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n"),
        ("a chunk extension that ends in a bare LF", "POST /sign-in HTTP/1.1\r\nHost: muster\r\nTransfer-Encoding: chunked\r\n\r\n2;\nxx\r\n4c\r\n0\r\n\r\n"),
        ("a chunk that ends in a bare LF", "POST /sign-in HTTP/1.1\r\nHost: muster\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\n0\r\n\r\n"),
        ("an older HTTP with chunks", "POST /sign-in HTTP/1.0\r\nHost: muster\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ];

    [Fact]
    public async Task ASVS_4_2_1_What_could_be_cut_in_two_ways_is_refused_and_nothing_after_it_is_answered()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await using var served = await Served.Of(test, network: true);
        var answered = await Task.WhenAll(Corpus.Select(async c => (c.Why, Answers: await Answers(served.Address, c.Request + Smuggled, TimeSpan.FromSeconds(3)))));
        // One answer, a refusal, and the connection is over; or none and it is over.
        Assert.Empty(answered.Where(a => a.Answers.Count > 1 || a.Answers.Any(s => s is < 400 or >= 500)).Select(a => $"{a.Why}: {string.Join(' ', a.Answers)}"));
        // The same way of asking, rightly written, is answered twice: what is missing above is not for want of asking.
        Assert.Equal(2, (await Answers(served.Address, "GET /sign-in HTTP/1.1\r\nHost: muster\r\n\r\n" + Smuggled.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal), TimeSpan.FromMinutes(5))).Count);
        Assert.True(Environment.Version >= new Version(10, 0, 0), "CVE-2025-55315 is mended from 10.0.0 on.");
    }

    /// <summary>Statuses of all answers until the server closes, or says no more for a while.</summary>
    private static async Task<List<int>> Answers(Uri address, string bytes, TimeSpan atMost)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes));
        using var text = new MemoryStream();
        // Whoever waits for more of a body says nothing and keeps the line open: then there was no second answer either.
        using var quiet = new CancellationTokenSource(atMost);
        try
        {
            await stream.CopyToAsync(text, quiet.Token);
        }
        catch (Exception over) when (over is IOException or OperationCanceledException)
        {
            // Reset, or silent: it is over.
        }
        return [.. Encoding.Latin1.GetString(text.ToArray()).Split("HTTP/1.1 ").Skip(1).Select(a => int.Parse(a[..3], System.Globalization.CultureInfo.InvariantCulture))];
    }
}
