using System.Text.Json;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Muster.Platform.Doors;

/// <summary>
/// Takes what browsers report against the content policy (report-to and report-uri) and logs which rule was broken by what kind of thing. Anybody may send
/// one, so a report is small, few are read in a minute, and nothing of it is logged that a sender could choose freely: no address, no id, no sample.
/// It stands before the routes: a browser's report carries no token of a page and changes nothing.
/// </summary>
public static partial class PolicyReports
{
    public const string Path = "/policy-reports";

    public const int BytesMost = 16 << 10, PerMinute = 60, TogetherMost = 20;

    /// <summary>Keywords that stand for what was blocked; any other thing is an address.</summary>
    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal) { "inline", "eval", "wasm-eval", "self", "data", "blob", "trusted-types-policy", "trusted-types-sink" };

    internal static void Add(IServiceCollection services) => services.AddKeyedSingleton<RateLimiter>(Path, (_, _) => new FixedWindowRateLimiter(new() { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    internal static void UsePolicyReports(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (http.Request.Path != Path) await next(http);
        else if (!HttpMethods.IsPost(http.Request.Method)) http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        else http.Response.StatusCode = await Take(http);
    });

    private static async Task<int> Take(HttpContext http)
    {
        using var turn = http.RequestServices.GetRequiredKeyedService<RateLimiter>(Path).AttemptAcquire();
        if (!turn.IsAcquired) return StatusCodes.Status429TooManyRequests;
        if (http.Request.ContentType?.Split(';')[0].Trim() is not ("application/csp-report" or "application/reports+json")) return StatusCodes.Status415UnsupportedMediaType;
        var (body, read) = (new byte[BytesMost + 1], 0);
        while (read < body.Length && await http.Request.Body.ReadAsync(body.AsMemory(read), http.RequestAborted) is > 0 and var more) read += more;
        if (read > BytesMost) return StatusCodes.Status413PayloadTooLarge;
        try
        {
            using var json = JsonDocument.Parse(body.AsMemory(0, read), new JsonDocumentOptions { MaxDepth = 8 });
            var log = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(PolicyReports).FullName!);
            foreach (var (rule, blocked) in Of(json.RootElement).Take(TogetherMost)) Broken(log, rule, blocked);
            return StatusCodes.Status204NoContent;
        }
        catch (JsonException)
        {
            return StatusCodes.Status400BadRequest;
        }
    }

    /// <summary>Which rule, and what kind of thing broke it; both words of the policy's own, never the sender's. Pure.</summary>
    public static IEnumerable<(string Rule, string Blocked)> Of(JsonElement report) => report.ValueKind switch
    {
        JsonValueKind.Array => report.EnumerateArray().Where(r => Text(r, "type") == "csp-violation" && r.TryGetProperty("body", out _)).Select(r => One(r.GetProperty("body"), "effectiveDirective", "blockedURL")),
        JsonValueKind.Object when report.TryGetProperty("csp-report", out var one) => [One(one, one.TryGetProperty("effective-directive", out _) ? "effective-directive" : "violated-directive", "blocked-uri")],
        _ => [],
    };

    private static (string, string) One(JsonElement body, string rule, string blocked)
    {
        var directive = Text(body, rule).Split(' ')[0];
        var thing = Text(body, blocked);
        return (directive.Length is > 0 and <= 32 && directive.All(c => char.IsAsciiLetterLower(c) || c == '-') ? directive : "unknown", Kinds.Contains(thing) ? thing : "address");
    }

    private static string Text(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    [LoggerMessage(Level = LogLevel.Warning, Message = "A browser reports that {Rule} of the content policy forbade: {Blocked}. Maybe an extension of the browser; if it goes on, a page of ours is wrong or something was put into one.")]
    private static partial void Broken(ILogger log, string rule, string blocked);
}
