using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Organisation.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Jobs;
using Muster.Platform.Reading;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Handover.Pages;

namespace Muster.Rosters.Handover;

/// <summary>Handing over as part of the module: on the phone, the host's list, on paper, in the dossier.</summary>
internal static class HandoverPages
{
    public static IEnumerable<ReadRule> Rules => [ReadRule.Where("handover_note", "t.area_id in (select id from area)"), ReadRule.Where("departure", "t.shift_id in (select id from shift)")];

    public static void Add(IServiceCollection services)
    {
        services.AddReadRules(Rules);
        services.AddSingleton<HandoverQueries>();
        services.AddSingleton(GiveHandover.Given);
        services.AddSingleton(TakeHandover.Taken);
        services.AddSingleton(PromptLeaving.TurnOver);
        services.AddSingleton<IAddToDossier, HandoverInDossier>();
        services.AddSingleton(new OverviewCard(typeof(MyTurnCard), 1) { Policy = Policies.SignedIn });
        services.AddSingleton(made => new Chore(nameof(PromptLeaving), PromptLeaving.Every, new PromptLeaving.Clock(made).Look));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<GiveHandover, Guid>();
        routes.MapAct<TakeHandover, Guid>();
        routes.MapAct<PromptLeaving, int>();
        routes.MapPage("/field/handover/{shift:guid}", (Guid shift, HttpContext http, HandoverQueries handovers) => Show(shift, http, handovers, FormInput.Blank()), Policies.SignedIn);
        routes.MapForm("/field/handover/{shift:guid}/give", async (Guid shift, HttpContext http, Posting posting, HandoverQueries handovers) =>
            await posting.Do<GiveHandover, Guid>(await FormInput.Read(http), _ => posting.To($"/field/handover/{shift}"), again => Show(shift, http, handovers, again), ("ShiftId", shift)), Policies.SignedIn);
        routes.MapForm("/field/handover/{shift:guid}/take", async (Guid shift, HttpContext http, Posting posting, HandoverQueries handovers) =>
            await posting.Do<TakeHandover, Guid>(await FormInput.Read(http), _ => posting.To($"/field/handover/{shift}"), again => Show(shift, http, handovers, again), ("ShiftId", shift)), Policies.SignedIn);
        routes.MapPage("/handovers", async (HttpRequest request, HandoverQueries handovers, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            return Html.Of<HandoversPage>(new { Ask = ask, List = await handovers.Page(ask, stop) });
        });
        routes.MapPage("/handovers/export", Export);
        routes.MapPage("/handovers/{id:guid}", async (Guid id, HttpContext http, HandoverQueries handovers, CancellationToken stop) =>
            await handovers.Of(id, stop) is { } line ? Html.Of<OneHandoverPage>(new { Handover = Answering.By(http) ? line : line.WithoutPeople() }) : Results.NotFound());
        routes.MapGet("/api/handovers", async (HttpRequest request, HandoverQueries handovers, CancellationToken stop) => Results.Json(await handovers.Page(TableAsk.Of(request), stop), Desk.Json)).RequireAuthorization(Policies.Field);
        routes.MapGet("/api/field/handover/{shift:guid}", async (Guid shift, HttpContext http, HandoverQueries handovers, CancellationToken stop) =>
            await handovers.Field(Acting.Of(http).Id, shift, stop) is { } own ? Results.Json(own with { Next = [] }, Desk.Json) : Results.NotFound()).RequireAuthorization(Policies.SignedIn);
    }

    private static async Task<IResult> Show(Guid shift, HttpContext http, HandoverQueries handovers, FormInput input) => await handovers.Field(Acting.Of(http).Id, shift, http.RequestAborted) is { } own
        ? Html.Of<FieldHandoverPage>(new { Own = own, Now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(), Input = input }, input.Broken.Count > 0 ? 422 : 200) : Results.NotFound();

    private static Task Export(HttpContext http, HandoverQueries handovers, Viewing view)
    {
        var t = view.Tongue;
        return Spreadsheet.Send(http, t["handover.title"], async sheet =>
        {
            sheet.BeginSheet(t["handover.title"], [new(t["handover.relieves"], 18), new(t["handover.area"], 22), new(t["handover.post"], 22), new(t["handover.duties"], 40), new(t["handover.people"], 40), new(t["handover.kit"], 30), new(t["handover.notes"], 30), new(t["handover.given"], 14), new(t["handover.taken"], 14), new(t["handover.remark"], 30)]);
            await foreach (var h in handovers.All(TableAsk.Of(http.Request), http.RequestAborted))
                sheet.Row(t.Moment(h.RelievesAt), h.Area, h.Post, h.Duties, h.Hidden > 0 ? t["handover.people.hidden", h.Hidden] : null, h.Kit, h.Notes, h.GivenBy, h.TakenBy, h.Remark);
        });
    }
}
