using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Muster.Platform.Access;
using Muster.Platform.Access.Tokens;
using Muster.Platform.Acts;
using Muster.Platform.Doors;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Showing;

namespace Muster.Platform.Hosting;

/// <summary>Puts the program together: container, pipeline, routes. Used by <c>muster serve</c>, by verbs without a server, and by tests.</summary>
public static class MusterHost
{
    /// <summary>Categories of the log that write whole addresses below warnings.</summary>
    public static readonly IReadOnlyList<string> Addresses = ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Routing"];

    /// <param name="urls">Addresses to listen on besides the installation's socket; empty for none.</param>
    public static async Task<WebApplication> Build(Installation installation, IReadOnlyList<string> urls, bool quiet, CancellationToken stop,
        Action<IServiceCollection>? also = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "muster", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets();
        // From build output ASP.NET would watch the assets' sources and forbid browsers to keep them.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.Logging.SetMinimumLevel(quiet ? LogLevel.Error : LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        // These write addresses out, and the address of a personal link is its secret.
        foreach (var category in Addresses) builder.Logging.AddFilter(category, LogLevel.Warning);
        builder.Logging.AddConsole(console => (console.LogToStandardErrorThreshold, console.FormatterName) = (LogLevel.Trace, LineLog.FormatterName));
        builder.Logging.AddConsoleFormatter<LineLog, Microsoft.Extensions.Logging.Console.ConsoleFormatterOptions>();
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
        ProtectionKeys.Check(app.Services);
        if (installation.Proxies.Count > 0) app.UseForwardedHeaders(From(installation.Proxies));
        app.UseHostCookies();
        app.UseSecurityHeaders();
        app.UsePolicyReports();
        app.Use((http, next) =>
        {
            // A form sends every field it has: one that was left empty asks nothing, and must not be refused as a wrong number or id.
            if (HttpMethods.IsGet(http.Request.Method) && !http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) && http.Request.Query.Any(q => q.Value.All(string.IsNullOrEmpty)))
                http.Request.QueryString = QueryString.Create(http.Request.Query.SelectMany(q => q.Value.Where(v => !string.IsNullOrEmpty(v)).Select(v => KeyValuePair.Create(q.Key, v))));
            return next(http);
        });
        if (urls.Select(BindingAddress.Parse).FirstOrDefault(a => a.Scheme == "https") is { } secure) app.UseHttpsOnly(secure.Port);
        app.UseExceptionHandler("/failed");
        app.UseStatusCodePagesWithReExecute("/wrong/{0}");
        app.UseRouting();
        app.UseAuthentication();
        app.UseTokens();
        app.UseRequestLimits();
        app.UseForgeryGuard();
        app.UseReach();
        app.UseAuthorization();
        Modules.Map(app.MapGroup("").WithMetadata(Assets(app)));
        return app;
    }

    /// <summary>
    /// Scripts and styles under names with a fingerprint. A process that was built without them (a test of the use cases) has none to
    /// serve; components then name them plainly.
    /// </summary>
    private static ResourceAssetCollection Assets(WebApplication app)
    {
        if (!File.Exists(Path.Combine(AppContext.BaseDirectory, "muster.staticwebassets.endpoints.json"))) return ResourceAssetCollection.Empty;
        app.MapStaticAssets().RequireAuthorization(Policies.Open);
        var assets = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)
            .Select(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>()).OfType<StaticAssetDescriptor>()
            .DistinctBy(asset => asset.Route, StringComparer.Ordinal)
            .Select(asset => new ResourceAsset(asset.Route,
                [.. asset.Properties.Select(p => new ResourceAssetProperty(p.Name, p.Value))]));
        return new ResourceAssetCollection([.. assets]);
    }

    /// <summary>What a proxy says of who asks is believed of the listed ones alone, each for one step.</summary>
    private static ForwardedHeadersOptions From(IReadOnlyList<System.Net.IPAddress> proxies)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = proxies.Count };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies) options.KnownProxies.Add(proxy);
        return options;
    }

    private static void Listen(KestrelServerOptions kestrel, Installation installation, IReadOnlyList<string> urls)
    {
        kestrel.AddServerHeader = false;
        // Forms and acts; what takes files has a bound of its own.
        kestrel.Limits.MaxRequestBodySize = 8 << 20;
        kestrel.ListenUnixSocket(installation.SocketPath);
        foreach (var url in urls)
        {
            var address = BindingAddress.Parse(url);
            if (address.Host is "localhost") kestrel.ListenLocalhost(address.Port, Secure);
            else if (System.Net.IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip)) kestrel.Listen(ip, address.Port, Secure);
            else kestrel.ListenAnyIP(address.Port, Secure);

            void Secure(ListenOptions listen)
            {
                if (address.Scheme == "https") listen.UseHttps(installation.Certificate ?? throw new InvalidOperationException($"There is no certificate for {url}."));
            }
        }
    }
}
