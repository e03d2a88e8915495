using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Muster.Platform.Hosting;
using Muster.Rehearsal;
using Muster.Rehearsal.Crawl;

namespace Muster.Cli.Privacy;

/// <summary><c>muster privacy …</c>: looks for personal values where the catalogue does not let them be seen.</summary>
internal static class PrivacyVerbs
{
    public static Command Make() => new("privacy", "personal data: open everything as everybody and look for values that may not be there") { Crawl() };

    private static Command Crawl()
    {
        var verb = new Command("crawl", "start an instance of its own on an invented sample, put a value of its own into each personal field, open every route as each role, "
            + "and search pages, files, errors and the log; exit code 1 where something leaks") { Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            var folder = Directory.CreateTempSubdirectory("muster-crawl-").FullName;
            try
            {
                using var log = new LogWatch();
                var report = await Crawl(new Installation(folder, null), log, stop);
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

    private static async Task<CrawlReport> Crawl(Installation installation, LogWatch log, CancellationToken stop)
    {
        await using var app = await MusterHost.Build(installation, ["http://127.0.0.1:0"], quiet: true, stop,
            services =>
            {
                LogWatch.Listen(services, log);
                Visitor.Unlimited(services);
            });
        await app.StartAsync(stop);
        var report = await new PrivacyCrawl(app.Services, new Uri(app.Urls.First(url => url.StartsWith("http://127.", StringComparison.Ordinal))), log).Run(stop);
        await app.StopAsync(stop);
        return report;
    }
}
