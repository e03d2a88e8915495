using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Changing;
using Muster.Rosters.Leaving.Pages;
using Muster.Rosters.Patterns;

namespace Muster.Rosters.Leaving;

/// <summary>Leave: the list, asking, answering, and covering the turns that it opened.</summary>
internal static class LeavePages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<AskLeave, Guid>();
        routes.MapAct<AnswerLeave, int>();
        OwnLeavePages.Map(routes);
        routes.MapPage("/leave", async (HttpRequest request, LeaveQueries leave, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            return Html.Of<LeaveListPage>(new { Ask = ask, List = await leave.Page(ask, stop) });
        });
        routes.MapPage("/leave/export", Export);
        routes.MapPage("/leave/new", (TimeProvider clock) => Html.Of<NewLeavePage>(new { Input = FormInput.Blank(("StartsOn", WorkDays.Of(clock.GetUtcNow())), ("Days", 1), ("Kind", LeaveKind.Personal)) }));
        routes.MapForm("/leave/new", async (HttpContext http, Posting posting, Viewing view) =>
            await posting.Do<AskLeave, Guid>(await FormInput.Read(http), id => posting.To($"/leave/{id}", view.Tongue["leave.asked"]), input => Task.FromResult<IResult>(Html.Of<NewLeavePage>(new { Input = input }, 422))));
        routes.MapPage("/leave/{id:guid}", async (Guid id, HttpContext http, LeaveQueries leave) => await Show(id, http, leave, FormInput.Blank()));
        routes.MapForm("/leave/{id:guid}/answer", async (Guid id, HttpContext http, LeaveQueries leave, Posting posting, Viewing view) =>
        {
            var (input, t) = (await FormInput.Read(http), view.Tongue);
            return await posting.Do(new AnswerLeave(id, input["go"] == "grant", input["Answer"] ?? ""), input, opened => posting.To($"/leave/{id}", t["leave.answered", t.Number(opened)]), again => Show(id, http, leave, again));
        });
        routes.MapForm("/leave/{id:guid}/cover", async (Guid id, HttpContext http, LeaveQueries leave, Posting posting, Viewing view) =>
            await posting.Do<AssignShift, Guid>(await FormInput.Read(http), _ => posting.To($"/leave/{id}", view.Tongue["board.saved"]), again => Show(id, http, leave, again)));
        routes.MapGet("/api/leave", async (HttpRequest request, LeaveQueries leave, CancellationToken stop) => Results.Json(await leave.Page(TableAsk.Of(request), stop), Desk.Json)).RequireAuthorization(Policies.Field);
        routes.MapGet("/api/leave/{id:guid}/cover", async (Guid id, LeaveQueries leave, CancellationToken stop) =>
            await leave.Of(id, stop) is { } line ? Results.Json(await leave.ToCover(line, stop), Desk.Json) : Results.NotFound()).RequireAuthorization(Policies.Field);
    }

    private static async Task<IResult> Show(Guid id, HttpContext http, LeaveQueries leave, FormInput input) => await leave.Of(id, http.RequestAborted) is { } line
        ? Html.Of<OneLeavePage>(new { Leave = Answering.By(http) ? line : line.WithoutWhy(), Turns = line.State == LeaveState.Granted ? await leave.ToCover(line, http.RequestAborted) : [], Input = input }, input.Broken.Count > 0 ? 422 : 200) : Results.NotFound();

    private static Task Export(HttpContext http, LeaveQueries leave, Viewing view)
    {
        var t = view.Tongue;
        return Spreadsheet.Send(http, t["leave.title"], async sheet =>
        {
            sheet.BeginSheet(t["leave.title"], [new(t["board.person"], 14), new(t["leave.from"], 14), new(t["leave.to"], 14), new(t["leave.kind"], 12), new(t["leave.state"], 12)]);
            await foreach (var l in leave.Everything(TableAsk.Of(http.Request), http.RequestAborted))
                sheet.Row(l.Person, l.StartsOn, l.EndsOn.AddDays(-1), t.Of(l.Kind), t.Of(l.State));
        });
    }
}
