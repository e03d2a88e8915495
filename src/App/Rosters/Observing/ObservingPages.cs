using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Reading;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Observing.Pages;

namespace Muster.Rosters.Observing;

/// <summary>Observers: their page on the phone, the host's list, and the person's answer.</summary>
internal static class ObservingPages
{
    public static IEnumerable<ReadRule> Rules => [ReadRule.Where("observation", "t.area_id in (select id from area) or t.person_id in (select id from own_person)")];

    public static void Add(IServiceCollection services)
    {
        services.AddReadRules(Rules);
        services.AddSingleton<ObservingQueries>();
        services.AddSingleton(Observe.NotSeen);
        services.AddSingleton(AnswerObservation.Answered);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<Observe, Guid>();
        routes.MapAct<AnswerObservation, Guid>();
        routes.MapPage("/field/observe", (HttpContext http, ObservingQueries observing) => Show(http, observing, []), Policies.SignedIn);
        routes.MapForm("/field/observe", async (HttpContext http, Posting posting, ObservingQueries observing) =>
            await posting.Do<Observe, Guid>(await FormInput.Read(http), _ => posting.To("/field/observe" + http.Request.QueryString), again => Show(http, observing, again.Broken)), Policies.SignedIn);
        routes.MapForm("/field/observations/{id:guid}/answer", async (Guid id, HttpContext http, Posting posting, Viewing view) =>
            await posting.Do<AnswerObservation, Guid>(await FormInput.Read(http), _ => posting.To("/field"), again => Task.FromResult<IResult>(Html.Of<AnswerObservationPage>(new { Id = id, Input = again }, 422)), ("ObservationId", id)), Policies.SignedIn);
        routes.MapPage("/observations", async (HttpRequest request, ObservingQueries observing, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            return Html.Of<ObservationsPage>(new { Ask = ask, List = await observing.Page(ask, stop) });
        });
        routes.MapPage("/observations/export", Export);
        routes.MapGet("/api/observations", async (HttpRequest request, ObservingQueries observing, CancellationToken stop) => Results.Json(await observing.Page(TableAsk.Of(request), stop), Desk.Json)).RequireAuthorization(Policies.Field);
        routes.MapGet("/api/field/observe", async (HttpContext http, ObservingQueries observing, CancellationToken stop) => Results.Json(MayObserve(http) ? await observing.Turns(Acting.StandingOf(http), TableAsk.Of(http.Request).Words, stop) : [], Desk.Json)).RequireAuthorization(Policies.SignedIn);
    }

    private static bool MayObserve(HttpContext http) => Acting.StandingOf(http)?.MaySomewhere(Permission.Observe) ?? Acting.IsLocalSocket(http);

    /// <summary>For who observes nowhere the page says so, and lists nobody.</summary>
    private static async Task<IResult> Show(HttpContext http, ObservingQueries observing, IReadOnlyList<Broken> broken)
    {
        var words = TableAsk.Of(http.Request).Words;
        return Html.Of<ObservePage>(new { May = MayObserve(http), Words = words, Turns = MayObserve(http) ? await observing.Turns(Acting.StandingOf(http), words, http.RequestAborted) : [], Broken = broken }, broken.Count > 0 ? 422 : 200);
    }

    private static Task Export(HttpContext http, ObservingQueries observing, Viewing view)
    {
        var t = view.Tongue;
        return Spreadsheet.Send(http, t["observing.title"], async sheet =>
        {
            sheet.BeginSheet(t["observing.title"], [new(t["observing.at"], 18), new(t["observing.area"], 22), new(t["observing.post"], 22), new(t["observing.person"], 12), new(t["observing.seen"], 12), new(t["observing.note"], 30), new(t["observing.observer"], 14), new(t["observing.answer"], 30)]);
            await foreach (var v in observing.All(TableAsk.Of(http.Request), http.RequestAborted)) sheet.Row(t.Moment(v.At), v.Area, v.Post, v.Person, t.Of(v.Seen), v.Note, v.Observer, v.Answer);
        });
    }
}
