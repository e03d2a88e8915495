using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Hosting;

namespace Muster.App.Tests.Testing;

/// <summary>A test's installation behind HTTP; the client comes over the socket, as its owner, and is led nowhere on its own.</summary>
public sealed class Served : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _authority;

    private Served(WebApplication app, HttpClient client, string authority) => (_app, Client, _authority) = (app, client, authority);

    public HttpClient Client { get; }

    /// <summary>Where it listens, when it was started on the network.</summary>
    public Uri Address => new(_app.Urls.First(url => url.Contains("://127.", StringComparison.Ordinal)));

    public IServiceProvider Services => _app.Services;

    public static async Task<Served> Of(TestInstallation test, string language = "zh-CN", bool network = false, bool secure = false, Action<IServiceCollection>? also = null)
    {
        if (secure) test.Installation.Authority.Make(["127.0.0.1"], TimeProvider.System.GetUtcNow());
        var app = await MusterHost.Build(test.Installation, secure ? ["https://127.0.0.1:0"] : network ? ["http://127.0.0.1:0"] : [], quiet: true, default, services =>
        {
            services.AddSingleton<TimeProvider>(test.Clock);
            also?.Invoke(services);
        });
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
        return new Served(app, client, test.Installation.Authority.AuthorityFile);
    }

    /// <summary>Somebody with a browser of their own: cookies are kept, nothing leads on by itself.</summary>
    public HttpClient Visitor(CookieContainer? cookies = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = cookies ?? new CookieContainer() };
        if (Address.Scheme == "https") handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(_authority) },
        };
        return new(handler) { BaseAddress = Address, DefaultRequestHeaders = { { "Accept-Language", "zh-CN" } } };
    }

    /// <summary>Fills in a form of a page and sends it, as a browser without script would.</summary>
    public Task<HttpResponseMessage> Post(string page, string action, params (string Name, string Value)[] fields) => Post(Client, page, action, fields);

    public static async Task<HttpResponseMessage> Post(HttpClient client, string page, string action, params (string Name, string Value)[] fields)
    {
        var token = await Token(client, page);
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))
            .Append(KeyValuePair.Create("__RequestVerificationToken", token)).Append(KeyValuePair.Create(Muster.Platform.Ui.Forms.FormInput.WriteIdField, Guid.CreateVersion7().ToString())));
        return await client.PostAsync(action, form);
    }

    /// <summary>The antiforgery token of a page.</summary>
    public static async Task<string> Token(HttpClient client, string page)
    {
        var html = await client.GetStringAsync(page);
        const string mark = "name=\"__RequestVerificationToken\" value=\"";
        var begin = html.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
        return html[begin..html.IndexOf('"', begin)];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
