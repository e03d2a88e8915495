using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Emergencies;
using Muster.Organisation.Continuity;
using Muster.People;
using Muster.People.Exporting;
using Muster.People.Unmasking;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Privacy.Destroying;
using Muster.Platform.Storage;
using Muster.Rehearsal.Scopes;
using Muster.Rosters;
using Muster.Rosters.Leaving;
using Muster.Rosters.Patterns;
using Muster.Rosters.Posts;
using Muster.Rosters.Rotation;
using Muster.Territory;

namespace Muster.Rehearsal.Crawl;

/// <summary>What a crawl saw.</summary>
/// <param name="Responses">Answers that were searched, refusals and errors included.</param>
/// <param name="Leaks">Fields seen where the catalogue does not let them be seen, counted once per role and route.</param>
/// <param name="Found">Each leak: who, route, field.</param>
/// <param name="Routes">GET routes of the endpoint table.</param>
/// <param name="Unanswered">Routes that answered nobody with 200: their contents were not seen.</param>
/// <param name="LogLines">Lines of the log, of every level, that were searched.</param>
/// <param name="Canaries">Values that were looked for; <paramref name="Unplanted"/> are the fields without one.</param>
public sealed record CrawlReport(int Responses, int Leaks, IReadOnlyList<string> Found, int Routes, IReadOnlyList<string> Unanswered, long LogLines, int Canaries, IReadOnlyList<string> Unplanted);

/// <summary>
/// Opens every GET route of the program as each role, on an invented sample with a value of its own in each personal field, and searches what comes:
/// pages, answers to programs, files unpacked, errors, and the log of all of it.
/// </summary>
public sealed partial class PrivacyCrawl(IServiceProvider services, Uri address, LogWatch log)
{
    private static readonly Role[] Visitors = [Role.Organiser, Role.Reader, Role.Inspector, Role.SystemAdministrator, Role.SecurityAdministrator, Role.AuditAdministrator];
    private static readonly Actor Maker = Actor.System("privacy crawl");

    private readonly Dictionary<string, HashSet<string>> _ids = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _found = new(StringComparer.Ordinal);
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private int _responses;

    /// <param name="spoil">Run when the values are planted and before anything is opened; a test plants its leaks here.</param>
    /// <param name="only">Which routes are opened; all when none are named.</param>
    public async Task<CrawlReport> Run(CancellationToken stop, Func<Task>? spoil = null, params IReadOnlyList<string> only)
    {
        var sample = new ScopeSample(services);
        await sample.Make(stop);
        await Visitor.AskNoSecondFactor(services, stop);
        var visitors = new List<Visitor?> { null };
        foreach (var role in Visitors) visitors.Add(await Visitor.Make(services, role.ToString(), role, stop: stop));
        await Do(new AddAccount(Canaries.Watched, "nobody yet"), stop);
        await Do(new GiveSkill(sample.Own.Person, "急救", "手工"), stop);
        await Do(new AddLimit(sample.Own.Person, new LimitFields(LimitKind.NoNights, Note: "说明")), stop);
        await Do(new AddHistory(sample.Own.Person, HistoryKinds.Remark, "说明"), stop);
        await Do(new UnmaskPerson(sample.Own.Person, "样例查看"), stop);
        Know("exports", (await Do(new AskExport(new PeopleFilter(), "样例导出"), stop)).ToString());
        await Do(new SetPostTimes(sample.Own.Post, "夜班 00:00-08:00"), stop);
        var today = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        foreach (var roster in await Do(new MakeRosters(sample.Own.Emergency, today.AddDays(2), 3), stop)) Know("rosters", roster.ToString());
        Know("leave", (await Do(new AskLeave(sample.Own.Person, today.AddDays(2), 1, LeaveKind.Personal, "样例请假"), stop)).ToString());
        Know("rotations", (await Do(new MakeRotation(sample.Own.Emergency, sample.Own.Area, today.AddDays(30), RotationBy.Agency), stop)).ToString());
        Know("patterns", (await Do(new KeepPattern("样例班制", "夜班 00:00-08:00"), stop)).ToString());
        var over = await Do(new OpenEmergency("样例结束", EmergencyKind.Urgent, "样〔2026〕9号", sample.Sibling.Area, AreaLevel.Community), stop);
        await Do(new CloseEmergency(over, "样例结束"), stop);
        Know("destructions", (await Do(new AskDestruction(DestructionKind.Emergency, over, "样例销毁"), stop)).ToString());
        Know("losses", (await Do(new LosePeople([await Do(new AddPerson(new PersonFields { Name = "减员样例", AgencyId = sample.Sibling.Agency }), stop)], "样例减员"), stop)).LossId.ToString());
        foreach (var (before, id) in sample.Own.Records) Know(before, id.ToString());
        var member = await Visitor.Make(services, nameof(Role.Member), Role.Member, agency: sample.Own.Agency, stop: stop);
        visitors.Add(member);
        await KnowIds(stop);
        await using (var store = await services.GetRequiredService<Stores>().Open(stop))
        {
            await store.Sql.Run("insert into person_identity (person_id) select id from person where id not in (select person_id from person_identity)", stop);
            await store.Sql.Run("update account set person_id = @p where name = @m", stop, ("@p", sample.Own.Person), ("@m", member.Name));
        }
        var contact = await One("select h.person_id from seat_holding h where h.seat_id = @s and h.ends_at is null", ("@s", sample.Own.Seat), stop);
        var link = await One("select id from personal_link where person_id = @p and revoked_at is null", ("@p", sample.Own.Person), stop);
        var canaries = new Canaries(services);
        Know("me", await canaries.Plant(sample.Own.Person, contact, link, stop));
        foreach (var spent in (string[])["activate", "set-up"]) Know(spent, "used-up");
        if (spoil is not null) await spoil();
        log.Watch(canaries.All);
        var routes = Routes().FindAll(r => only.Count == 0 || only.Contains(r));
        foreach (var visitor in visitors)
        {
            using var browser = visitor is null ? Visitor.Stranger(address) : await visitor.SignIn(address, stop);
            await Visit(browser, visitor?.Name ?? CrawlRules.Stranger, routes, canaries.All, stop);
        }
        foreach (var field in log.Seen) _found.Add($"log: {field}");
        return new CrawlReport(_responses, _found.Count, [.. _found], routes.Count, [.. routes.Where(r => !_answered.Contains(r))], log.Lines, canaries.All.Count, canaries.Unplanted);
    }

    private List<string> Routes() => RoutesOf(services.GetRequiredService<EndpointDataSource>());

    /// <summary>Each GET route of the program, constraints taken off.</summary>
    public static List<string> RoutesOf(EndpointDataSource endpoints) => [.. endpoints.Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is null && e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
        .Select(e => Constraint().Replace("/" + e.RoutePattern.RawText!.TrimStart('/'), "}")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private async Task Visit(HttpClient browser, string role, List<string> routes, IReadOnlyList<Canary> canaries, CancellationToken stop)
    {
        foreach (var route in routes.Append("/no-such-page").Append("/people/nobody"))
            foreach (var path in Paths(route).Take(role == nameof(Role.Organiser) ? 6 : 2))
            {
                // A PDF is printed from the same page by another program, for seconds each; the page itself is opened.
                if (path.EndsWith(".pdf", StringComparison.Ordinal)) continue;
                using var answer = await Get(browser, path, stop);
                _responses++;
                if (answer.IsSuccessStatusCode) _answered.Add(route);
                var text = await Text(answer, stop);
                foreach (var canary in canaries)
                    if (text.Contains(canary.Value, StringComparison.Ordinal) && !CrawlRules.May(canary, role, route)) _found.Add($"{role} GET {route}: {canary.Field.Name}");
            }
    }

    private static async Task<HttpResponseMessage> Get(HttpClient browser, string path, CancellationToken stop)
    {
        while (true)
        {
            var answer = await browser.GetAsync(path, stop);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests) return answer;
            answer.Dispose();
            await Task.Delay(500, stop);
        }
    }

    /// <summary>Headers and body; a spreadsheet or document unpacked.</summary>
    internal static async Task<string> Text(HttpResponseMessage answer, CancellationToken stop)
    {
        var text = new StringBuilder(answer.Headers.ToString()).Append(Uri.UnescapeDataString(answer.Content.Headers.ToString()));
        var bytes = await answer.Content.ReadAsByteArrayAsync(stop);
        if (bytes is not [(byte)'P', (byte)'K', ..]) return text.Append(Encoding.UTF8.GetString(bytes)).ToString();
        using var zip = new ZipArchive(new MemoryStream(bytes));
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            text.Append(await reader.ReadToEndAsync(stop));
        }
        return text.ToString();
    }

    /// <summary>The addresses of a route, with what is known of each of its places; none where one has no value.</summary>
    private IEnumerable<string> Paths(string route)
    {
        IEnumerable<string> paths = [""];
        var before = "";
        foreach (var part in route.Split('/').Skip(1))
        {
            var kind = before;
            paths = Place().IsMatch(part) ? [.. paths.SelectMany(p => Values(part, kind).Select(v => $"{p}/{v}"))] : [.. paths.Select(p => $"{p}/{part}")];
            before = part;
        }
        return route switch
        {
            "/field/swaps/new" => _ids["shift"].Select(shift => $"{route}?shift={shift}"),
            "/kits/of" => [route + "?kind=" + Uri.EscapeDataString("值守")],
            _ => paths,
        };
    }

    private IEnumerable<string> Values(string part, string before)
    {
        var name = Place().Match(part).Groups[1].Value;
        IEnumerable<string> known = part switch
        {
            "{kind}.{format}" => ["people.docx", "posts.docx", "order.docx", "plan.xlsx"],
            "{code}" => ["403", "404", "500"],
            _ => _ids.GetValueOrDefault(name == "id" || !_ids.ContainsKey(name) ? before : name) ?? [],
        };
        return known.Take(4);
    }

    private async Task KnowIds(CancellationToken stop)
    {
        await using var store = await services.GetRequiredService<Stores>().Open(stop);
        foreach (var (places, table) in (( string[], string)[])[(["people", "person"], "person"), (["areas", "area"], "area"), (["posts", "post", "place"], "post"), (["agencies", "agency"], "agency"),
            (["emergencies", "emergency", "e"], "emergency"), (["plans", "plan"], "plan"), (["formation"], "formation"), (["seats", "seat"], "seat"), (["cards"], "card"), (["accounts"], "account"), (["audit"], "audit_entry"), (["jobs", "job", "run"], "job_run")])
            foreach (var id in await store.Sql.List($"select id from {table} order by id {(table == "card" ? "desc" : "")} limit 4", row => row.Guid(0), stop))
                foreach (var place in places) Know(place, id.ToString());
    }

    private void Know(string place, string id)
    {
        if (!_ids.TryGetValue(place, out var known)) _ids[place] = known = [];
        known.Add(id);
    }

    private async Task<Guid> One(string query, (string, object?) value, CancellationToken stop)
    {
        await using var store = await services.GetRequiredService<Stores>().Open(stop);
        return await store.Sql.First(query, row => row.Guid(0), stop, value);
    }

    private Task<T> Do<T>(Act<T> act, CancellationToken stop) where T : notnull => services.GetRequiredService<Desk>().Do(act, WriteId.New(), Maker, stop);

    [GeneratedRegex(@"(:[^}/]+|\?)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Constraint();

    [GeneratedRegex(@"\{(\w+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}
