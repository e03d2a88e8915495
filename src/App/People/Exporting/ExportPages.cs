using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.People.Exporting.Pages;
using Muster.People.Pages;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Importing;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.People.Exporting;

/// <summary>Asking for a list with numbers in full, deciding on it, fetching it.</summary>
internal static class ExportPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/people/exports", async (ExportQueries exports, HttpContext http) =>
            Html.Of<ExportsPage>(new { Ask = TableAsk.Of(http.Request), List = TablePage<PeopleExportAsked>.Whole(await exports.Latest(http.RequestAborted)), exports.Now }));
        routes.MapPage("/people/exports/new", (HttpContext http, PeopleQueries people) => New(http, FormInput.Blank(("query", http.Request.QueryString.Value)), people, 200));
        routes.MapForm("/people/exports/new", async (HttpContext http, Posting posting, PeopleQueries people, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            return await posting.Do(new AskExport(PeoplePages.Filter(Selection.Of(input, "/people").Ask), input["Reason"] ?? ""), input,
                id => posting.To($"/people/exports/{id}", view.Tongue["exports.asked"]), again => New(http, again, people, 422));
        });
        routes.MapPage("/people/exports/{id:guid}", (Guid id, HttpContext http, ExportQueries exports, Viewing view) => Show(id, http, FormInput.Blank(), exports, view, 200));
        routes.MapForm("/people/exports/{id:guid}/decide", async (Guid id, HttpContext http, Posting posting, ExportQueries exports, Viewing view) =>
            await posting.Do<DecideExport, DateTimeOffset>(await FormInput.Read(http), _ => posting.To($"/people/exports/{id}", view.Tongue["exports.decided"]),
                again => Show(id, http, again, exports, view, 422), ("Id", id)));
        // A download changes something, the count and the trail, so it is a form.
        routes.MapForm("/people/exports/{id:guid}/file", async (Guid id, HttpContext http, Posting posting, ExportQueries exports, PeopleExport export, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            try
            {
                return await File(id, input.WriteId, http, exports, export);
            }
            catch (Refused refused)
            {
                return await Show(id, http, input.With(refused.Rules), exports, view, 422);
            }
        });
        routes.MapPost("/api/people/exports/{id:guid}/file.xlsx", async (Guid id, HttpContext http, ExportQueries exports, PeopleExport export) =>
        {
            try
            {
                return await File(id, WriteId.New(), http, exports, export);
            }
            catch (Refused refused)
            {
                return Results.Json(new { refused = refused.Rules }, Desk.Json, statusCode: StatusCodes.Status422UnprocessableEntity);
            }
        }).RequireAuthorization(Policies.SignedInOrLocal);
        routes.MapGet("/api/people/exports", async (ExportQueries exports, HttpContext http) => Results.Json(new
        {
            exports = (await exports.Latest(http.RequestAborted)).Select(e => new { e.Id, e.People, e.Reason, e.AskedBy, e.AskedAt, e.DecidedBy, e.DecidedAt, State = e.State(exports.Now), e.EndsAt, e.Taken }),
        }, Desk.Json)).RequireAuthorization(Policies.SignedInOrLocal);
    }

    private static async Task<IResult> New(HttpContext http, FormInput input, PeopleQueries people, int status)
    {
        var filter = PeoplePages.Filter(Selection.Of(input, "/people").Ask);
        return Html.Of<AskExportPage>(new { Input = input, People = await people.Count(filter, stop: http.RequestAborted), Whole = filter.IsEveryone }, status);
    }

    private static async Task<IResult> Show(Guid id, HttpContext http, FormInput input, ExportQueries exports, Viewing view, int status) =>
        await exports.Find(id, http.RequestAborted) is { } asked
            ? Html.Of<ExportPage>(new { Asked = asked, State = asked.State(exports.Now), Own = asked.AskedBy == view.Actor.Name, May = view.Actor.May(Permission.ReadPeople), Others = await exports.OthersWhoMay(asked.AskedBy, http.RequestAborted), Input = input }, status)
            : Results.NotFound();

    private static async Task<IResult> File(Guid id, WriteId writeId, HttpContext http, ExportQueries exports, PeopleExport export)
    {
        var (actor, desk) = (Acting.Of(http), (Desk)http.RequestServices.GetService(typeof(Desk))!);
        await desk.Do(new TakeExport(id), writeId, actor, http.RequestAborted);
        var asked = await exports.Find(id, http.RequestAborted);
        return await TableImportRoutes.Workbook(http, $"人员（完整）-{actor.Name}.xlsx",
            output => export.Write(ExportQueries.FilterOf(asked!), new Watermark(actor.Name, exports.Now, id), output, http.RequestAborted));
    }
}
