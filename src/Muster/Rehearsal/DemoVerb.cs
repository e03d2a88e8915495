using System.CommandLine;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Muster.Platform.Acts;
using Muster.Platform.Hosting;
using Muster.Platform.Identity;
using Muster.Rehearsal.Demo;

namespace Muster.Cli.Rehearsal;

/// <summary><c>muster demo</c>: musters a sample in a store of its own, from the spreadsheet to the cards, and serves the console.</summary>
internal static class DemoVerb
{
    private static readonly Option<bool> Once = new("--once") { Description = "do all of it, fetch the first pages, and end; exit code 0 only if both coverages hold" };
    private static readonly Option<string> Sample = new("--sample") { Description = "heping, sanlin, yintan or yongtai", DefaultValueFactory = _ => "heping" };
    private static readonly Option<string?> Url = new("--urls") { Description = "address to serve on (default: http://127.0.0.1:8080, with --once any free port)" };

    public static Command Make()
    {
        var verb = new Command("demo", "muster a sample, from its spreadsheet to published cards, and serve the console") { Once, Sample, Url, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            var sample = DemoSample.Find(parse.GetValue(Sample)!)
                ?? throw new VerbFailure(2, $"There is no sample {parse.GetValue(Sample)}. There are: {string.Join(", ", DemoSample.All.Select(s => s.Name))}.");
            return await Run(sample, parse.GetValue(Once), parse.GetValue(Json),
                parse.GetValue(Url) ?? (parse.GetValue(Once) ? FreeAddress() : "http://127.0.0.1:8080"), parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
        });
        return verb;
    }

    private static Option<bool> Json => Verbs.Json;

    /// <summary>A port that is free now: with --once nobody needs to know the address, and another server may sit on the usual one.</summary>
    private static string FreeAddress()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}";
    }

    private static async Task<int> Run(DemoSample sample, bool once, bool json, string url, string? folder, string? postgres, CancellationToken stop)
    {
        var installation = Installation.Choose(folder ?? Path.Combine(Path.GetTempPath(), $"muster-demo-{Environment.UserName}-{sample.Name}"), postgres);
        using var @lock = installation.TakeLock() ?? throw new VerbFailure(3, $"The demo's store {installation.Folder} is in use. Maybe another demo is running: stop it, or give another --store.");
        Empty(installation.Folder);
        var clock = new DemoClock(DemoSample.OrderBefore(TimeProvider.System.GetUtcNow()));
        await using var app = await MusterHost.Build(installation, [url], quiet: true, stop, services => services.AddSingleton<TimeProvider>(clock));
        var password = Secret.New()[..16];
        await MakeOrganiser(app, password, stop);
        await app.StartAsync(stop);
        var report = await new RunDemo(app.Services, sample, Path.Combine(AppContext.BaseDirectory, "samples", sample.Name), installation.Folder,
            Actor.System(Environment.UserName), clock, step => Console.Error.WriteLine($"  {step} …")).Run(stop);
        Tell(report, sample, json ? Console.Error : Console.Out);
        var pages = once ? await FirstPages(url, password, report, stop) : 0;
        if (json) Console.WriteLine(JsonSerializer.Serialize(report, Desk.Json));
        if (!once)
        {
            foreach (var guest in report.Guests)
                Console.Error.WriteLine($"{guest.Role} of {guest.Where}, invented: open {url}{guest.Path} once and choose a password; afterwards the name is {guest.Name}.");
            Console.Error.WriteLine($"The console is at {url}/sign-in — name: organiser, password: {password}. Stop with Ctrl+C.");
            await app.WaitForShutdownAsync(stop);
            return 0;
        }
        return report.Holds && pages == 0 ? 0 : 1;
    }

    /// <summary>Everything of an earlier demo goes; the folder is the demo's own.</summary>
    private static void Empty(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Where(f => Path.GetFileName(f) != "lock")) File.Delete(file);
        foreach (var inner in Directory.EnumerateDirectories(folder)) Directory.Delete(inner, recursive: true);
    }

    private static async Task MakeOrganiser(WebApplication app, string password, CancellationToken stop)
    {
        var (desk, secret, actor) = (app.Services.GetRequiredService<Desk>(), Secret.New(), Actor.System(Environment.UserName));
        var hash = System.Convert.ToHexString(Secret.Hash(secret));
        // Invented people on this machine, and a password that is printed: looking at it needs no second factor.
        await desk.Do(new SetSignInTerms(PasswordProfile.Asvs, SecondFactorRequired: false), WriteId.New(), actor, stop);
        await desk.Do(new MakeSetupLink(hash), WriteId.New(), actor, stop);
        await desk.Do(new UseSetupLink(hash, "organiser", "组织者（样例）", Accounts.HashPassword(password)), WriteId.New(), actor, stop);
    }

    private static void Tell(DemoReport report, DemoSample sample, TextWriter output)
    {
        var seconds = report.Seconds;
        output.WriteLine($"{sample.Title}: {report.Placed:N0} of {report.People:N0} people placed, {report.Reserve:N0} in reserve with a reason.");
        output.WriteLine($"{report.Covered:N0} of {report.Communities:N0} areas covered, {report.PostsStaffed:N0} of {report.Posts:N0} posts staffed; within {report.Gap:P3} of the best.");
        if (report.Roster is { } roster)
            output.WriteLine($"Rosters: {roster.Posts:N0} posts for {roster.Days} days, {roster.Covered:N0} of {roster.Bands:N0} bands covered, {roster.Explained:N0} explained, {roster.Findings:N0} rules broken; {roster.Turns:N0} turns of {roster.People:N0} people in {roster.Seconds:F1} s.");
        if (report.Played is { } played)
            output.WriteLine($"Until now, all invented: {played.Opened:N0} posts opened, {played.CheckIns:N0} check-ins in {played.Seconds:F1} s.");
        output.WriteLine($"From the spreadsheet: import {seconds.Import:F2} s, plan {seconds.Solve:F2} s, publication {seconds.Publish:F2} s, cards {seconds.Cards:F2} s. The account took four hours.");
    }

    /// <summary>Signs in and asks for the first pages as a browser would. Answers how many did not come.</summary>
    private static async Task<int> FirstPages(string url, string password, DemoReport report, CancellationToken stop)
    {
        using var handler = new HttpClientHandler { UseProxy = false };
        using var browser = new HttpClient(handler) { BaseAddress = new Uri(url) };
        var form = await browser.GetStringAsync("/sign-in", stop);
        var token = System.Text.RegularExpressions.Regex.Match(form, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"", System.Text.RegularExpressions.RegexOptions.NonBacktracking).Groups[1].Value;
        using var content = new FormUrlEncodedContent([new("name", "organiser"), new("password", password), new("__RequestVerificationToken", token)]);
        using var signedIn = await browser.PostAsync("/sign-in", content, stop);
        var failed = signedIn.IsSuccessStatusCode ? 0 : 1;
        foreach (var page in (string[])["/", "/emergencies", "/plans", $"/plans/{report.PlanId}", $"/plans/{report.PlanId}/people", "/people", "/areas", "/posts", "/agencies"])
        {
            using var answer = await browser.GetAsync(page, stop);
            if (answer.IsSuccessStatusCode && !answer.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/sign-in", StringComparison.Ordinal)) continue;
            Console.Error.WriteLine($"{page} answered {(int)answer.StatusCode}");
            failed++;
        }
        return failed;
    }
}
