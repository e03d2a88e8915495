using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Muster.Platform.Acts;
using Muster.Platform.Doors;
using Muster.Platform.Hosting;
using Muster.Platform.Identity;
using Muster.Platform.Storage;

namespace Muster.Cli.Serving;

/// <summary><c>muster serve</c>: the server, and on a store without an account the single-use link that makes the first one.</summary>
internal static class ServeVerb
{
    private static readonly Option<string[]> Urls = new("--urls")
    {
        Description = "addresses to listen on",
        DefaultValueFactory = _ => ["http://127.0.0.1:8080"],
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Certificate = new("--certificate") { Description = "certificate for https addresses (PEM with its chain); default: the one that `muster certificate make` made" };
    private static readonly Option<string?> Key = new("--key") { Description = "the certificate's key (PEM)" };
    private static readonly Option<string[]> Proxies = new("--proxy") { Description = "network address of a proxy in front, which is believed about who asks", AllowMultipleArgumentsPerToken = true };

    public static Command Make()
    {
        var verb = new Command("serve", "run the server") { Urls, Certificate, Key, Proxies, Verbs.Store, Verbs.Postgres };
        verb.SetAction(async (parse, stop) =>
        {
            var installation = Doors(Installation.Choose(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres)), parse);
            using var @lock = installation.TakeLock() ?? throw new VerbFailure(3,
                $"The store {installation.Folder} is in use by another process. Maybe a server is running there already: stop it, or choose another --store.");
            var urls = parse.GetValue(Urls)!;
            await using var app = await MusterHost.Build(installation, urls, quiet: false, stop);
            await app.StartAsync(stop);
            Console.WriteLine($"Muster is at {string.Join(" and ", urls)}; its store is {installation.Folder}. Stop with Ctrl+C.");
            if (await FirstLink(app, stop) is { } link) Console.WriteLine($"Set up the first account within 30 minutes: {urls[0]}/set-up/{link}");
            await app.WaitForShutdownAsync(stop);
            return 0;
        });
        return verb;
    }

    /// <summary>With its certificate and proxies; a server that would listen without what it needs does not begin.</summary>
    private static Installation Doors(Installation installation, ParseResult parse)
    {
        var proxies = (parse.GetValue(Proxies) ?? []).Select(p => System.Net.IPAddress.TryParse(p, out var ip) ? ip : throw new VerbFailure(2, $"{p} is not a network address such as 10.0.0.1.")).ToList();
        installation = installation with { Proxies = proxies };
        if (!parse.GetValue(Urls)!.Any(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))) return installation;
        var (certificate, key) = (parse.GetValue(Certificate), parse.GetValue(Key));
        try
        {
            if (certificate is not null) installation = installation with { Certificate = LocalAuthority.Load(certificate, key ?? certificate) };
        }
        catch (Exception unreadable) when (unreadable is System.Security.Cryptography.CryptographicException or IOException)
        {
            throw new VerbFailure(2, $"{certificate} with {key ?? certificate} cannot be read as a certificate and its key (PEM): {unreadable.Message}");
        }
        if (installation.Certificate is not { } shown)
            throw new VerbFailure(2, $"There is no certificate for https in {installation.Folder}. Make one: muster certificate make --name ADDRESS --store {installation.Folder}; or give --certificate and --key.");
        if (shown.NotAfter < TimeProvider.System.GetUtcNow().AddDays(30)) Console.Error.WriteLine($"The certificate ends on {shown.NotAfter:yyyy-MM-dd}: make a new one with `muster certificate make`, then start again.");
        return installation;
    }

    /// <summary>A set-up link's secret where no account exists yet.</summary>
    public static async Task<string?> FirstLink(WebApplication app, CancellationToken stop)
    {
        await using var store = await app.Services.GetRequiredService<Stores>().Open(stop);
        if (await store.Set<Account>().AnyAsync(stop)) return null;
        var secret = Secret.New();
        await app.Services.GetRequiredService<Desk>().Do(new MakeSetupLink(System.Convert.ToHexString(Secret.Hash(secret))),
            WriteId.New(), Actor.System(Environment.UserName), stop);
        return secret;
    }
}
