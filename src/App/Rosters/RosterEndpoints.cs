using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Optimiser.Rostering;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Changing;
using Muster.Rosters.Filling;

namespace Muster.Rosters;

/// <summary>What to fill: rosters by id, or every draft of an emergency.</summary>
public sealed record FillAsked(IReadOnlyList<Guid>? Rosters = null, Guid? EmergencyId = null, long? Steps = null, double? Seconds = null, long Seed = 1);

/// <summary>The HTTP API of rosters.</summary>
internal static class RosterEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<MakeRosters, IReadOnlyList<Guid>>();
        routes.MapAct<DiscardRoster, Guid>();
        routes.MapAct<PublishRosters, RostersPublished>();
        routes.MapAct<AssignShift, Guid>();
        routes.MapAct<GiveTurn, Guid>();
        routes.MapAct<LockShifts, int>();
        var api = routes.MapGroup("/api/rosters").RequireAuthorization(Policies.Field);
        api.MapGet("/", async (HttpRequest request, RosterQueries rosters, CancellationToken stop) => Results.Json(await rosters.Page(TableAsk.Of(request), stop), Desk.Json));
        api.MapGet("/of/{emergency:guid}", async (Guid emergency, RosterQueries rosters, CancellationToken stop) => Results.Json(await rosters.OfEmergency(emergency, null, stop), Desk.Json));
        api.MapGet("/{id:guid}", async (Guid id, RosterQueries rosters, CancellationToken stop) => await rosters.Of(id, stop) is { } line ? Results.Json(line, Desk.Json) : Results.NotFound());
        api.MapGet("/{id:guid}/shifts", async (Guid id, RosterQueries rosters, CancellationToken stop) => Results.Json(await rosters.Shifts(id, stop), Desk.Json));
        api.MapGet("/{id:guid}/check", async (Guid id, RosterQueries rosters, CancellationToken stop) =>
            await rosters.Ground(id, stop) is { } ground ? Results.Json(RosterCheck.Of(ground), Desk.Json) : Results.NotFound());
        api.MapGet("/{id:guid}/problem", async (Guid id, RosterQueries rosters, CancellationToken stop) =>
        {
            if (await rosters.Ground(id, stop) is not { } ground) return Results.NotFound();
            using var file = new MemoryStream();
            RosterProblemFile.Write(new GroundProblem(ground).Problem, file);
            return Results.Bytes(file.ToArray(), "application/json");
        });
        api.MapPost("/fill", (FillAsked asked, HttpContext http, RosterQueries rosters, FillRosters fill, CancellationToken stop) => Routes.Answer(async () =>
        {
            var ids = asked.EmergencyId is { } e ? [.. (await rosters.OfEmergency(e, RosterState.Draft, stop)).Select(r => r.Id)] : asked.Rosters ?? [];
            return new
            {
                job = await fill.Start(ids, new FillOptions(asked.Steps, asked.Seconds, asked.Seed), Acting.Of(http),
                    Guid.TryParse(http.Request.Headers[Routes.WriteIdHeader], out var id) ? new WriteId(id) : WriteId.New(), stop),
            };
        }));
    }
}
