using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Jobs;
using Muster.Territory.Loading;

namespace Muster.Territory;

/// <summary>The module's HTTP API.</summary>
internal static class TerritoryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<AddArea, Guid>();
        routes.MapAct<RenameArea, Guid>();
        routes.MapAct<MoveArea, Guid>();
        routes.MapAct<SplitArea, IReadOnlyList<Guid>>();
        routes.MapAct<MergeAreas, Guid>();
        routes.MapAct<CloseArea, Guid>();
        routes.MapAct<SetAreaFacts, int>();
        routes.MapAct<AddPost, Guid>();
        routes.MapAct<ChangePost, int>();
        routes.MapAct<ClosePost, Guid>();
        routes.MapPost("/api/areas/load", Load).WithName(nameof(LoadAreas)).RequireAuthorization(Policies.SignedInOrLocal);

        routes.MapGet("/api/areas", async (AreaQueries areas, HttpContext http, string? q, AreaLevel? level, string? under, string? after, int? size, bool? closed) =>
            Json(await areas.Find(new AreaSearch(q, level, under ?? "", after, size ?? 50, closed ?? false), http.RequestAborted)))
            .RequireAuthorization(Policies.Field);
        routes.MapGet("/api/areas/{id:guid}", async (Guid id, AreaQueries areas, HttpContext http) =>
            await areas.Show(id, http.RequestAborted) is { } view ? Json(view) : Results.NotFound()).RequireAuthorization(Policies.Field);
        routes.MapGet("/api/areas/code/{code}", async (string code, AreaQueries areas, HttpContext http) =>
            await areas.ByCode(code, http.RequestAborted) is { } area ? Json(await areas.Show(area.Id, http.RequestAborted)) : Results.NotFound())
            .RequireAuthorization(Policies.Field);
        routes.MapGet("/api/areas/children", async (Guid? of, string? after, int? size, AreaQueries areas, HttpContext http) =>
            Json(await areas.Children(of, after, Math.Clamp(size ?? 200, 1, 1000), http.RequestAborted))).RequireAuthorization(Policies.Field);
    }

    /// <summary>Loading takes long enough for a job: answers its id, or 422 at once where the codes are wrong.</summary>
    private static Task<IResult> Load(LoadAreas load, HttpContext http, JobBoard jobs, Desk desk) => Routes.Answer(async () =>
    {
        if (!load.Nation) Refused.Where(RegisterChoice.Rules(load.Codes));
        var actor = Acting.Of(http);
        var write = Guid.TryParse(http.Request.Headers[Routes.WriteIdHeader], out var id) ? new WriteId(id) : WriteId.New();
        var label = load.Nation ? "全国" : string.Join(' ', load.Codes);
        var job = await jobs.Start(nameof(LoadAreas), label, actor, async (progress, stop) => await desk.Do(load with { Progress = progress }, write, actor, stop));
        return new { job };
    });

    private static IResult Json(object? value) => Results.Json(value, Desk.Json);
}
