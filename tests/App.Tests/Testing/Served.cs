using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Hosting;

namespace Muster.App.Tests.Testing;

/// <summary>A test's installation behind HTTP; the client comes over the socket, as its owner, and is led nowhere on its own.</summary>
public sealed class Served : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Served(WebApplication app, HttpClient client) => (_app, Client) = (app, client);

    public HttpClient Client { get; }

    public static async Task<Served> Of(TestInstallation test, string language = "zh-CN")
    {
        var app = await MusterHost.Build(test.Installation, [], quiet: true, default, services => services.AddSingleton<TimeProvider>(test.Clock));
        await app.StartAsync();
        var client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = async (_, stop) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(test.Installation.SocketPath), stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        }) { BaseAddress = new Uri("http://muster") };
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        return new Served(app, client);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
