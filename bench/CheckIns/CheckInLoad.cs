using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Muster.Bench.CheckIns;

/// <summary>
/// Many phones over some connections, each sending its next as soon as the last was answered. Plain sockets, so that the client leaves the machine
/// to the server. Every fiftieth is sent a second time, as a phone does that missed the answer.
/// </summary>
internal sealed class CheckInLoad(IReadOnlyList<Phone> phones, int connections)
{
    private const int RepeatEach = 50;
    private static readonly byte[] End = "\r\n\r\n"u8.ToArray(), Length = "Content-Length: "u8.ToArray(), Accepted = "\"state\":\"Accepted\""u8.ToArray();

    private readonly ConcurrentBag<List<Guid>> _acknowledged = [];
    private readonly ConcurrentBag<List<double>> _milliseconds = [];
    private readonly ConcurrentQueue<(Guid Id, byte[] Request)> _unanswered = [];
    private int _errors, _count;

    /// <summary>What the server said is saved.</summary>
    public IEnumerable<Guid> Acknowledged => _acknowledged.SelectMany(a => a);

    public IEnumerable<double> Milliseconds => _milliseconds.SelectMany(m => m);

    /// <summary>How many were acknowledged so far; to be read while it runs.</summary>
    public int Count => Volatile.Read(ref _count);

    public int Errors => _errors;

    public string? FirstError { get; private set; }

    /// <summary>Sends until stopped or until the server is gone. What got no answer is sent again, first, the next time.</summary>
    public Task Run(Uri address, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, connections).Select(i => Task.Run(() => Connection(address, [.. phones.Where((_, p) => p % connections == i)], stop))));

    private async Task Connection(Uri address, IReadOnlyList<Phone> own, CancellationToken stop)
    {
        var (acknowledged, milliseconds, buffer) = (new List<Guid>(), new List<double>(), new byte[16_384]);
        _acknowledged.Add(acknowledged);
        _milliseconds.Add(milliseconds);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        (Guid Id, byte[] Request) now = default;
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, address.Port, stop);
            for (var sent = 0; !stop.IsCancellationRequested; sent++)
            {
                now = _unanswered.TryDequeue(out var again) ? again : own[sent % own.Count].Next();
                var began = Stopwatch.GetTimestamp();
                var good = await Exchange(socket, now.Request, buffer);
                milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                if (good)
                {
                    acknowledged.Add(now.Id);
                    Interlocked.Increment(ref _count);
                }
                if (sent % RepeatEach == 0) await Exchange(socket, now.Request, buffer);
                now = default;
            }
        }
        catch (Exception gone) when (gone is SocketException or IOException or OperationCanceledException)
        {
            if (now.Request is not null) _unanswered.Enqueue(now);
        }
    }

    private async Task<bool> Exchange(Socket socket, byte[] request, byte[] buffer)
    {
        for (var written = 0; written < request.Length;) written += await socket.SendAsync(request.AsMemory(written), SocketFlags.None);
        for (var read = 0; ;)
        {
            var more = await socket.ReceiveAsync(buffer.AsMemory(read), SocketFlags.None);
            if (more == 0) throw new IOException("The server closed the connection.");
            read += more;
            if (Whole(buffer.AsSpan(0, read)) is not { } good) continue;
            if (good) return true;
            Interlocked.Increment(ref _errors);
            FirstError ??= Encoding.UTF8.GetString(buffer, 0, read);
            return false;
        }
    }

    /// <summary>Null while the answer is not all there.</summary>
    private static bool? Whole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf(End);
        if (head < 0) return null;
        var length = answer[..head].IndexOf(Length);
        if (length < 0 || !Utf8Parser.TryParse(answer[(length + Length.Length)..], out int bytes, out _)) bytes = 0;
        if (answer.Length < head + End.Length + bytes) return null;
        return answer.StartsWith("HTTP/1.1 200"u8) && answer[head..].IndexOf(Accepted) >= 0;
    }
}
