using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Muster.System.Tests.Serving;

/// <summary>A real <c>muster serve</c> in a process of its own, on a store that is thrown away.</summary>
internal sealed class ServedMuster : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<string> _link = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServedMuster(string store, int port)
    {
        Store = store;
        Address = new Uri($"http://127.0.0.1:{port}");
        Http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        _process = Begin(store, Address.ToString());
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } said && said.IndexOf("/set-up/", StringComparison.Ordinal) is > 0 and var at) _link.TrySetResult(said[at..]);
        };
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _link.TrySetException(new InvalidOperationException("muster serve ended before it was ready."));
        _process.BeginOutputReadLine();
    }

    public string Store { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public bool IsRunning => !_process.HasExited;

    /// <summary>The path of the first account's set-up link.</summary>
    public string SetUpPath { get; private set; } = "";

    public static async Task<ServedMuster> Start()
    {
        var served = new ServedMuster(Directory.CreateTempSubdirectory("muster-served-").FullName, FreePort());
        served.SetUpPath = await served._link.Task.WaitAsync(TimeSpan.FromMinutes(2));
        return served;
    }

    /// <summary>Another process on a store; ends by itself when it may not have it.</summary>
    public static Process Begin(string store, string url) => Process.Start(new ProcessStartInfo("dotnet",
        [Path.Combine(AppContext.BaseDirectory, "muster.dll"), "serve", "--store", store, "--urls", url])
    {
        UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = store,
    })!;

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(Store, recursive: true);
    }
}
