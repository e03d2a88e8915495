using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Muster.Platform.Storage;

namespace Muster.Platform.Hosting;

/// <summary>Puts the program together: container, pipeline, routes. Used by <c>muster serve</c>, by verbs without a server, and by tests.</summary>
public static class MusterHost
{
    /// <param name="urls">Addresses to listen on besides the installation's socket; empty for none.</param>
    public static async Task<WebApplication> Build(Installation installation, IReadOnlyList<string> urls, bool quiet, CancellationToken stop,
        Action<IServiceCollection>? also = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "muster", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets();
        builder.Logging.SetMinimumLevel(quiet ? LogLevel.Error : LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (File.Exists(installation.SocketPath)) File.Delete(installation.SocketPath);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, installation, urls));

        var database = installation.OpenDatabase();
        builder.Services.AddSingleton(installation);
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        Modules.Add(builder.Services);
        also?.Invoke(builder.Services);

        var app = builder.Build();
        await Schema.Migrate(database, app.Services.GetRequiredService<TimeProvider>(), stop);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        Modules.Map(app);
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, Installation installation, IReadOnlyList<string> urls)
    {
        kestrel.AddServerHeader = false;
        kestrel.ListenUnixSocket(installation.SocketPath);
        foreach (var url in urls)
        {
            var address = BindingAddress.Parse(url);
            if (address.Host is "localhost") kestrel.ListenLocalhost(address.Port);
            else if (System.Net.IPAddress.TryParse(address.Host, out var ip)) kestrel.Listen(ip, address.Port);
            else kestrel.ListenAnyIP(address.Port);
        }
    }
}
