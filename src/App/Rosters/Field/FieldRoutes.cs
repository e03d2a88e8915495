using System.Buffers.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Rosters.Attending;
using Muster.Rosters.Field.Pages;

namespace Muster.Rosters.Field;

/// <summary>The page of somebody in the field, and what its script fetches while there is a network: the day, and what it signs and sends with.</summary>
internal static class FieldRoutes
{
    public static void Add(IServiceCollection services) => services.AddSingleton<FieldQueries>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/field", (HttpContext http, FieldQueries field, CancellationToken stop) => Show(http, field, [], null, stop), Policies.SignedIn);
        // The same page without anybody's data: what a phone keeps of it for when there is no network.
        routes.MapPage("/field/shell", (HttpContext http) =>
        {
            AllowPlace(http);
            return Html.Of<FieldPage>(new { Day = (FieldDay?)null, Asked = default(AskedPost) });
        }, Policies.Open);
        routes.MapForm("/field/check-in", CheckIn, Policies.SignedIn);
        routes.MapGet("/api/field/day", async (HttpContext http, FieldQueries field, CancellationToken stop) => Results.Json(await field.Day(Acting.Of(http).Id, stop), Desk.Json)).RequireAuthorization(Policies.SignedIn);
        routes.MapGet("/api/field/keys", (HttpContext http, IAntiforgery antiforgery, CheckInKeys keys) => Acting.StandingOf(http) is { } standing
            ? Results.Json(new FieldKeys(antiforgery.GetAndStoreTokens(http).RequestToken!, standing.SignedInId, standing.AccountId, Base64Url.EncodeToString(keys.OfDevice(standing.SignedInId))), Desk.Json)
            : Results.NotFound()).RequireAuthorization(Policies.SignedIn);
    }

    private static async Task<IResult> Show(HttpContext http, FieldQueries field, IReadOnlyList<Broken> broken, HeldFor? held, CancellationToken stop, bool unopened = false)
    {
        AllowPlace(http);
        var asked = new AskedPost(Guid.TryParse(http.Request.Query["at"], out var at) ? at : null, http.Request.Query["code"]);
        return Html.Of<FieldPage>(new { Day = await field.Day(Acting.Of(http).Id, stop), Asked = asked, Broken = broken, Held = held, Unopened = unopened }, broken.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    /// <summary>The browser then asks the person; the place itself stays on the phone.</summary>
    private static void AllowPlace(HttpContext http) => http.Response.Headers["Permissions-Policy"] = "camera=(), geolocation=(self), microphone=(), payment=(), usb=()";

    /// <summary>Without script the button is a form, and the server signs for the device with its own clock.</summary>
    private static async Task<IResult> CheckIn(HttpContext http, FieldQueries field, CheckInQueue queue, CheckInKeys keys, TimeProvider clock, CancellationToken stop)
    {
        var input = await FormInput.Read(http);
        var (post, code) = (Guid.TryParse(input["PostId"], out var at) ? (Guid?)at : null, input["Code"] is { Length: > 0 } typed ? typed : null);
        var act = new CheckIn(input["Kind"] == nameof(AttendanceKind.Out) ? AttendanceKind.Out : AttendanceKind.In, code is null ? AttendanceHow.Button : AttendanceHow.Code, clock.GetUtcNow(),
            Guid.TryParse(input["ShiftId"], out var shift) ? shift : null, code is null ? null : post, code, Device: Acting.StandingOf(http)?.SignedInId, Reason: input["Reason"]);
        if (await queue.Add([new Asked<CheckIn>(keys.Sign(input.WriteId.Value, act), input.WriteId, Acting.Of(http))]) is not [var answer]) return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        return answer.Outcome is { Reason: null, Unopened: false } ? Html.To(http, "/field") : await Show(http, field, answer.Broken, answer.Outcome?.Reason, stop, answer.Outcome is { Unopened: true });
    }
}

/// <summary>The post whose code was scanned to come here.</summary>
public readonly record struct AskedPost(Guid? Post, string? Code);
