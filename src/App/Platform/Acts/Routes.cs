using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Identity;

namespace Muster.Platform.Acts;

/// <summary>How acts become HTTP: one route each, POST, the act's properties as JSON, the write id in a header.</summary>
public static class Routes
{
    public const string WriteIdHeader = "Muster-Write-Id";

    /// <summary>
    /// Maps <c>POST /api/acts/{act-name}</c>. Answers 200 <c>{"outcome": …}</c>, 422 with every broken rule, or 400 without a write id.
    /// </summary>
    public static IEndpointConventionBuilder MapAct<TAct, T>(this IEndpointRouteBuilder routes) where TAct : Act<T> where T : notnull =>
        routes.MapPost("/api/acts/" + Storage.Naming.Kebab(typeof(TAct).Name), async (TAct act, HttpContext http, Desk desk) =>
        {
            if (!Guid.TryParse(http.Request.Headers[WriteIdHeader], out var writeId))
                return Results.Json(new { refused = (Broken[])[new("write-id-missing", $"请求缺少 {WriteIdHeader}。",
                    $"The request needs a {WriteIdHeader} header: a UUID made by the caller, the same for every repeat.")] }, Desk.Json, statusCode: 400);
            return await Answer(async () => new { outcome = await desk.Do(act, new WriteId(writeId), Acting.Of(http), http.RequestAborted) });
        }).WithName(typeof(TAct).Name).RequireAuthorization(Policies.SignedIn);

    /// <summary>Runs something that may be refused and answers 200 with its result or 422 with the reasons.</summary>
    public static async Task<IResult> Answer<T>(Func<Task<T>> work)
    {
        try
        {
            return Results.Json(await work(), Desk.Json);
        }
        catch (Refused refused)
        {
            return Results.Json(new { refused = refused.Rules }, Desk.Json, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }
}
