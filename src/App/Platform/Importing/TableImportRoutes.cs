using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Importing.Pages;
using Muster.Platform.Jobs;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;

namespace Muster.Platform.Importing;

/// <summary>What a module says of an import of its own: its page and its route of the API.</summary>
/// <param name="Title">Keys of texts, as are the others.</param>
public sealed record TableImportPlace(string Page, string Api, string Nav, string Title, string About, string Hint);

/// <summary>The pages and routes of imports of tables; a module maps its own with <see cref="MapTableImport"/>.</summary>
public static class TableImportRoutes
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>GET and POST of the page with a file, and POST of the API with the file as the body, <c>?name=</c> and <c>&amp;dryRun=true</c>.</summary>
    /// <param name="make">Of the request's route (an emergency's id), the file's name and hash, and whether it is a dry run.</param>
    public static void MapTableImport(this IEndpointRouteBuilder routes, TableImportPlace place, Func<RouteValueDictionary, string, string, bool, ImportTable> make)
    {
        routes.MapPage(place.Page, (HttpContext http) => Page(place, http, FormInput.Blank()));
        routes.MapForm(place.Page, async (HttpContext http, TableImports imports) =>
        {
            var input = await FormInput.Read(http);
            try
            {
                if (input.Files is not [var file, ..]) throw new Refused("file-missing", "请选择文件。", "Choose a file.", "File");
                await using var stream = file.OpenReadStream();
                var job = await imports.Start(stream, file.FileName, (name, hash) => make(http.Request.RouteValues, name, hash, input["go"] == "try"), input.WriteId, Acting.Of(http), http.RequestAborted);
                return Html.To(http, $"/jobs/{job}");
            }
            catch (Refused refused)
            {
                return Page(place, http, input.With(refused.Rules), 422);
            }
        });
        routes.MapPost(place.Api, (string? name, bool? dryRun, HttpContext http, TableImports imports) => Routes.Answer(async () => new
        {
            job = await imports.Start(http.Request.Body, name ?? "table", (file, hash) => make(http.Request.RouteValues, file, hash, dryRun ?? false),
                Guid.TryParse(http.Request.Headers[Routes.WriteIdHeader], out var id) ? new WriteId(id) : WriteId.New(), Acting.Of(http), http.RequestAborted),
        })).RequireAuthorization(Policies.SignedInOrLocal);
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapForm("/imports/{rehearsal:guid}/carry", async (Guid rehearsal, HttpContext http, TableImports imports) =>
        {
            var input = await FormInput.Read(http);
            try
            {
                return Html.To(http, $"/jobs/{await imports.Carry(rehearsal, input.WriteId, Acting.Of(http))}");
            }
            catch (Refused)
            {
                return Html.To(http, $"/jobs/{rehearsal}");
            }
        });
        routes.MapPost("/api/imports/{rehearsal:guid}/carry", (Guid rehearsal, HttpContext http, TableImports imports) =>
            Routes.Answer(async () => new { job = await imports.Carry(rehearsal, WriteId.New(), Acting.Of(http)) })).RequireAuthorization(Policies.SignedInOrLocal);
        routes.MapGet("/api/imports/{job:guid}/refused.xlsx", async (Guid job, JobBoard jobs, HttpContext http) =>
        {
            var view = await jobs.Find(job, http.RequestAborted);
            if (TableImports.Report(view) is not { } report) return Results.NotFound();
            var scratch = ScratchFile.Create();
            TableImports.WriteRefused(report, scratch);
            scratch.Position = 0;
            http.Response.Headers.ContentDisposition = DownloadName.Header(Path.GetFileNameWithoutExtension(view!.Label) + "-退回.xlsx");
            http.Response.Headers.CacheControl = "no-store";
            return Results.Stream(scratch, Xlsx);
        }).RequireAuthorization(Policies.SignedInOrLocal);
    }

    private static IResult Page(TableImportPlace place, HttpContext http, FormInput input, int status = 200) =>
        Html.Of<TableImportPage>(new { Input = input, Place = place, Address = http.Request.Path.Value! }, status);
}
