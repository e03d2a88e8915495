using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Ui.Forms;

namespace Muster.Rehearsal.Scopes;

/// <summary>What a route answered to each role: status at one's own place, at its sibling, at the parent and in the other province.</summary>
public sealed record ScopeRow(string Route, string Policy, IReadOnlyDictionary<string, string> Answers);

/// <param name="Cells">Answers that were looked at.</param>
/// <param name="Leaks">Answers that tell of another place, or differ from those for a record that is missing; routes that open for nobody.</param>
/// <param name="Found">What the leaks are.</param>
public sealed record ScopeFindings(int Cells, int Leaks, IReadOnlyList<string> Found, IReadOnlyList<ScopeRow> Matrix);

/// <summary>Somebody who tries every route.</summary>
/// <param name="Client">Signed in, keeps its cookies, follows no redirect.</param>
/// <param name="Narrow">The role is for the sample's own place only.</param>
public sealed record ScopeVisitor(string Who, HttpClient Client, bool Narrow)
{
    /// <summary>Only routes that contain this are tried.</summary>
    public string Only { get; init; } = "";
}

/// <summary>
/// Tries role × route × place over HTTP, each route from the table of endpoints. Where a route is asked for records of another place it is asked again
/// with ids that no record has: both answers must be the same to the last header. No answer to a role of one place may show the mark of another.
/// </summary>
/// <param name="extras">Records that belong to no place: the segment before the id, and the id.</param>
public sealed partial class ScopeMatrix(ScopeSample sample, IReadOnlyList<RouteAccess> routes, IReadOnlyList<ScopeVisitor> visitors, IReadOnlyDictionary<string, string> extras)
{
    /// <summary>Routes that open only with something made for one time: a secret, a file that was sent, an import, a plan of repair; and signing in through a provider that the sample has none of.</summary>
    private static readonly string[] OnceOnly = ["{secret}", "{file:guid}", "/imports/", "/people/imports/", "{job:guid}", "/repaired", "/sign-in/outside"];

    private static readonly HashSet<string> NotCompared = new(StringComparer.OrdinalIgnoreCase) { "Date", "Set-Cookie", "Content-Length", "Transfer-Encoding" };

    private const string ActsPath = "/api/acts/";

    private readonly ConcurrentBag<string> _leaks = [];
    private readonly ConcurrentDictionary<string, string> _tokens = new(StringComparer.Ordinal);

    /// <summary>Where all records of another place are missing, the answer is the same whichever place it was: asked once for a visitor and an address.</summary>
    private readonly ConcurrentDictionary<(string Who, string Asked), Answer> _missing = new();
    private int _cells;

    private IReadOnlyList<(string Name, ScopePlace Place)> Places => [("own", sample.Own), ("sibling", sample.Sibling), ("parent", sample.Parent), ("other province", sample.Other)];

    public async Task<ScopeFindings> Run(Action<string> tell, CancellationToken stop)
    {
        var rows = new List<ScopeRow>();
        foreach (var route in routes)
        {
            if (route.Policy.Length == 0) _leaks.Add($"{route.Route}: no policy");
            var (method, pattern) = route.Route.Split(' ', 2) is [var m, var p] ? (m, p) : ("", "");
            if (method is not ("GET" or "POST") || method == "POST" && IsOnesOwn(pattern, route.Policy)) continue;
            tell(route.Route);
            rows.Add(await Try(route, method, pattern, stop));
        }
        var found = _leaks.Order(StringComparer.Ordinal).ToList();
        return new ScopeFindings(_cells, found.Count, found, rows);
    }

    /// <summary>What signs the visitor in or out, or is the visitor's own account.</summary>
    private static bool IsOnesOwn(string pattern, string policy) => policy == Policies.Open || pattern.StartsWith("/me", StringComparison.Ordinal) || pattern.StartsWith("/sign-", StringComparison.Ordinal);

    private async Task<ScopeRow> Try(RouteAccess route, string method, string pattern, CancellationToken stop)
    {
        // Visitors ask beside each other, each with cookies of its own and one thing after another.
        var asked = await Task.WhenAll(visitors.Where(v => pattern.Contains(v.Only, StringComparison.Ordinal)).Select(v => Task.Run(() => Try(v, method, pattern, stop), stop)));
        var answers = asked.ToDictionary(a => a.Who, a => a.Told, StringComparer.Ordinal);
        if (method == "GET" && !asked.Any(a => a.Opened) && !OnceOnly.Any(o => pattern.Contains(o, StringComparison.Ordinal)) && answers.Values.Any(a => a.Any(char.IsAsciiDigit))) _leaks.Add($"{route.Route}: opens for nobody");
        return new ScopeRow(route.Route, route.Policy, answers);
    }

    private async Task<(string Who, string Told, bool Opened)> Try(ScopeVisitor visitor, string method, string pattern, CancellationToken stop)
    {
        var (told, opened) = (new List<string>(), false);
        foreach (var (name, place) in Places)
        {
            // Whoever may change things at the own place would; whoever may everywhere is not what is looked for.
            if (method == "POST" && (name == "own" || !visitor.Narrow)) { told.Add("-"); continue; }
            if (!visitor.Narrow && name != "own") break;
            var answer = await Ask(visitor, method, pattern, place, stop);
            if (answer is null) { told.Add("?"); continue; }
            told.Add(((int)answer.Value.Status).ToString(System.Globalization.CultureInfo.InvariantCulture));
            opened |= (int)answer.Value.Status < 400 || pattern.StartsWith("/wrong", StringComparison.Ordinal);
            if (visitor.Narrow) Look(visitor, method, pattern, name, answer.Value);
        }
        return (visitor.Who, string.Join(' ', told), opened);
    }

    private async Task<Answer?> Ask(ScopeVisitor visitor, string method, string pattern, ScopePlace place, CancellationToken stop)
    {
        var unknown = Unknown(place);
        if (await Send(visitor, method, pattern, place, id => id, stop) is not { } answer) return null;
        // The same with the records that are not one's own missing.
        if (visitor.Narrow && Asks(pattern, method, place, unknown) && await Missing(visitor, method, pattern, place, unknown, stop) is { } missing)
        {
            Interlocked.Increment(ref _cells);
            var (there, gone) = (answer.Plain(), missing.Plain());
            if (there != gone) _leaks.Add($"{visitor.Who}: {method} {pattern} at {place.Mark}: {(int)answer.Status}, where missing {(int)missing.Status}{Difference(gone, there)}");
        }
        Interlocked.Increment(ref _cells);
        return answer;
    }

    private async Task<Answer?> Missing(ScopeVisitor visitor, string method, string pattern, ScopePlace place, Dictionary<Guid, Guid> unknown, CancellationToken stop)
    {
        Task<Answer?> Ask() => Send(visitor, method, pattern, place, id => unknown.GetValueOrDefault(id, id), stop);
        // What is searched for differs by place.
        if (method == "GET" && !pattern.Contains('{', StringComparison.Ordinal)) return await Ask();
        var asked = $"{method} {Address(pattern, place, id => unknown.ContainsKey(id) ? Guid.Empty : id)} {(method == "POST" && ActInput(pattern, place) is { } input ? Id().Replace(input, m => unknown.ContainsKey(Guid.Parse(m.Value)) ? "*" : m.Value) : "")}";
        if (_missing.TryGetValue((visitor.Who, asked), out var known)) return known;
        if (await Ask() is not { } missing) return null;
        return _missing[(visitor.Who, asked)] = missing;
    }

    private string? Address(string pattern, ScopePlace place, Func<Guid, Guid> change) => ScopeAsking.Address(pattern, (before, name) => name == "code" ? change(place.Area) == place.Area ? place.Code : "999999999999"
        : Special(before, name) ?? (ScopeAsking.Record(place, before, name, pattern) is { } id ? change(id).ToString() : null));

    private static string? ActInput(string pattern, ScopePlace place) =>
        pattern.StartsWith(ActsPath, StringComparison.Ordinal) && ScopeAsking.Acts.TryGetValue(pattern[ActsPath.Length..], out var act) ? ScopeAsking.Input(act, place).ToJsonString() : null;

    private static string Difference(string one, string other)
    {
        var at = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        return $": …{Cut(one, at)}… / …{Cut(other, at)}…";
        static string Cut(string text, int at) => text[Math.Max(0, Math.Min(text.Length, at) - 20)..Math.Min(text.Length, at + 60)].ReplaceLineEndings(" ");
    }

    /// <summary>Whether the route names any record of the place that is not also one's own.</summary>
    private static bool Asks(string pattern, string method, ScopePlace place, Dictionary<Guid, Guid> unknown) =>
        method == "POST" && pattern.StartsWith(ActsPath, StringComparison.Ordinal)
        || ScopeAsking.Address(pattern, (before, name) => ScopeAsking.Record(place, before, name, pattern) is { } id && unknown.ContainsKey(id) ? "!" : "x")?.Contains('!', StringComparison.Ordinal) == true;

    /// <summary>The place's ids that are not one's own, each with one that no record has.</summary>
    private Dictionary<Guid, Guid> Unknown(ScopePlace place)
    {
        static Guid[] Ids(ScopePlace p) => [p.Area, p.Community, p.Post, p.Agency, p.Person, p.Emergency, p.Plan, p.Seat, p.Formation, p.Card, .. p.Records.Values];
        var own = Ids(sample.Own).ToHashSet();
        return Ids(place).Where(id => !own.Contains(id)).Distinct().ToDictionary(id => id, _ => Guid.CreateVersion7());
    }

    private async Task<Answer?> Send(ScopeVisitor visitor, string method, string pattern, ScopePlace place, Func<Guid, Guid> change, CancellationToken stop)
    {
        var address = Address(pattern, place, change);
        if (address is null) return null;
        if (method == "GET" && pattern == "/in-force/{e:guid}/cards") address += $"?area={change(place.Community)}";
        if (method == "GET" && !pattern.Contains('{', StringComparison.Ordinal)) address += Words(place) + pattern switch { "/field/swaps/new" => $"&shift={change(place.Records["shift"])}", "/kits/of" => "&kind=" + Uri.EscapeDataString("值守"), _ => "" };
        using var response = await Answered(visitor, async () =>
        {
            var request = new HttpRequestMessage(new HttpMethod(method), address);
            if (method == "POST") await Fill(request, visitor, pattern, place, change, stop);
            return request;
        }, stop);
        var text = Text(response, await response.Content.ReadAsByteArrayAsync(stop));
        // A sentence left for the next page is read here, so that it does not stand on another answer.
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(c => c.Contains("flash=", StringComparison.Ordinal) && !c.Contains("flash=;", StringComparison.Ordinal)))
            (await visitor.Client.GetAsync("/me", stop)).Dispose();
        var headers = string.Join('\n', response.Headers.Concat(response.Content.Headers).Where(h => !NotCompared.Contains(h.Key)).OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {string.Join(',', h.Value)}"));
        return new Answer(response.StatusCode, text, headers);
    }

    /// <summary>Who asks too often is told to wait.</summary>
    private static async Task<HttpResponseMessage> Answered(ScopeVisitor visitor, Func<Task<HttpRequestMessage>> ask, CancellationToken stop)
    {
        while (true)
        {
            using var request = await ask();
            var response = await visitor.Client.SendAsync(request, stop);
            if (response.StatusCode != HttpStatusCode.TooManyRequests) return response;
            response.Dispose();
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
        }
    }

    private async Task Fill(HttpRequestMessage request, ScopeVisitor visitor, string pattern, ScopePlace place, Func<Guid, Guid> change, CancellationToken stop)
    {
        if (pattern.StartsWith("/api/", StringComparison.Ordinal))
        {
            request.Headers.Add(Routes.WriteIdHeader, Guid.CreateVersion7().ToString());
            request.Headers.Add("Muster-Antiforgery", await Token(visitor, stop));
            var input = ActInput(pattern, place) ?? "{}";
            request.Content = new StringContent(Id().Replace(input, m => change(Guid.Parse(m.Value)).ToString()), Encoding.UTF8, "application/json");
            return;
        }
        request.Content = new FormUrlEncodedContent([new("__RequestVerificationToken", await Token(visitor, stop)), new(FormInput.WriteIdField, Guid.CreateVersion7().ToString()), new("Reason", "样例"), new("Version", "1")]);
    }

    private async Task<string> Token(ScopeVisitor visitor, CancellationToken stop)
    {
        if (_tokens.TryGetValue(visitor.Who, out var token)) return token;
        return _tokens[visitor.Who] = Visitor.TokenOf(await visitor.Client.GetStringAsync("/me", stop));
    }

    private void Look(ScopeVisitor visitor, string method, string pattern, string where, Answer answer)
    {
        foreach (var mark in (string[])[ScopeSample.SiblingMark, ScopeSample.ParentMark, ScopeSample.OtherMark])
            if (answer.Text.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0)
                _leaks.Add($"{visitor.Who}: {method} {pattern} at {where} shows {answer.Text[Math.Max(0, at - 60)..Math.Min(answer.Text.Length, at + 20)].ReplaceLineEndings(" ")}");
    }

    /// <summary>What searches and pickers are asked for: the beginning of the place's name in letters.</summary>
    private static string Words(ScopePlace place) => place.Mark switch { ScopeSample.OwnMark => "?q=dl&words=dl&find=dl", ScopeSample.SiblingMark => "?q=xg&words=xg&find=xg", ScopeSample.ParentMark => "?q=zy&words=zy&find=zy", _ => "?q=nd&words=nd&find=nd" } + "&name=liaison";

    /// <summary>Parameters that are no record of a place.</summary>
    private string? Special(string before, string name) => name switch
    {
        "status" => "404",
        "id" when extras.TryGetValue(before, out var known) => known,
        "kind" => "people",
        "format" => "docx",
        "secret" => "none-has-this-secret",
        "file" or "job" or "rehearsal" or "grant" or "delegation" => Guid.Empty.ToString(),
        "id" when before is "jobs" or "accounts" or "audit" or "imports" or "reviews" or "sign-out" => Guid.Empty.ToString(),
        _ => null,
    };

    /// <summary>A spreadsheet or document is read as what stands in its parts.</summary>
    private static string Text(HttpResponseMessage response, byte[] body)
    {
        if (body is not [(byte)'P', (byte)'K', ..]) return Encoding.UTF8.GetString(body);
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(body));
        var text = new StringBuilder(response.Content.Headers.ContentType?.ToString());
        foreach (var entry in zip.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.Ordinal)))
        {
            using var part = new StreamReader(entry.Open());
            text.AppendLine(part.ReadToEnd());
        }
        return text.ToString();
    }

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}", RegexOptions.NonBacktracking)]
    private static partial Regex Id();

    /// <summary>What is different in every answer: ids, tokens, traces, the mark at the foot of a list that was taken. One pass: answers are many and long.</summary>
    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2} · [0-9a-f]{8}-[0-9a-f]{4}|CfDJ8[A-Za-z0-9_-]+|[0-9a-f]{32}", RegexOptions.NonBacktracking)]
    private static partial Regex Passing();

    private readonly record struct Answer(HttpStatusCode Status, string Text, string Headers)
    {
        /// <summary>All of it without what is different in every answer; made only where two are compared.</summary>
        public string Plain() => Passing().Replace($"{(int)Status}\n{Headers}\n\n{Text}", "*");
    }
}
