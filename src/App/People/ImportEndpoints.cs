using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.People.Exporting;
using Muster.People.Import;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Importing;

namespace Muster.People;

/// <summary>Routes of imports and exports. Files go as they are in the body, not as forms.</summary>
internal static class ImportEndpoints
{
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/people/imports", Begin).RequireAuthorization(Policies.SignedInOrLocal);
        routes.MapGet("/api/people/imports", async (ImportQueries imports, HttpContext http) =>
            Results.Json(new { imports = await imports.Latest(stop: http.RequestAborted) }, Desk.Json)).RequireAuthorization(Policies.SignedInOrLocal);
        routes.MapGet("/api/people/imports/{id:guid}", async (Guid id, ImportQueries imports, HttpContext http) =>
            await imports.Find(id, http.RequestAborted) is { } found ? Results.Json(found, Desk.Json) : Results.NotFound()).RequireAuthorization(Policies.SignedInOrLocal);
        routes.MapGet("/api/people/imports/{id:guid}/refusals", async (Guid id, ImportQueries imports, HttpContext http) =>
        {
            var rows = await imports.Refused(id, take: PeopleImports.RefusalsMax, stop: http.RequestAborted);
            return Results.Json(new { refusals = rows.Select(r => new ImportRefusal(r.Sheet, r.Row, r.Cell, r.Code, r.En, r.Zh)) }, Desk.Json);
        }).RequireAuthorization(Policies.SignedInOrLocal);
        routes.MapGet("/api/people/dry-runs/{job:guid}/refusals", (Guid job, PeopleImports imports) =>
            Results.Json(new { refusals = imports.OfDryRun(job) }, Desk.Json)).RequireAuthorization(Policies.SignedInOrLocal);
        routes.MapGet("/api/people/imports/{id:guid}/refused.xlsx", async (Guid id, PeopleImports imports, ImportQueries queries, HttpContext http) =>
            await queries.Find(id, http.RequestAborted) is { } import
                ? await TableImportRoutes.Workbook(http, $"{Path.GetFileNameWithoutExtension(import.FileName)}-退回.xlsx", output => imports.WriteRefused(id, output, full: false, http.RequestAborted))
                : Results.NotFound()).RequireAuthorization(Policies.SignedInOrLocal);
        routes.MapPost("/api/people/imports/{id:guid}/refused.xlsx", async (Guid id, RefusedWhy asked, PeopleImports imports, ImportQueries queries, Desk desk, HttpContext http) =>
        {
            if (await queries.Find(id, http.RequestAborted) is not { } import) return Results.NotFound();
            try
            {
                return await InFull(import, asked.Reason, WriteId.New(), imports, desk, http);
            }
            catch (Refused refused)
            {
                return Results.Json(new { refused = refused.Rules }, Desk.Json, statusCode: StatusCodes.Status422UnprocessableEntity);
            }
        }).RequireAuthorization(Policies.SignedInOrLocal);
        routes.MapGet("/api/people/template.xlsx", (string? language, HttpContext http) => TableImportRoutes.Workbook(http, "人员导入模板.xlsx", output =>
        {
            PeopleTemplate.Write(output, language ?? "zh-CN", leaveOpen: true);
            return Task.CompletedTask;
        })).RequireAuthorization(Policies.SignedInOrLocal);
        routes.MapGet("/api/people/export.xlsx", async ([AsParameters] PeopleAddress address, bool? full, PeopleExport export, HttpContext http) => full == true
            ? Results.Json(new { refused = (Broken[])[ExportRules.TwoPeople] }, Desk.Json, statusCode: StatusCodes.Status422UnprocessableEntity)
            : await TakenList.Workbook(http, "人员.xlsx", (output, mark) => export.Write(address.Filter(), null, output, http.RequestAborted, mark)))
            .RequireAuthorization(Policies.SignedInOrLocal);
        routes.MapGet("/api/agencies/export.xlsx", (PeopleExport export, HttpContext http) =>
            TakenList.Workbook(http, "派出单位.xlsx", (output, mark) => export.WriteAgencies(output, mark, http.RequestAborted))).RequireAuthorization(Policies.SignedInOrLocal);
    }

    internal sealed record RefusedWhy(string Reason);

    /// <exception cref="Refused">No reason, or they were erased.</exception>
    internal static async Task<IResult> InFull(ImportView import, string reason, WriteId write, PeopleImports imports, Desk desk, HttpContext http)
    {
        await desk.Do(new TakeRefusedRows(import.Id, reason), write, Acting.Of(http), http.RequestAborted);
        return await TableImportRoutes.Workbook(http, $"{Path.GetFileNameWithoutExtension(import.FileName)}-退回.xlsx", output => imports.WriteRefused(import.Id, output, full: true, http.RequestAborted));
    }

    private static async Task<IResult> Begin(string name, bool? dryRun, Origin? origin, string? agency, Uploads uploads, PeopleImports imports, HttpContext http)
    {
        Uploads.Lift(http);
        return await Routes.Answer(async () =>
        {
            var actor = Acting.Of(http);
            var file = await uploads.Take(http.Request.Body, name, Permission.EditPeople, actor, http.RequestAborted);
            return new { job = await imports.Start(file, new FileChoices(origin, agency), dryRun ?? false, actor, http.RequestAborted) };
        });
    }
}
