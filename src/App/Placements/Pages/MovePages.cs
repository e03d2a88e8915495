using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Acts;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.Placements.Pages;

/// <summary>Changing a draft by hand: one person with why here and what else, or many at once with a preview; taking it back.</summary>
internal static class MovePages
{
    private const int Shown = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/plans/{plan:guid}/people/{person:guid}", async (Guid plan, Guid person, PlanQueries plans, ExplainPlacement explain, CancellationToken stop) =>
            await Show(plan, person, FormInput.Blank(), 200, plans, explain, stop));
        routes.MapForm("/plans/{plan:guid}/people/{person:guid}/move", async (Guid plan, Guid person, HttpContext http, Posting posting, PlanQueries plans,
            ExplainPlacement explain, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            var (area, post) = Place(input["Place"]);
            return await posting.Do(new MovePeople(plan, [person], area, post, input["Reason"] ?? ""), input,
                moved => posting.To($"/plans/{plan}/people/{person}", view.Tongue["plans.moved", view.Tongue.Number(moved.CostChange)]),
                again => Show(plan, person, again, 422, plans, explain, http.RequestAborted));
        });
        routes.MapPage("/plans/{plan:guid}/pick/place", async (Guid plan, string? words, PlanQueries plans, PlanChangeQueries changes, Viewing view, CancellationToken stop) =>
            await plans.Plan(plan, stop) is not { } line ? Results.NotFound() : Html.Of<PickOptions>(new
            {
                Options = (IReadOnlyList<Option>)(string.IsNullOrWhiteSpace(words) ? [] : [.. (await changes.Places(line.EmergencyId, words, stop))
                    .Select(p => new Option($"{p.AreaId}/{p.PostId}", p.Name, Note: p.Above))]),
            }));
        routes.MapForm("/plans/{plan:guid}/people/bulk", Bulk);
        routes.MapForm("/plans/{plan:guid}/undo", async (Guid plan, HttpContext http, Posting posting, Viewing view) =>
        {
            var back = http.Request.Headers.Referer.ToString() is { } from && from.Contains($"/plans/{plan}/people", StringComparison.Ordinal) ? $"/plans/{plan}/people" : $"/plans/{plan}#changes";
            return await posting.Do<UndoChange, Moved>(await FormInput.Read(http), undone => posting.To(back, view.Tongue["plans.undone", view.Tongue.Number(undone.People)]),
                again => Task.FromResult(Html.To(http, back, string.Join(' ', again.Broken.Select(view.Tongue.Of)), FlashKind.Warning)), ("PlanId", plan));
        });
    }

    /// <summary>A place as forms carry it: area/post; nothing for the reserve.</summary>
    public static (Guid? Area, Guid? Post) Place(string? text)
    {
        var parts = (text ?? "").Split('/');
        return (Guid.TryParse(parts[0], out var area) ? area : null, parts.Length > 1 && Guid.TryParse(parts[1], out var post) ? post : null);
    }

    private static async Task<IResult> Bulk(Guid plan, HttpContext http, Posting posting, PlanQueries plans, PlanChangeQueries changes, ExplainPlacement explain, Viewing view)
    {
        var (stop, t) = (http.RequestAborted, view.Tongue);
        if (await plans.Plan(plan, stop) is not { } line) return Results.NotFound();
        var input = await FormInput.Read(http);
        var selection = Selection.Of(input, $"/plans/{plan}/people");
        if (selection.IsEmpty) return Html.To(http, $"/plans/{plan}/people", t["plans.bulk.none"], FlashKind.Warning);
        var doing = Enum.TryParse<PlanChangeKind>(input["Doing"], out var kind) ? kind : PlanChangeKind.Move;
        var people = await changes.Chosen(plan, selection, PlanChanges.PeopleMost, stop);
        var (area, post) = doing == PlanChangeKind.Reserve ? (null, null) : Place(input["Place"] ?? input["Near"]);
        var move = new MovePeople(plan, people, area, post, input["Reason"] ?? "");
        var isMove = doing is PlanChangeKind.Move or PlanChangeKind.Reserve;
        var back = $"/plans/{plan}/people" + (input[Selection.QueryField] is { } query ? "?" + query : "");

        async Task<IResult> Page(FormInput at, int status)
        {
            var first = await changes.People(plan, people, Shown, stop);
            var isAsked = isMove && (doing == PlanChangeKind.Reserve || area is not null) && people.Count <= PlanChanges.PeopleMost;
            var tooMany = MoveRules.Chosen(people).Where(b => b.Code == "too-many").ToList();
            return Html.Of<BulkMovePage>(new
            {
                Plan = line, Selection = selection, Input = tooMany.Count > 0 && at.Broken.Count == 0 ? at.With(tooMany) : at, Doing = doing, Count = people.Count, First = first,
                Choices = await plans.NearbyPlaces(plan, first.FirstOrDefault(p => p.AreaId is not null)?.AreaId, stop),
                PlaceName = area is { } a ? await changes.PlaceName(a, post, stop) : null, Preview = isAsked ? await explain.Preview(move, stop) : null,
            }, status);
        }
        if (input["Do"] != "yes") return await Page(input, 200);
        if (!isMove)
            return await posting.Do(new PinPeople(plan, people, doing == PlanChangeKind.Pin, input["Reason"] ?? ""), input,
                done => posting.To(back, t[doing == PlanChangeKind.Pin ? "plans.bulk.pinned" : "plans.bulk.unpinned", t.Number(done.People)]), again => Page(again, 422));
        if (doing == PlanChangeKind.Move && area is null)
            return await Page(input.With([new Broken("place-missing", "请选择要去的地方。", "Choose the place.", "Place")]), 422);
        return await posting.Do(move, input, done => posting.To(back, t["plans.bulk.moved", t.Number(done.People), t.Number(done.CostChange)]), again => Page(again, 422));
    }

    private static async Task<IResult> Show(Guid plan, Guid person, FormInput input, int status, PlanQueries plans, ExplainPlacement explain, CancellationToken stop) =>
        await plans.Plan(plan, stop) is { } line && await plans.Person(plan, person, stop) is { } found
            ? Html.Of<PlanPersonPage>(new
            {
                Plan = line, Person = found, Why = await explain.Explain(plan, person, stop), Input = input, Choices = await plans.NearbyPlaces(plan, found.AreaId, stop),
            }, status)
            : Results.NotFound();
}
