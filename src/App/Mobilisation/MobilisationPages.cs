using Muster.Platform.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Emergencies;
using Muster.Emergencies.Contract;
using Muster.Mobilisation.Pages;
using Muster.People;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.Mobilisation;

/// <summary>The pages of the mustered people, of quotas and of pairing.</summary>
internal static class MobilisationPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/emergencies/{id:guid}/people", async (Guid id, HttpContext http, Stores stores) => await People(id, http, stores, FormInput.Blank()));
        routes.MapForm("/emergencies/{id:guid}/people", async (Guid id, HttpContext http, Posting posting, Stores stores, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            var origins = input.All("Origins").Select(o => Enum.TryParse<Origin>(o, out var origin) ? (Origin?)origin : null).OfType<Origin>().ToList();
            return await posting.Do(new MusterPeople(id, new(origins)), input,
                o => posting.To($"/emergencies/{id}/people", view.Tongue["mobilisation.mustered.done", view.Tongue.Number(o.Added), view.Tongue.Number(o.ForTeams), view.Tongue.Number(o.Total)]),
                again => People(id, http, stores, again));
        });
        routes.MapForm("/emergencies/{id:guid}/people/remove", async (Guid id, HttpContext http, Posting posting, Stores stores, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            var chosen = input.All("person").Select(p => Guid.TryParse(p, out var g) ? g : Guid.Empty).Where(g => g != Guid.Empty).ToList();
            if (chosen.Count == 0) return await Remove(id, Selection.Of(input, $"/emergencies/{id}/people").Ids, FormInput.Blank(), stores, http.RequestAborted);
            return await posting.Do(new UnmusterPeople(id, new(PersonIds: chosen), input["Reason"] ?? ""), input,
                o => posting.To($"/emergencies/{id}/people", view.Tongue["mobilisation.removed", view.Tongue.Number(o.Removed), view.Tongue.Number(o.TeamsBroken)]),
                again => Remove(id, chosen, again, stores, http.RequestAborted));
        });
        routes.MapPage("/emergencies/{id:guid}/people/export", async (Guid id, HttpContext http, Stores stores, Viewing view, CancellationToken stop) =>
        {
            var (ask, t) = (TableAsk.Of(http.Request), view.Tongue);
            await using var store = await stores.Open(stop);
            await Spreadsheet.Send(http, t["mobilisation.people"], async sheet =>
            {
                sheet.BeginSheet(t["mobilisation.people"], [new(t["mobilisation.name"], 12), new(t["mobilisation.agency"], 26), new(t["mobilisation.origin"], 12), new(t["mobilisation.job"], 20), new(t["mobilisation.grade"], 16), new(t["mobilisation.team"], 16)]);
                await foreach (var p in MusterQueries.Stream(store.Sql, id, Filter(ask), ask.Words, stop)) sheet.Row(p.Name, p.AgencyName, MobilisationWords.Origin(t, p.Origin), p.JobTitle, p.GradeName, p.Team);
            });
        });
        routes.MapPage("/emergencies/{id:guid}/quotas", async (Guid id, HttpContext http, Stores stores) => await Quotas(id, http, stores, FormInput.Of(new { Percent = QuotaRules.UsualPercent })));
        routes.MapForm("/emergencies/{id:guid}/quotas", async (Guid id, HttpContext http, Posting posting, Stores stores, Viewing view) =>
            await posting.Do<DeriveQuotas, QuotaOutcome>(await FormInput.Read(http), o => posting.To($"/emergencies/{id}/quotas", view.Tongue["mobilisation.quotas.done", o.Agencies, o.Kept, o.Cut, o.Short]),
                again => Quotas(id, http, stores, again), ("EmergencyId", id), ("Levels", null)));
        routes.MapForm("/emergencies/{id:guid}/quotas/pair", async (Guid id, HttpContext http, Posting posting, Stores stores, Viewing view) =>
            await posting.Do<PairRemaining, int>(await FormInput.Read(http), n => posting.To($"/emergencies/{id}/quotas", view.Tongue["mobilisation.pair.done", n]),
                again => Quotas(id, http, stores, again), ("EmergencyId", id)));
        routes.MapPage("/emergencies/{id:guid}/quotas/export", async (Guid id, HttpContext http, Stores stores, Viewing view, CancellationToken stop) =>
        {
            var t = view.Tongue;
            await using var store = await stores.Open(stop);
            var lines = await QuotaQueries.List(store.Sql, id, TableAsk.Of(http.Request).Words, stop);
            await Spreadsheet.Send(http, t["mobilisation.quotas"], sheet =>
            {
                sheet.BeginSheet(t["mobilisation.quotas"], [new(t["mobilisation.agency"], 30), new(t["mobilisation.headcount"], 10), new(t["mobilisation.sent"], 10), new(t["mobilisation.stay"], 10), new(t["mobilisation.mustered"], 10), new(t["mobilisation.lacking"], 10), new(t["mobilisation.streets"], 30), new(t["mobilisation.hard"], 10), new(t["mobilisation.reason"], 30)]);
                foreach (var q in lines) sheet.Row(q.Name, q.Headcount, q.MinimumSent is { } sent ? SheetValue.Of(sent) : SheetValue.Empty, q.MinimumStay is { } stay ? SheetValue.Of(stay) : SheetValue.Empty, q.Mustered, q.Lacking,
                        string.Join('、', q.Streets.Select(s => s.Name)), q.Streets.Count == 0 ? null : q.Streets.All(s => s.Hard) ? "1" : "0", q.Reason);
                return Task.CompletedTask;
            });
        });
        routes.MapPage("/emergencies/{id:guid}/quotas/{agency:guid}", async (Guid id, Guid agency, Stores stores, CancellationToken stop) => await Agency(id, agency, null, stores, stop));
        routes.MapForm("/emergencies/{id:guid}/quotas/{agency:guid}", async (Guid id, Guid agency, HttpContext http, Posting posting, Stores stores, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            int Whole(string field) => int.TryParse(input[field], out var n) ? n : -1;
            return await posting.Do(new SetQuotas(id, [new(agency, Whole("MinimumSent"), Whole("MinimumStay"))], input["Reason"] ?? ""), input,
                _ => posting.To($"/emergencies/{id}/quotas", view.Tongue["mobilisation.quota.done"]), again => Agency(id, agency, again, stores, http.RequestAborted));
        });
        routes.MapForm("/emergencies/{id:guid}/quotas/{agency:guid}/pair", async (Guid id, Guid agency, HttpContext http, Posting posting, Stores stores, Viewing view) =>
            await posting.Do<PairAgency, int>(await FormInput.Read(http), n => posting.To($"/emergencies/{id}/quotas", view.Tongue["mobilisation.pair.done", n]),
                again => Agency(id, agency, again, stores, http.RequestAborted), ("EmergencyId", id), ("AgencyId", agency)));
    }

    private static MusterFilter Filter(TableAsk ask) => new(ask.Enum<Origin>("origin") is { } origin ? [origin] : null, ask.Guid("agency") is { } agency ? [agency] : null);

    private static async Task<IResult> People(Guid id, HttpContext http, Stores stores, FormInput input)
    {
        var ask = new TableAsk($"/emergencies/{id}/people", input.Broken.Count > 0 ? [] : http.Request.Query);
        await using var store = await stores.Open(http.RequestAborted);
        if (await EmergencyQueries.Find(store.Sql, id, http.RequestAborted) is not { } emergency) return Results.NotFound();
        return Html.Of<MusteredPage>(new
        {
            Emergency = emergency, Ask = ask, List = await MusterQueries.Page(store.Sql, id, Filter(ask), ask, http.RequestAborted),
            Counts = await MusterQueries.ByOrigin(store.Sql, id, http.RequestAborted), Input = input,
        }, input.Broken.Count > 0 ? 422 : 200);
    }

    private static async Task<IResult> Remove(Guid id, IReadOnlyList<Guid> people, FormInput input, Stores stores, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        if (await EmergencyQueries.Find(store.Sql, id, stop) is not { } emergency) return Results.NotFound();
        var lines = people.Count == 0 ? [] : await MusterQueries.List(store.Sql, id, new(PersonIds: people), null, null, 1000, stop);
        return Html.Of<UnmusterPage>(new { Emergency = emergency, People = lines, Input = input }, input.Broken.Count > 0 ? 422 : 200);
    }

    private static async Task<IResult> Quotas(Guid id, HttpContext http, Stores stores, FormInput input)
    {
        var ask = new TableAsk($"/emergencies/{id}/quotas", input.Broken.Count > 0 ? [] : http.Request.Query);
        await using var store = await stores.Open(http.RequestAborted);
        if (await EmergencyQueries.Find(store.Sql, id, http.RequestAborted) is not { } emergency) return Results.NotFound();
        var lines = await QuotaQueries.List(store.Sql, id, ask.Words, http.RequestAborted);
        if (ask["short"] == "yes") lines = lines.Where(l => l.Lacking > 0).ToList();
        return Html.Of<QuotasPage>(new { Emergency = emergency, Ask = ask, List = TablePage<QuotaLine>.Whole(lines), Input = input }, input.Broken.Count > 0 ? 422 : 200);
    }

    private static async Task<IResult> Agency(Guid id, Guid agency, FormInput? input, Stores stores, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        if (await store.Sql.GroundOf(id, stop) is not { } ground || await EmergencyQueries.Find(store.Sql, id, stop) is not { } emergency) return Results.NotFound();
        if ((await QuotaQueries.List(store.Sql, id, null, stop)).FirstOrDefault(l => l.AgencyId == agency) is not { } line) return Results.NotFound();
        var streets = await QuotaQueries.Streets(store.Sql, ground, stop);
        input ??= FormInput.Of(new { MinimumSent = line.MinimumSent ?? 0, MinimumStay = line.MinimumStay ?? 0, AreaIds = line.Streets.Select(s => s.AreaId).ToList(), Hard = line.Streets.Any(s => s.Hard) });
        return Html.Of<QuotaPage>(new { Emergency = emergency, Line = line, Streets = streets, Input = input }, input.Broken.Count > 0 ? 422 : 200);
    }
}
