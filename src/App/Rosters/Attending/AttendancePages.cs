using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Attending.Pages;
using Muster.Rosters.Opening;
using Muster.Rosters.Posts;

namespace Muster.Rosters.Attending;

/// <summary>The host's page: who is here now, the roll call of a relief, and what was held.</summary>
internal static class AttendancePages
{
    private const int HeldMax = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/attendance", (HttpContext http, AttendanceQueries attendance, CancellationToken stop) => Show(http, attendance, FormInput.Blank(), 200, stop));
        routes.MapPage("/attendance/export", Export);
        routes.MapForm("/attendance/roll", Call);
        routes.MapForm("/attendance/{id:guid}/answer", async (Guid id, HttpContext http, Posting posting, AttendanceQueries attendance, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            return await posting.Do(new AnswerAttendance(id, input["Counts"] == "yes", input["Answer"] ?? ""), input, _ => posting.To("/attendance", view.Tongue["attendance.answered"]), again => Show(http, attendance, again, 422, http.RequestAborted));
        });
        routes.MapAct<AnswerAttendance, string>();
        routes.MapPage("/posts/{id:guid}/code", async (Guid id, HttpRequest request, PostTimeQueries posts, CheckInKeys keys, CancellationToken stop) => await posts.Of(id, stop) is { } post
            ? Html.Of<PostCodePage>(new { Post = post, Code = keys.CodeOf(id), Link = $"{request.Scheme}://{request.Host}/field?at={id}&code={keys.CodeOf(id)}" })
            : Results.NotFound());
        routes.MapGet("/api/attendance", async (HttpRequest request, AttendanceQueries attendance, CancellationToken stop) => Results.Json(await attendance.Page(TableAsk.Of(request), stop), Desk.Json)).RequireAuthorization(Policies.Field);
    }

    private static async Task<IResult> Show(HttpContext http, AttendanceQueries attendance, FormInput input, int status, CancellationToken stop)
    {
        var ask = TableAsk.Of(http.Request);
        var (list, openings) = (await attendance.Page(ask, stop), http.RequestServices.GetRequiredService<OpeningQueries>());
        return Html.Of<AttendancePage>(new
        {
            Ask = ask, List = list, Counts = await attendance.Counts(stop), Held = await attendance.Held(HeldMax, stop), Input = input,
            Stands = await openings.Of(list.Rows.Select(r => r.PostId).Distinct(), stop), Unopened = await openings.UnopenedNow(stop),
        }, status);
    }

    /// <summary>The ticked turns, as far as nobody came to them yet, in the caller's name.</summary>
    private static async Task<IResult> Call(HttpContext http, AttendanceQueries attendance, CheckInQueue queue, CheckInKeys keys, TimeProvider clock, Viewing view, CancellationToken stop)
    {
        var selection = Selection.Of(await FormInput.Read(http), "/attendance");
        var missing = await attendance.Missing(selection.Ids, stop);
        var (actor, device, now) = (Acting.Of(http), Acting.StandingOf(http)?.SignedInId, clock.GetUtcNow());
        var asked = missing.Select(turn =>
        {
            var id = WriteId.New();
            return new Asked<CheckIn>(keys.Sign(id.Value, new CheckIn(AttendanceKind.In, AttendanceHow.RollCall, now, turn.Id, PersonId: turn.PersonId, Device: device)), id, actor);
        }).ToList();
        if (asked.Count == 0) return Html.To(http, "/attendance", view.Tongue["attendance.roll.none"], FlashKind.Warning);
        if (await queue.Add(asked) is not { } answers) return Html.To(http, "/attendance", view.Tongue["attendance.busy"], FlashKind.Warning);
        var good = answers.Count(a => a.Outcome is not null);
        var said = view.Tongue["attendance.rolled", good] + string.Concat(answers.SelectMany(a => a.Broken).Select(b => " " + b.In(view.Tongue.Code)).Distinct(StringComparer.Ordinal));
        var unopened = answers.Any(a => a.Outcome is { Unopened: true });
        return Html.To(http, "/attendance", unopened ? said + view.Tongue["attendance.unopened"] : said, good == answers.Count && !unopened ? FlashKind.Done : FlashKind.Warning);
    }

    private static Task Export(HttpContext http, AttendanceQueries attendance, Viewing view)
    {
        var t = view.Tongue;
        return Spreadsheet.Send(http, t["attendance.title"], async sheet =>
        {
            sheet.BeginSheet(t["attendance.title"], [new(t["attendance.person"], 14), new(t["attendance.post"], 24), new(t["attendance.area"], 24), new(t["attendance.turn"], 30), new(t["attendance.state"], 12), new(t["attendance.came"], 18), new(t["attendance.went"], 18)]);
            await foreach (var turn in attendance.Everything(TableAsk.Of(http.Request), http.RequestAborted))
                sheet.Row(turn.Person, turn.Post, turn.Area, $"{t.Moment(turn.StartsAt)} – {t.Moment(turn.EndsAt)}", t.Of(turn.State), turn.Came is { } came ? t.Moment(came) : null, turn.Went is { } went ? t.Moment(went) : null);
        });
    }
}
