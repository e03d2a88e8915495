using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Placements.Pages;
using Muster.Platform.Acts;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.Placements.Standing.Pages;

/// <summary>Changing what is in force: end, recall, extend, replace a wave, lose people; place somebody. Each shows what follows before it is done.</summary>
internal static class StandingChanges
{
    private const int Shown = 100;

    private sealed record Fields(DateTimeOffset? At, DateTimeOffset? Until, Guid? AgencyId, string? Reason);

    private sealed record PlaceFields(Guid? PersonId, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, string? Reason);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapForm("/in-force/{e:guid}/change", Change);
        routes.MapPage("/in-force/{e:guid}/place", async (Guid e, Guid? person, string? place, StandingQueries standing, StandingPreviews previews, PlanChangeQueries names, CancellationToken stop) =>
            await standing.Find(e, stop) is { } found
                ? await PlaceView(found, FormInput.Blank(("PersonId", person), ("Place", place), ("StartsAt", found.At)), 200, standing, previews, names, stop) : Results.NotFound());
        routes.MapForm("/in-force/{e:guid}/place", Place);
    }

    private static async Task<IResult> Change(Guid e, HttpContext http, Posting posting, StandingQueries standing, StandingPreviews previews, Viewing view)
    {
        var (stop, t) = (http.RequestAborted, view.Tongue);
        if (await standing.Find(e, stop) is not { } found) return Results.NotFound();
        var posted = await FormInput.Read(http);
        var selection = Selection.Of(posted, $"/in-force/{e}/people");
        var back = $"/in-force/{e}/people" + (posted[Selection.QueryField] is { } query ? "?" + query : "");
        if (selection.IsEmpty) return Html.To(http, back, t["plans.bulk.none"], FlashKind.Warning);
        var doing = Enum.TryParse<StandingChange>(posted["Doing"], out var kind) ? kind : StandingChange.Recall;
        var isFirst = !posted.Fields.Contains("At", StringComparer.OrdinalIgnoreCase) && !posted.Fields.Contains("Until", StringComparer.OrdinalIgnoreCase);
        var input = isFirst ? FormInput.Blank(("At", found.At), (Selection.QueryField, posted[Selection.QueryField])) : posted;
        var people = await standing.Chosen(e, found.At, selection, PlanChanges.PeopleMost, stop);
        var (fields, broken) = Binding.To<Fields>(input);
        if (MoveRules.Chosen(people).ToList() is { Count: > 0 } tooMany) broken = [.. broken, .. tooMany];
        var at = fields?.At ?? found.At;
        var wave = doing == StandingChange.Replace && broken.Count == 0 ? Chosen(await previews.Propose(e, at, people, fields?.AgencyId, stop), input) : [];
        var pairs = new ReplaceWave(e, [.. wave.Where(p => p.Comes is not null).Select(p => new Replacement(p.Goes.PersonId, p.Comes!.Value))], at, fields?.Reason ?? "");

        async Task<IResult> Page(FormInput shown, int status)
        {
            var looked = !isFirst && broken.Count == 0;
            return Html.Of<ChangePage>(new
            {
                Standing = found, Selection = selection, Input = broken.Count > 0 && shown.Broken.Count == 0 ? shown.With(broken) : shown, Doing = doing, Count = people.Count,
                First = (IReadOnlyList<StandingPerson>)(doing == StandingChange.Replace ? [.. wave.Select(p => p.Goes)] : await standing.These(e, found.At, people, Shown, stop)),
                fields?.Until, At = (DateTimeOffset?)at, Looked = looked,
                Ending = looked && doing is StandingChange.End or StandingChange.Recall && looked ? await previews.OfEnding(e, at, people, stop) : null,
                Wave = (IReadOnlyList<WavePair>)wave, WaveJudged = looked && doing == StandingChange.Replace && pairs.Pairs.Count > 0 ? await previews.OfWave(pairs, stop) : null,
            }, status);
        }
        if (input["Do"] != "yes" || fields is null || broken.Count > 0) return await Page(input, broken.Count > 0 ? 422 : 200);
        var reason = fields.Reason ?? "";
        Func<FormInput, Task<IResult>> again = refused => Page(refused, 422);
        return doing switch
        {
            StandingChange.End => await posting.Do(new EndPlacements(e, people, at, reason, Recalled: false), input, done => posting.To(back, t["standing.end.done", t.Number(done.Placements)]), again),
            StandingChange.Recall => await posting.Do(new EndPlacements(e, people, at, reason), input, done => posting.To(back, t["standing.recall.done", t.Number(done.Placements)]), again),
            StandingChange.Extend => await posting.Do(new ExtendPlacements(e, people, fields.Until, reason), input, done => posting.To(back, t["standing.extend.done", t.Number(done.Placements)]), again),
            StandingChange.Replace => await posting.Do(pairs, input, done => posting.To(back, t["standing.wave.done", t.Number(done.Placements)]), again),
            _ => found.PlanId is not { } plan ? Results.NotFound()
                : await posting.Do(new RepairPlan(plan, people, [], at, reason), input, done => posting.To($"/plans/{done.PlanId}/repaired"), again),
        };
    }

    /// <summary>The proposal with what the form chose instead.</summary>
    private static List<WavePair> Chosen(List<WavePair> wave, FormInput input) => wave.ConvertAll(p =>
        input.Fields.Contains($"Comes-{p.Goes.PersonId:n}", StringComparer.OrdinalIgnoreCase)
            ? p with { Comes = Guid.TryParse(input[$"Comes-{p.Goes.PersonId:n}"], out var comes) ? comes : null } : p);

    private static async Task<IResult> Place(Guid e, HttpContext http, Posting posting, StandingQueries standing, StandingPreviews previews, PlanChangeQueries names, Viewing view)
    {
        if (await standing.Find(e, http.RequestAborted) is not { } found) return Results.NotFound();
        var input = await FormInput.Read(http);
        if (Placed(e, input) is not { } place || input["Do"] != "yes") return await PlaceView(found, input, 200, standing, previews, names, http.RequestAborted);
        return await posting.Do(place, input, _ => posting.To($"/in-force/{e}/places/{place.PostId ?? place.AreaId}", view.Tongue["standing.place.done"]),
            again => PlaceView(found, again, 422, standing, previews, names, http.RequestAborted));
    }

    private static PlacePerson? Placed(Guid e, FormInput input)
    {
        var (fields, _) = Binding.To<PlaceFields>(input);
        var (area, post) = MovePages.Place(input["Place"] ?? input["Near"]);
        return fields is { PersonId: { } person, StartsAt: { } starts } && area is { } there ? new PlacePerson(e, person, there, post, starts, fields.EndsAt, fields.Reason ?? "") : null;
    }

    private static async Task<IResult> PlaceView(StandingView found, FormInput input, int status, StandingQueries standing, StandingPreviews previews, PlanChangeQueries names, CancellationToken stop)
    {
        var (area, post) = MovePages.Place(input["Place"] ?? input["Near"]);
        var place = Placed(found.EmergencyId, input);
        return Html.Of<PlaceOnePage>(new
        {
            Standing = found, Input = input, Person = Guid.TryParse(input["PersonId"], out var id) ? (await standing.These(found.EmergencyId, found.At, [id], 1, stop)).FirstOrDefault() : null,
            Short = (await standing.Gaps(found.EmergencyId, new TableAsk("/", []), stop)).Rows, PlaceName = area is { } there ? await names.PlaceName(there, post, stop) : null,
            Preview = place is null ? null : await previews.OfPlacing(place.All, stop),
        }, status);
    }
}
