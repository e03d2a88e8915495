using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Muster.Platform.Acts;
using Muster.Platform.Hosting;
using Muster.Rosters.Attending;

namespace Muster.Bench.CheckIns;

/// <summary>The program as <c>muster serve</c> puts it together, in a process of its own that can be killed.</summary>
internal sealed class CheckInServer : IAsyncDisposable
{
    private readonly Process _process;

    private CheckInServer(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <param name="early">With the planted fault: it answers before the commit.</param>
    public static async Task<CheckInServer> Start(Installation installation, bool early)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(CheckInServer).Assembly.Location, "check-in-server", installation.Folder, $"http://127.0.0.1:{port}", installation.Postgres ?? "", early ? "early" : ""])
        {
            UseShellExecute = false, RedirectStandardOutput = true, // As bin/muster serve.
            Environment = { ["ASPNETCORE_PREVENTHOSTINGSTARTUP"] = "true", ["DOTNET_TieredPGO"] = "1" },
        })!;
        return await process.StandardOutput.ReadLineAsync() == Ready ? new CheckInServer(process, new Uri($"http://127.0.0.1:{port}")) : throw new InvalidOperationException("The server did not start.");
    }

    /// <summary>SIGKILL: nothing is flushed, nobody is told.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public TimeSpan Cpu => _process.HasExited ? TimeSpan.Zero : _process.TotalProcessorTime;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await Kill();
        _process.Dispose();
    }

    private const string Ready = "ready";

    /// <summary>What runs in that process.</summary>
    public static async Task<int> Run(string folder, string url, string postgres, string fault)
    {
        await using var app = await MusterHost.Build(new Installation(folder, postgres.Length == 0 ? null : postgres), [url], quiet: true, default,
            services => { if (fault == "early") services.AddSingleton<CheckInQueue, EarlyQueue>(); });
        await app.StartAsync();
        Console.WriteLine(Ready);
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>Planted: says yes, then writes. A proof that does not catch it proves nothing.</summary>
    private sealed class EarlyQueue(Desk desk, JudgeCheckIns judge) : CheckInQueue(desk, judge)
    {
        private Task _writing = Task.CompletedTask;

        protected override Task<IReadOnlyList<Answered<CheckedIn>>> Commit(IReadOnlyList<Asked<CheckIn>> asked)
        {
            _writing = Later(_writing, asked);
            return Task.FromResult<IReadOnlyList<Answered<CheckedIn>>>([.. asked.Select(_ => new Answered<CheckedIn>(new CheckedIn(AttendanceState.Accepted, null, TimeProvider.System.GetUtcNow(), null), []))]);
        }

        private async Task Later(Task before, IReadOnlyList<Asked<CheckIn>> asked)
        {
            // As a buffer that is written out now and then.
            await Task.Delay(100);
            await before;
            await base.Commit(asked);
        }
    }
}
