using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;

namespace Muster.Placements.Pages;

/// <summary>A person in a plan: why here, what else, and moving by hand.</summary>
internal static class MovePages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/plans/{plan:guid}/people/{person:guid}", async (Guid plan, Guid person, PlanQueries plans, ExplainPlacement explain, CancellationToken stop) =>
            await Show(plan, person, FormInput.Blank(), 200, plans, explain, stop));
        routes.MapForm("/plans/{plan:guid}/people/{person:guid}/move", async (Guid plan, Guid person, HttpContext http, Posting posting, PlanQueries plans,
            ExplainPlacement explain, SolvedProblems solved, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            var place = (input["Place"] ?? "/").Split('/');
            var move = new MovePeople(plan, [person], Guid.TryParse(place[0], out var area) ? area : null, Guid.TryParse(place[^1], out var post) && place.Length > 1 ? post : null, input["Reason"] ?? "");
            return await posting.Do(move, input, moved =>
            {
                solved.Forget(plan);
                return posting.To($"/plans/{plan}/people/{person}", view.Tongue["plans.moved", view.Tongue.Number(moved.CostChange)]);
            }, again => Show(plan, person, again, 422, plans, explain, http.RequestAborted));
        });
    }

    private static async Task<IResult> Show(Guid plan, Guid person, FormInput input, int status, PlanQueries plans, ExplainPlacement explain, CancellationToken stop) =>
        await plans.Plan(plan, stop) is { } line && await plans.Person(plan, person, stop) is { } found
            ? Html.Of<PlanPersonPage>(new
            {
                Plan = line, Person = found, Why = await explain.Explain(plan, person, stop), Input = input, Choices = await plans.NearbyPlaces(plan, found.AreaId, stop),
            }, status)
            : Results.NotFound();
}
