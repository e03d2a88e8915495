using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Muster.Platform.Acts;
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

    public static Command Make()
    {
        var verb = new Command("serve", "run the server") { Urls, Verbs.Store, Verbs.Postgres };
        verb.SetAction(async (parse, stop) =>
        {
            var installation = Installation.Choose(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres));
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
