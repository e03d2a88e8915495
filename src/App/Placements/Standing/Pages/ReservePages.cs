using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Mobilisation;
using Muster.Placements.Pages;
using Muster.Platform.Acts;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.Placements.Standing.Pages;

/// <summary>What somebody does to people in reserve, as buttons name it.</summary>
public enum ReserveChange { Place, Readmit, Release }

/// <summary>Several people of the reserve at once: placed in one place, put back among those a plan may place, or released from the muster.</summary>
internal static class ReservePages
{
    private const int Shown = 100;

    private sealed record PlaceFields(DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, string? Reason);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapForm("/in-force/{e:guid}/reserve/bulk", async (Guid e, HttpContext http, Posting posting, StandingQueries standing, StandingPreviews previews, PlanChangeQueries names, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            var selection = Selection.Of(input, $"/in-force/{e}/reserve");
            var back = Guid.TryParse(input["Plan"], out var plan) ? $"/plans/{plan}" : $"/in-force/{e}/reserve" + (input[Selection.QueryField] is { } query ? "?" + query : "");
            return await Change(e, input, selection with { Ask = StandingPages.InReserve(selection.Ask) }, back, http, posting, standing, previews, names, view);
        });
        routes.MapForm("/plans/{plan:guid}/people/readmit", async (Guid plan, HttpContext http, Posting posting, PlanQueries plans, PlanChangeQueries names, StandingQueries standing, StandingPreviews previews, Viewing view) =>
        {
            if (await plans.Plan(plan, http.RequestAborted) is not { } line) return Results.NotFound();
            var input = await FormInput.Read(http);
            var chosen = await names.Chosen(plan, Selection.Of(input, $"/plans/{plan}/people"), PlanChanges.PeopleMost, http.RequestAborted);
            var selection = new Selection(false, chosen, new TableAsk("/", []));
            return await Change(line.EmergencyId, FormInput.Blank(("Doing", ReserveChange.Readmit), ("Plan", plan)), selection, $"/plans/{plan}", http, posting, standing, previews, names, view);
        });
        routes.MapForm("/in-force/{e:guid}/readmissions/undo", async (Guid e, HttpContext http, Posting posting, Viewing view) =>
            await posting.Do<UndoReadmission, Readmitted>(await FormInput.Read(http), undone => posting.To($"/in-force/{e}/reserve", view.Tongue["reserve.undone", view.Tongue.Number(undone.People)]),
                again => Task.FromResult(Html.To(http, $"/in-force/{e}/reserve", string.Join(' ', again.Broken.Select(view.Tongue.Of)), FlashKind.Warning)), ("EmergencyId", e)));
    }

    private static async Task<IResult> Change(Guid e, FormInput input, Selection selection, string back, HttpContext http, Posting posting, StandingQueries standing, StandingPreviews previews,
        PlanChangeQueries names, Viewing view)
    {
        var (stop, t) = (http.RequestAborted, view.Tongue);
        if (await standing.Find(e, stop) is not { } found) return Results.NotFound();
        if (selection.IsEmpty) return Html.To(http, back, t["plans.bulk.none"], FlashKind.Warning);
        var doing = Enum.TryParse<ReserveChange>(input["Doing"], out var kind) ? kind : ReserveChange.Place;
        var people = await standing.Chosen(e, found.At, selection, PlanChanges.PeopleMost, stop);
        if (doing == ReserveChange.Place && !input.Fields.Contains("StartsAt", StringComparer.OrdinalIgnoreCase))
            input = FormInput.Blank(("Doing", doing), ("StartsAt", found.At), (Selection.QueryField, input[Selection.QueryField]));
        var (fields, broken) = Binding.To<PlaceFields>(input);
        if (MoveRules.Chosen(people).Where(b => b.Code == "too-many").ToList() is { Count: > 0 } tooMany) broken = [.. broken, .. tooMany];
        var (area, post) = MovePages.Place(input["Place"] ?? input["Near"]);
        var place = doing == ReserveChange.Place && fields?.StartsAt is { } starts && area is { } there && broken.Count == 0
            ? new PlacePeople(e, people, there, post, starts, fields.EndsAt, input["Reason"] ?? "") : null;

        async Task<IResult> Page(FormInput shown, int status) => Html.Of<ReserveChangePage>(new
        {
            Standing = found, Selection = selection, Input = broken.Count > 0 && shown.Broken.Count == 0 ? shown.With(broken) : shown, Doing = doing, Count = people.Count, Back = back,
            First = (IReadOnlyList<StandingPerson>)await standing.These(e, found.At, people, Shown, stop), Plan = input["Plan"],
            Short = doing == ReserveChange.Place ? (await standing.Gaps(e, new TableAsk("/", []), stop)).Rows : [],
            PlaceName = area is { } a ? await names.PlaceName(a, post, stop) : null, Preview = place is null ? null : await previews.OfPlacing(place, stop),
        }, status);
        if (input["Do"] != "yes" || broken.Count > 0) return await Page(input, broken.Count > 0 ? 422 : 200);
        Func<FormInput, Task<IResult>> again = refused => Page(refused, 422);
        var reason = input["Reason"] ?? "";
        return doing switch
        {
            ReserveChange.Readmit => await posting.Do(new ReadmitPeople(e, people, reason), input, done => posting.To(back, t["reserve.readmit.done", t.Number(done.People)]), again),
            ReserveChange.Release => await posting.Do(new UnmusterPeople(e, new MusterFilter(PersonIds: people), reason), input, done => posting.To(back, t["reserve.release.done", t.Number(done.Removed)]), again),
            _ when place is null => await Page(input.With([new Broken("place-missing", "请选择要去的地方和开始时间。", "Choose the place and when it begins.", "Place")]), 422),
            _ => await posting.Do(place, input, done => posting.To($"/in-force/{e}/places/{post ?? area}", t["reserve.place.done", t.Number(done.Placements)]), again),
        };
    }
}
