using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Emergencies;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Reading;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Changing;
using Muster.Rosters.Swapping.Pages;

namespace Muster.Rosters.Swapping;

/// <summary>Swaps as part of the module: asked and answered on the phone, listed and answered by who makes the rosters.</summary>
internal static class SwapPages
{
    public static IEnumerable<ReadRule> Rules => [ReadRule.Where("swap", "t.area_id in (select id from area)"), ReadRule.Where("swap_terms", "t.emergency_id in (select id from emergency)")];

    public static void Add(IServiceCollection services)
    {
        services.AddReadRules(Rules);
        services.AddSingleton<SwapQueries>();
        services.AddSingleton<OwnSwaps>();
        services.AddSingleton<IListen<ShiftReassigned>, FollowShifts>();
        services.AddSingleton(SwapBook.Asked);
        services.AddSingleton(SwapBook.Settled);
        services.AddSingleton(SwapBook.ToAnswer);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<AskSwap, SwapAsked>();
        routes.MapAct<WithdrawSwap, Guid>();
        routes.MapAct<AcceptSwap, SwapState>();
        routes.MapAct<DeclineSwap, Guid>();
        routes.MapAct<AnswerSwap, SwapState>();
        routes.MapAct<UndoSwap, SwapState>();
        routes.MapAct<SetSwapTerms, Guid>();
        routes.MapGet("/api/swaps", async (HttpRequest request, SwapQueries swaps, CancellationToken stop) => Results.Json(await swaps.Page(TableAsk.Of(request), stop), Desk.Json)).RequireAuthorization(Policies.Field);
        routes.MapGet("/api/field/swaps", async (HttpContext http, OwnSwaps swaps, CancellationToken stop) => Results.Json(await swaps.Day(Acting.Of(http).Id, stop), Desk.Json)).RequireAuthorization(Policies.SignedIn);
        MapField(routes);
        MapHost(routes);
    }

    private static void MapField(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/field/swaps", (HttpContext http, OwnSwaps swaps) => Own(http, swaps, FormInput.Blank()), Policies.SignedIn);
        routes.MapPage("/field/swaps/new", (HttpContext http, Guid? shift, OwnSwaps swaps) => New(http, shift ?? Guid.Empty, swaps, FormInput.Blank()), Policies.SignedIn);
        routes.MapForm("/field/swaps/new", async (HttpContext http, OwnSwaps swaps, Posting posting, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            if (!Guid.TryParse(input["ShiftId"], out var shift)) return Results.NotFound();
            var (to, exchange, back) = With(input["With"] ?? "");
            return await posting.Do(new AskSwap(shift, to, exchange, back, input["Reason"] ?? ""), input, asked => posting.To("/field/swaps", view.Tongue["swaps.asked", asked.Told]), again => New(http, shift, swaps, again));
        }, Policies.SignedIn);
        routes.MapForm("/field/swaps/{id:guid}", async (Guid id, HttpContext http, OwnSwaps swaps, Posting posting, Viewing view) =>
        {
            var (input, t) = (await FormInput.Read(http), view.Tongue);
            Task<IResult> Again(FormInput again) => Own(http, swaps, again);
            return input["go"] switch
            {
                "accept" => await posting.Do(new AcceptSwap(id, Guid.TryParse(input["BackShiftId"], out var back) ? back : null), input, state => posting.To("/field/swaps", state == SwapState.Done ? t["swaps.done"] : t["swaps.accepted"]), Again),
                "decline" => await posting.Do(new DeclineSwap(id), input, _ => posting.To("/field/swaps", t["swaps.declined"]), Again),
                "withdraw" => await posting.Do(new WithdrawSwap(id), input, _ => posting.To("/field/swaps", t["swaps.withdrawn"]), Again),
                _ => Results.NotFound(),
            };
        }, Policies.SignedIn);
    }

    private static void MapHost(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/swaps", async (HttpRequest request, SwapQueries swaps, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            return Html.Of<SwapsPage>(new { Ask = ask, List = await swaps.Page(ask, stop) });
        });
        routes.MapPage("/swaps/export", Export);
        routes.MapPage("/swaps/{id:guid}", (Guid id, HttpContext http, SwapQueries swaps, TimeProvider clock) => One(id, http, swaps, clock, FormInput.Blank()));
        routes.MapForm("/swaps/{id:guid}/answer", async (Guid id, HttpContext http, SwapQueries swaps, TimeProvider clock, Posting posting, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            return await posting.Do(new AnswerSwap(id, input["go"] == "grant", input["Answer"] ?? ""), input, _ => posting.To($"/swaps/{id}", view.Tongue["swaps.answered"]), again => One(id, http, swaps, clock, again));
        });
        routes.MapForm("/swaps/{id:guid}/undo", async (Guid id, HttpContext http, SwapQueries swaps, TimeProvider clock, Posting posting, Viewing view) =>
            await posting.Do<UndoSwap, SwapState>(await FormInput.Read(http), _ => posting.To($"/swaps/{id}", view.Tongue["swaps.undone"]), again => One(id, http, swaps, clock, again), ("SwapId", id)));
        routes.MapPage("/emergencies/{id:guid}/swap-terms", (Guid id, HttpContext http, Stores stores, SwapQueries swaps) => Terms(id, http, stores, swaps, null));
        routes.MapForm("/emergencies/{id:guid}/swap-terms", async (Guid id, HttpContext http, Stores stores, SwapQueries swaps, Posting posting, Viewing view) =>
            await posting.Do<SetSwapTerms, Guid>(await FormInput.Read(http), _ => posting.To($"/emergencies/{id}/rosters", view.Tongue["swaps.terms.saved"]), again => Terms(id, http, stores, swaps, again), ("EmergencyId", id)));
    }

    /// <summary>What was chosen: anybody, a colleague, a colleague's turn.</summary>
    private static (Guid? To, bool Exchange, Guid? Back) With(string chosen) => chosen.Split(':') switch
    {
        ["any-exchange"] => (null, true, null),
        ["give", var who] when Guid.TryParse(who, out var to) => (to, false, null),
        ["turn", var who, var turn] when Guid.TryParse(who, out var to) && Guid.TryParse(turn, out var back) => (to, true, back),
        _ => (null, false, null),
    };

    private static async Task<IResult> Own(HttpContext http, OwnSwaps swaps, FormInput input) =>
        Html.Of<OwnSwapsPage>(new { Day = await swaps.Day(Acting.Of(http).Id, http.RequestAborted), Input = input }, input.Broken.Count > 0 ? 422 : 200);

    private static async Task<IResult> New(HttpContext http, Guid shift, OwnSwaps swaps, FormInput input) => await swaps.Partners(Acting.Of(http).Id, shift, http.RequestAborted) is var (turn, partners)
        ? Html.Of<AskSwapPage>(new { Turn = turn, Partners = partners, Input = input }, input.Broken.Count > 0 ? 422 : 200) : Results.NotFound();

    private static async Task<IResult> One(Guid id, HttpContext http, SwapQueries swaps, TimeProvider clock, FormInput input) => await swaps.Of(id, http.RequestAborted) is { } swap
        ? Html.Of<OneSwapPage>(new { Swap = Answering.By(http) ? swap : swap.WithoutWhy(), Over = swap.StartsAt <= clock.GetUtcNow(), Input = input }, input.Broken.Count > 0 ? 422 : 200) : Results.NotFound();

    private static async Task<IResult> Terms(Guid id, HttpContext http, Stores stores, SwapQueries swaps, FormInput? input)
    {
        await using var store = await stores.Open(http.RequestAborted);
        if (await EmergencyQueries.Find(store.Sql, id, http.RequestAborted) is not { } emergency) return Results.NotFound();
        var (lead, approval) = await swaps.Terms(id, http.RequestAborted);
        return Html.Of<SwapTermsPage>(new { Emergency = emergency, Input = input ?? FormInput.Blank(("LeadHours", lead), ("Approval", approval)) }, input is null ? 200 : 422);
    }

    private static Task Export(HttpContext http, SwapQueries swaps, Viewing view)
    {
        var t = view.Tongue;
        return Spreadsheet.Send(http, t["swaps.title"], async sheet =>
        {
            sheet.BeginSheet(t["swaps.title"], [new(t["swaps.from"], 14), new(t["swaps.taken"], 14), new(t["swaps.area"], 24), new(t["swaps.turn"], 40), new(t["swaps.back"], 30), new(t["swaps.state"], 12), new(t["swaps.asked-at"], 18), new(t["swaps.settled"], 24)]);
            await foreach (var s in swaps.Everything(TableAsk.Of(http.Request), http.RequestAborted))
                sheet.Row(s.From, s.TakenBy ?? s.To ?? t["swaps.anybody"], s.Area, $"{t.Moment(s.StartsAt)} {s.Post} {s.Band}", s.BackStartsAt is { } at ? $"{t.Moment(at)} {s.BackPost}" : null, t.Of(s.State), t.Moment(s.AskedAt), s.SettledAt is { } done ? $"{t.Moment(done)} {s.SettledBy}" : null);
        });
    }
}
