using System.Text.RegularExpressions;
using Muster.People.Import.Reading;

namespace Muster.Rehearsal.Crawl;

/// <summary>
/// Opens a running server as the accounts one has there, each GET route at addresses that its own pages link to, and looks for ID numbers and
/// telephones in full. Nothing is planted and nothing changed there, so it sees what those accounts' pages lead to and no more.
/// </summary>
/// <param name="routes">GET routes of the program, constraints taken off.</param>
public sealed partial class RunningCrawl(Uri server, IReadOnlyList<string> routes)
{
    /// <summary>Addresses opened of one route by one account.</summary>
    private const int OfRouteMax = 3;

    private readonly SortedSet<string> _found = new(StringComparer.Ordinal);
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private int _responses;

    public async Task<CrawlReport> Run(IReadOnlyList<Guest> guests, CancellationToken stop)
    {
        using (var stranger = Visitor.Stranger(server)) await Visit(stranger, CrawlRules.Stranger, stop);
        foreach (var guest in guests)
        {
            using var browser = await guest.SignIn(server, stop);
            await Visit(browser, guest.Role.ToString(), stop);
        }
        return new CrawlReport(_responses, _found.Count, [.. _found], routes.Count, [.. routes.Where(r => !_answered.Contains(r))], 0, 0, []);
    }

    /// <summary>What stands in a text and looks like somebody's number in full; pure. Numbers with letters or digits beside them are ids and hashes.</summary>
    public static IReadOnlyList<string> Numbers(string text) =>
    [
        .. Long().Matches(text).Any(m => IdNumber.IsRight(m.Groups[1].Value)) ? ["ID number"] : (string[])[],
        .. Mobile().IsMatch(text) ? ["telephone"] : (string[])[],
    ];

    private async Task Visit(HttpClient browser, string role, CancellationToken stop)
    {
        var (next, seen, opened) = (new Queue<string>(), new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var route in routes.Where(r => !r.Contains('{', StringComparison.Ordinal))) Ask(route);
        while (next.TryDequeue(out var path))
        {
            var route = RouteOf(path)!;
            using var answer = await Get(browser, path, stop);
            _responses++;
            if (answer.IsSuccessStatusCode) _answered.Add(route);
            // A stream does not end; what it carries stands on its page.
            if (answer.Content.Headers.ContentType?.MediaType is "text/event-stream" or "application/pdf") continue;
            var text = await PrivacyCrawl.Text(answer, stop);
            if (!CrawlRules.ShowsContacts(route))
                foreach (var kind in Numbers(text)) _found.Add($"{role} GET {route}: {kind}");
            foreach (Match link in Link().Matches(text)) Ask(System.Net.WebUtility.HtmlDecode(link.Groups[1].Value));
        }

        void Ask(string path)
        {
            if (RouteOf(path) is not { } route || path.StartsWith("/sign-out", StringComparison.Ordinal) || !seen.Add(path)) return;
            if (opened.TryGetValue(route, out var times) && times >= OfRouteMax) return;
            opened[route] = times + 1;
            next.Enqueue(path);
        }
    }

    private static async Task<HttpResponseMessage> Get(HttpClient browser, string path, CancellationToken stop)
    {
        while (true)
        {
            var answer = await browser.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, stop);
            if (answer.StatusCode != System.Net.HttpStatusCode.TooManyRequests) return answer;
            answer.Dispose();
            await Task.Delay(1000, stop);
        }
    }

    private string? RouteOf(string path)
    {
        var parts = path.Split('?', '#')[0].Split('/');
        return routes.FirstOrDefault(route => route.Split('/') is var pattern && pattern.Length == parts.Length
            && pattern.Zip(parts).All(pair => pair.First == pair.Second || pair.First.Contains('{', StringComparison.Ordinal) && Guid.TryParse(pair.Second, out _)));
    }

    [GeneratedRegex("href=\"(/[^\"/][^\"]*|/)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex("(?:^|[^0-9A-Za-z-])([1-9][0-9]{16}[0-9Xx])(?:[^0-9A-Za-z-]|$)", RegexOptions.NonBacktracking)]
    private static partial Regex Long();

    [GeneratedRegex("(?:^|[^0-9A-Za-z.-])1[3-9][0-9]{9}(?:[^0-9A-Za-z-]|$)", RegexOptions.NonBacktracking)]
    private static partial Regex Mobile();
}
