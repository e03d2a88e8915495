using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Hosting;
using Muster.Platform.Privacy.Destroying;
using Muster.Rehearsal;
using Muster.Rehearsal.Crawl;

namespace Muster.Cli.Privacy;

/// <summary><c>muster privacy …</c>: looks for personal values where the catalogue does not let them be seen, and has personal data destroyed.</summary>
internal static class PrivacyVerbs
{
    public static Command Make() => new("privacy", "personal data: look for values where they may not be; have a person's or an emergency's destroyed, by two people") { Crawl(), Destroy(), Confirm(), Destructions() };

    private static Command Crawl()
    {
        var url = Guests.Server("a running server, opened as the accounts of --accounts: nothing is planted there, numbers in full are looked for");
        var verb = new Command("crawl", "start an instance of its own on an invented sample, put a value of its own into each personal field, open every route as each role, "
            + "and search pages, files, errors and the log; exit code 1 where something leaks") { url, Guests.Accounts, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            var folder = Directory.CreateTempSubdirectory("muster-crawl-").FullName;
            try
            {
                using var log = new LogWatch();
                var (server, installation) = (parse.GetValue(url), new Installation(folder, null));
                var report = server is null ? await Crawl(installation, log, null, [], stop) : await Guests.Asking(server, () => Crawl(installation, log, server, Guests.Of(parse), stop));
                Output.Show(parse, report, $"{report.Responses:N0} responses of {report.Routes:N0} routes and {report.LogLines:N0} lines of the log searched for {report.Canaries:N0} values: {report.Leaks:N0} leaks."
                    + string.Concat(report.Found.Select(f => "\n  " + f)));
                return report.Leaks == 0 ? 0 : 1;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return verb;
    }

    private static Command Destroy()
    {
        var kind = new Argument<DestructionKind>("kind") { Description = "Person or Emergency" };
        var subject = new Argument<Guid>("id") { Description = "id of the person, who has ended, or of the emergency, which is closed" };
        var reason = new Option<string>("--reason") { Description = "on which ground; no name, no number", Required = true };
        var verb = new Command("destroy", "ask for personal data to be destroyed; a security administrator who is somebody else confirms it") { kind, subject, reason, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var id = await muster.Do(new AskDestruction(parse.GetValue(kind), parse.GetValue(subject), parse.GetValue(reason)!), stop);
            Output.Show(parse, new { Id = id }, $"Asked: {id}. A security administrator confirms it on the page /destructions/{id}, or with: privacy confirm {id}");
            return 0;
        });
        return verb;
    }

    private static Command Confirm()
    {
        var request = new Argument<Guid>("id") { Description = "of the request" };
        var decline = new Option<bool>("--decline") { Description = "do not destroy" };
        var verb = new Command("confirm", "destroy what somebody else asked for; there is no way back") { request, decline, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var state = await muster.Do(new DecideDestruction(parse.GetValue(request), !parse.GetValue(decline)), stop);
            Output.Show(parse, new { State = state }, $"{state}.");
            return 0;
        });
        return verb;
    }

    private static Command Destructions()
    {
        var verb = new Command("destructions", "requests to destroy, the newest first") { Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var all = await muster.Get("/api/destructions", stop);
            Output.Show(parse, all, string.Join('\n', all.GetProperty("destructions").EnumerateArray().Select(d => $"{d.GetProperty("id")}  {d.GetProperty("state")}  {d.GetProperty("kind")} {d.GetProperty("subjectId")}  {d.GetProperty("reason")}")));
            return 0;
        });
        return verb;
    }

    private static async Task<CrawlReport> Crawl(Installation installation, LogWatch log, Uri? running, IReadOnlyList<Guest> guests, CancellationToken stop)
    {
        await using var app = await MusterHost.Build(installation, ["http://127.0.0.1:0"], quiet: true, stop,
            services =>
            {
                LogWatch.Listen(services, log);
                Visitor.Unlimited(services);
            });
        await app.StartAsync(stop);
        // The routes are this program's; a running server is only asked.
        var report = running is not null ? await new RunningCrawl(running, PrivacyCrawl.RoutesOf(app.Services.GetRequiredService<EndpointDataSource>())).Run(guests, stop)
            : await new PrivacyCrawl(app.Services, new Uri(app.Urls.First(url => url.StartsWith("http://127.", StringComparison.Ordinal))), log).Run(stop);
        await app.StopAsync(stop);
        return report;
    }
}
