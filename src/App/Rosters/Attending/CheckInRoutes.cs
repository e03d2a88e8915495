using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Rosters.Handover;

namespace Muster.Rosters.Attending;

/// <summary>A check-in as it is sent: with the id that the device made.</summary>
public sealed record SentCheckIn(Guid Id, AttendanceKind Kind, AttendanceHow How, DateTimeOffset DeviceAt, Guid? ShiftId = null, Guid? PostId = null, string? Code = null, int? Metres = null,
    Guid? PersonId = null, Guid? Device = null, string? Signature = null, string? Reason = null)
{
    public CheckIn Act => new(Kind, How, DeviceAt, ShiftId, PostId, Code, Metres, PersonId, Device, Signature, Reason);
}

/// <summary>The answer to one of them: what became of it, or the rules it breaks; the device may then forget it.</summary>
public sealed record AnsweredCheckIn(Guid Id, CheckedIn? Outcome, IReadOnlyList<Broken>? Refused);

/// <summary><c>POST /api/check-ins</c>: one, or a list of up to 200 in the order they were made.</summary>
internal static class CheckInRoutes
{
    public const int ItemsMax = 200;
    private const int RetryAfterSeconds = 2;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/check-ins", Take).RequireAuthorization(Policies.SignedIn);

    private static async Task Take(HttpContext http)
    {
        SentCheckIn[] sent;
        try
        {
            sent = await Read(http) ?? [];
        }
        catch (JsonException)
        {
            sent = [];
        }
        if (sent.Length is 0 or > ItemsMax || sent.Any(s => s.Id == Guid.Empty || s.Code?.Length > 12 || s.Signature?.Length > 64 || s.Reason?.Length > HandoverRules.TextMax))
        {
            await Say(http, StatusCodes.Status400BadRequest, new Broken("check-ins-unreadable", $"请求要有 1 到 {ItemsMax} 条签到，各有编号。", $"The request needs 1 to {ItemsMax} check-ins, each with its id."));
            return;
        }
        var actor = Acting.Of(http);
        if (await http.RequestServices.GetRequiredService<CheckInQueue>().Add([.. sent.Select(s => new Asked<CheckIn>(s.Act, new WriteId(s.Id), actor))]) is not { } answered)
        {
            http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await Say(http, StatusCodes.Status503ServiceUnavailable, new Broken("check-ins-busy", "签到的人太多，请稍候，手机会自动再发。", "Too many are checking in; the phone tries again by itself."));
            return;
        }
        var said = JsonSerializer.SerializeToUtf8Bytes(sent.Select((s, i) => new AnsweredCheckIn(s.Id, answered[i].Outcome, answered[i].Outcome is null ? answered[i].Broken : null)).ToArray(), Desk.Json);
        (http.Response.ContentType, http.Response.ContentLength) = ("application/json; charset=utf-8", said.Length);
        await http.Response.Body.WriteAsync(said);
    }

    private static async Task<SentCheckIn[]?> Read(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body, new JsonDocumentOptions { MaxDepth = 4 }, http.RequestAborted);
        return body.RootElement.ValueKind == JsonValueKind.Array ? body.Deserialize<SentCheckIn[]>(Desk.Json) : [body.Deserialize<SentCheckIn>(Desk.Json)!];
    }

    private static Task Say(HttpContext http, int status, Broken broken)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new { refused = (Broken[])[broken] }, Desk.Json);
    }
}
