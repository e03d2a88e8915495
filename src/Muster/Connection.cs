using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Muster.Platform.Acts;
using Muster.Platform.Hosting;
using Muster.Platform.Jobs;
using Muster.Platform.Storage;

namespace Muster.Cli;

/// <summary>
/// How a verb reaches the use cases: over the Unix socket of the server that has the store open, or, where none runs, of one started
/// in this process for the length of the verb. Either way the verb speaks the same HTTP API that other programs do.
/// </summary>
internal sealed class Connection : IAsyncDisposable
{
    private readonly WebApplication? _own;
    private readonly FileStream? _lock;

    private Connection(HttpClient http, WebApplication? own, FileStream? @lock) => (Http, _own, _lock) = (http, own, @lock);

    public HttpClient Http { get; }

    public static async Task<Connection> Open(string? store, string? postgres, CancellationToken stop)
    {
        var installation = Installation.Choose(store, postgres);
        if (installation.TakeLock() is not { } @lock) return new Connection(Client(installation), null, null);
        var app = await MusterHost.Build(installation, [], quiet: true, stop);
        await app.StartAsync(stop);
        return new Connection(Client(installation), app, @lock);
    }

    /// <summary>Does an act; refused ends the verb with exit code 2 and every reason.</summary>
    public async Task<T> Do<T>(Act<T> act, CancellationToken stop, WriteId? writeId = null) where T : notnull
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/acts/" + Naming.Kebab(act.GetType().Name))
        {
            Content = JsonContent.Create(act, act.GetType(), options: Desk.Json),
        };
        request.Headers.Add(Routes.WriteIdHeader, (writeId ?? WriteId.New()).Value.ToString());
        return (await Read(await Http.SendAsync(request, stop), stop)).GetProperty("outcome").Deserialize<T>(Desk.Json)!;
    }

    public async Task<JsonElement> Get(string path, CancellationToken stop) => await Read(await Http.GetAsync(path, stop), stop);

    public async Task<JsonElement> Post(string path, HttpContent? content, CancellationToken stop) =>
        await Read(await Http.PostAsync(path, content, stop), stop);

    /// <summary>Saves an answer as a file, whole or not at all; answers its length and headers.</summary>
    public async Task<(long Bytes, System.Net.Http.Headers.HttpResponseHeaders Headers)> Save(string path, FileInfo file, CancellationToken stop)
    {
        using var response = await Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, stop);
        if (!response.IsSuccessStatusCode) await Read(response, stop);
        var part = file.FullName + ".part";
        await using (var target = File.Create(part)) await response.Content.CopyToAsync(target, stop);
        File.Move(part, file.FullName, overwrite: true);
        return (new FileInfo(file.FullName).Length, response.Headers);
    }

    /// <summary>Follows a job to its end with a progress line on stderr; Ctrl+C asks the job to stop and waits until it has.</summary>
    public async Task<JobView> Follow(Guid job, CancellationToken stop)
    {
        var asked = false;
        var interactive = !Console.IsErrorRedirected;
        while (true)
        {
            if (stop.IsCancellationRequested && !asked)
            {
                asked = true;
                await Http.PostAsync($"/api/jobs/{job}/cancel", null, CancellationToken.None);
            }
            var view = (await Get($"/api/jobs/{job}", CancellationToken.None)).Deserialize<JobView>(Desk.Json)!;
            if (interactive) Console.Error.Write($"\r{view.Stage} {view.Done:N0}/{view.Total:N0} {view.Fraction:P0}      ");
            if (view.State != JobState.Running)
            {
                if (interactive) Console.Error.WriteLine();
                return view.State switch
                {
                    JobState.Done => view,
                    JobState.Cancelled => throw new OperationCanceledException(stop),
                    _ when view.Result is { ValueKind: JsonValueKind.Object } result && result.TryGetProperty("refused", out var refused) => throw Refusal(refused),
                    _ => throw new VerbFailure(3, view.Message ?? "the job failed"),
                };
            }
            await Task.Delay(100, CancellationToken.None);
        }
    }

    /// <summary>Ends the verb with the reasons of a refusal.</summary>
    public static Task Refuse(HttpResponseMessage response, CancellationToken stop) => Read(response, stop);

    private static async Task<JsonElement> Read(HttpResponseMessage response, CancellationToken stop)
    {
        using var _ = response;
        var text = await response.Content.ReadAsStringAsync(stop);
        if (response.IsSuccessStatusCode) return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
        if (text.Contains("\"refused\"", StringComparison.Ordinal))
            throw Refusal(JsonSerializer.Deserialize<JsonElement>(text).GetProperty("refused"));
        throw new VerbFailure(3, $"The server answered {(int)response.StatusCode}. {text}");
    }

    private static VerbFailure Refusal(JsonElement refused)
    {
        var rules = refused.Deserialize<Broken[]>(Desk.Json)!;
        return new VerbFailure(2, string.Join('\n', rules.Select(r => $"{r.Zh} / {r.En} [{r.Code}]"))) { Rules = rules };
    }

    private static HttpClient Client(Installation installation) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, stop) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(installation.SocketPath), stop);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException)
            {
                socket.Dispose();
                throw new VerbFailure(3, $"The store {installation.Folder} is in use, but no server answers there. Maybe another verb is running: wait for it.");
            }
        },
    }) { BaseAddress = new Uri("http://muster"), Timeout = Timeout.InfiniteTimeSpan };

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_own is not null)
        {
            await _own.StopAsync();
            await _own.DisposeAsync();
        }
        if (_lock is not null) await _lock.DisposeAsync();
    }
}
