using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Emergencies.Contract;
using Muster.Placements.Pages;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Language;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.Placements.Standing.Pages;

/// <summary>Mending a plan after losses: asked for, shown as a difference, accepted or set aside; and comparing plans.</summary>
internal static class RepairPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/plans/{plan:guid}/repair", async (Guid plan, Guid? area, Guid? person, PlanQueries plans, PlanChangeQueries names, StandingQueries standing, CancellationToken stop) =>
            await plans.Plan(plan, stop) is { } line && await standing.Find(line.EmergencyId, stop) is { } found
                ? await Form(line, FormInput.Blank(("LostAreas", area), ("LostPeople", person), ("StartsAt", found.At)), 200, names, standing, stop) : Results.NotFound());
        routes.MapForm("/plans/{plan:guid}/repair", async (Guid plan, HttpContext http, Posting posting, PlanQueries plans, PlanChangeQueries names, StandingQueries standing) =>
            await plans.Plan(plan, http.RequestAborted) is not { } line ? Results.NotFound()
                : await posting.Do<RepairPlan, Repaired>(await FormInput.Read(http), done => posting.To($"/plans/{done.PlanId}/repaired"),
                    again => Form(line, again, 422, names, standing, http.RequestAborted), ("PlanId", plan)));
        routes.MapPage("/plans/{plan:guid}/repaired", async (Guid plan, HttpRequest request, PlanQueries plans, ComparePlans compare, RepairQueries repairs, CancellationToken stop) =>
            await plans.Plan(plan, stop) is { } line ? await Repaired(line, TableAsk.Of(request), FormInput.Blank(("Version", line.Version)), 200, compare, repairs, stop) : Results.NotFound());
        routes.MapForm("/plans/{plan:guid}/accept", Accept);
        routes.MapPage("/plans/{plan:guid}/difference", async (Guid plan, HttpRequest request, PlanQueries plans, ComparePlans compare, CancellationToken stop) =>
        {
            if (await plans.Plan(plan, stop) is not { } line) return Results.NotFound();
            var ask = TableAsk.Of(request);
            var counts = await compare.Compare(ask.Guid("from"), plan, stop, most: 0);
            return Html.Of<PlanDifferencePage>(new
            {
                Plan = line, From = ask.Guid("from"), Others = await plans.Plans(line.EmergencyId, stop), Comparison = counts,
                Ask = ask, List = await compare.Page(ask.Guid("from"), plan, ask, stop),
            });
        });
        routes.MapPage("/plans/{plan:guid}/difference/export", async (Guid plan, HttpContext http, ComparePlans compare, Viewing view) =>
            await Export(plan, TableAsk.Of(http.Request), http, compare, view.Tongue));
    }

    private static async Task<IResult> Form(PlanLine plan, FormInput input, int status, PlanChangeQueries names, StandingQueries standing, CancellationToken stop)
    {
        Guid? area = Guid.TryParse(input["LostAreas"], out var a) ? a : null;
        var person = Guid.TryParse(input["LostPeople"], out var p) ? (await standing.These(plan.EmergencyId, plan.StartsAt, [p], 1, stop)).FirstOrDefault() : null;
        return Html.Of<RepairPage>(new { Plan = plan, Input = input, AreaName = (await names.FilterNames(area, null, null, stop)).Area, PersonName = person?.Name }, status);
    }

    private static async Task<IResult> Repaired(PlanLine plan, TableAsk ask, FormInput input, int status, ComparePlans compare, RepairQueries repairs, CancellationToken stop) =>
        await repairs.IsRepair(plan.Id, stop)
            ? Html.Of<RepairedPage>(new { Plan = plan, Figures = await repairs.Figures(plan.Id, stop), Ask = ask, List = await compare.Page(await compare.BasisOf(plan.Id, stop), plan.Id, ask, stop), Input = input }, status)
            : Results.NotFound();

    /// <summary>One press reviews and publishes: who accepts a difference has looked it through. Pressing twice publishes once.</summary>
    private static async Task<IResult> Accept(Guid plan, HttpContext http, Posting posting, Desk desk, PlanQueries plans, ComparePlans compare, RepairQueries repairs, Viewing view)
    {
        var (stop, t) = (http.RequestAborted, view.Tongue);
        if (await plans.Plan(plan, stop) is not { } line) return Results.NotFound();
        var input = await FormInput.Read(http);
        Task<IResult> Again(FormInput refused) => Repaired(line, new TableAsk($"/plans/{plan}/repaired", []), refused, 422, compare, repairs, stop);
        if (!int.TryParse(input["Version"], out var version) || input["Reason"] is null)
            return await Again(input.With(PlanRules.Publishable(new Plan { State = PlanState.Reviewed }, input["Reason"] ?? "").ToList()));
        if (line.State == PlanState.Draft)
        {
            try
            {
                await desk.Do(new ReviewPlan(plan, version), WriteId.New(), view.Actor, stop);
            }
            catch (Refused refused)
            {
                return await Again(input.With(refused.Rules));
            }
        }
        return await posting.Do(new PublishPlan(plan, line.State == PlanState.Reviewed ? version : version + 1, input["Reason"]!), input,
            done => posting.To($"/in-force/{line.EmergencyId}", t["plans.published", t.Number(done.Placed), t.Number(done.Covered), t.Number(done.Communities)]), Again);
    }

    private static async Task<IResult> Export(Guid plan, TableAsk ask, HttpContext http, ComparePlans compare, Tongue t)
    {
        var from = ask.Guid("from") ?? await compare.BasisOf(plan, http.RequestAborted);
        await Spreadsheet.Send(http, t["plans.compare"], async sheet =>
        {
            sheet.BeginSheet(t["plans.compare"], [new(t["plans.person"], 12), new(t["plans.agency"], 26), new(t["plans.before"], 34), new(t["plans.after"], 34), new(t["plans.why"], 34), new(t["repaired.cost"], 12)]);
            await foreach (var d in compare.All(from, plan, ask, http.RequestAborted))
                sheet.Row(d.Name, d.Agency, d.FromArea is null ? t["plans.reserve"] : DifferenceColumns.Place(d.FromArea, d.FromPost), d.ToArea is null ? t["plans.reserve"] : DifferenceColumns.Place(d.ToArea, d.ToPost),
                    DifferenceColumns.Why(t, d), DifferenceColumns.Change(d) is { } change ? Platform.Files.SheetValue.Of(change) : Platform.Files.SheetValue.Empty);
        });
        return Results.Empty;
    }
}
