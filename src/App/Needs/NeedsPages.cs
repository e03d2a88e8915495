using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Emergencies;
using Muster.Emergencies.Contract;
using Muster.Needs.Pages;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Language;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Territory;

namespace Muster.Needs;

/// <summary>The pages of demand: the rules with a live preview, every place, one place with its formula, the spreadsheet in and out.</summary>
internal static class NeedsPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/emergencies/{id:guid}/demand", async (Guid id, HttpContext http, Stores stores) => await Show(id, http, stores, null));
        routes.MapPage("/emergencies/{id:guid}/demand/preview", async (Guid id, HttpContext http, Stores stores, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            if (await store.Sql.GroundOf(id, stop) is not { } ground) return Results.NotFound();
            var query = http.Request.Query.ToDictionary(p => p.Key, p => (object?)p.Value.ToString());
            var (act, broken) = Binding.To<SetDemandRule>(FormInput.Blank(), [("EmergencyId", id), ("Version", null), .. Given(query)]);
            broken = act is null ? broken : DemandRules.ForRule(act).ToList();
            return Html.Of<DemandPreviewPart>(new { Broken = broken, Preview = act is null || broken.Count > 0 ? null : await DemandQueries.Preview(store, ground, act.AsRule(), stop) });
        });
        routes.MapForm("/emergencies/{id:guid}/demand/rule", async (Guid id, HttpContext http, Posting posting, Stores stores, Viewing view) =>
            await posting.Do<SetDemandRule, DemandOutcome>(await FormInput.Read(http), o => posting.To($"/emergencies/{id}/demand", Said(view.Tongue, o)),
                again => Show(id, http, stores, again), ("EmergencyId", id), ("Version", null)));
        routes.MapForm("/emergencies/{id:guid}/demand/compute", async (Guid id, HttpContext http, Posting posting, Stores stores, Viewing view) =>
            await posting.Do(new ComputeDemand(id), await FormInput.Read(http), o => posting.To($"/emergencies/{id}/demand", Said(view.Tongue, o)), again => Show(id, http, stores, again)));
        routes.MapPage("/emergencies/{id:guid}/demand/export", async (Guid id, HttpContext http, Stores stores, Viewing view, CancellationToken stop) => await Export(id, http, stores, view.Tongue, stop));
        routes.MapForm("/emergencies/{id:guid}/demand/bulk", async (Guid id, HttpContext http, Stores stores) =>
        {
            var input = await FormInput.Read(http);
            return await Many(id, Selection.Of(input, $"/emergencies/{id}/demand"), FormInput.Blank(), stores, http.RequestAborted);
        });
        routes.MapForm("/emergencies/{id:guid}/demand/override", async (Guid id, HttpContext http, Posting posting, Stores stores, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            var ids = input.All("place").Select(p => Guid.TryParse(p, out var g) ? g : Guid.Empty).Where(g => g != Guid.Empty).ToList();
            int? Whole(string field) => int.TryParse(input[field], out var n) ? n : null;
            var versions = input.All("version").Select(v => int.TryParse(v, out var n) ? (int?)n : null).ToList();
            var act = new OverrideDemand(id, [.. ids.Select((p, i) => new DemandChange(p, Whole("Minimum"), Whole("Target"), Whole("Absorption"), versions.Count == ids.Count ? versions[i] : null))], input["Reason"] ?? "");
            return await posting.Do(act, input, o => posting.To($"/emergencies/{id}/demand", Said(view.Tongue, o)),
                again => Many(id, new Selection(false, ids, new TableAsk($"/emergencies/{id}/demand", [])), again, stores, http.RequestAborted));
        });
        routes.MapForm("/emergencies/{id:guid}/demand/release", async (Guid id, HttpContext http, Posting posting, Stores stores, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            var ids = input.All("place").Select(p => Guid.TryParse(p, out var g) ? g : Guid.Empty).Where(g => g != Guid.Empty).ToList();
            return await posting.Do(new ReleaseDemand(id, ids), input, o => posting.To($"/emergencies/{id}/demand", Said(view.Tongue, o)), again => Show(id, http, stores, again));
        });
        routes.MapPage("/emergencies/{id:guid}/demand/{place:guid}", async (Guid id, Guid place, Stores stores, CancellationToken stop) =>
            await Many(id, new Selection(false, [place], new TableAsk($"/emergencies/{id}/demand", [])), FormInput.Blank(), stores, stop));
    }

    private static IEnumerable<(string, object?)> Given(Dictionary<string, object?> query)
    {
        T? Value<T>(string key) where T : struct, IParsable<T> => query.TryGetValue(key, out var text) && T.TryParse((string?)text, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : default(T?);
        yield return ("Level", Enum.TryParse<AreaLevel>((string?)query.GetValueOrDefault("Level"), out var level) ? level : AreaLevel.Community);
        foreach (var name in new[] { "MinimumBase", "TargetBase", "AbsorptionBase" }) yield return (name, Value<int>(name) ?? 0);
        foreach (var name in new[] { "MinimumPerThousandResidents", "TargetPerThousandResidents", "AbsorptionPerLocalStaff" }) yield return (name, Value<double>(name) ?? 0);
    }

    private static DemandFilter Filter(TableAsk ask) => new(ask.Words, ask.Enum<AreaLevel>("level"), ask.Enum<PlaceKind>("kind"), ask.Enum<DemandSource>("source"), ask.Guid("below"));

    private static async Task<IResult> Show(Guid id, HttpContext http, Stores stores, FormInput? again)
    {
        var (ask, stop) = (new TableAsk($"/emergencies/{id}/demand", again is null ? http.Request.Query : []), http.RequestAborted);
        await using var store = await stores.Open(stop);
        if (await store.Sql.GroundOf(id, stop) is not { } ground || await EmergencyQueries.Find(store.Sql, id, stop) is not { } emergency) return Results.NotFound();
        var rules = await DemandQueries.Rules(store, id, stop);
        var level = ask.Enum<AreaLevel>("rule") ?? ground.Covered;
        var rule = rules.FirstOrDefault(r => r.Level == level) ?? new DemandRule { Level = level, MinimumBase = 2, TargetBase = 3, TargetPerThousandResidents = 0.5, MinimumPerThousandResidents = 0.3, AbsorptionPerLocalStaff = 3 };
        return Html.Of<DemandPage>(new
        {
            Emergency = emergency, Ask = ask, List = await DemandQueries.Page(store.Sql, ground, Filter(ask), ask, stop), Rules = rules, Sums = await DemandQueries.Sums(store.Sql, id, stop),
            Without = await DemandQueries.CoveredWithoutDemand(store.Sql, ground, stop), Input = again ?? FormInput.Of(rule), Level = level,
        }, again is null ? 200 : 422);
    }

    private static async Task<IResult> Many(Guid id, Selection chosen, FormInput input, Stores stores, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        if (await store.Sql.GroundOf(id, stop) is not { } ground || await EmergencyQueries.Find(store.Sql, id, stop) is not { } emergency) return Results.NotFound();
        var places = chosen.All ? await DemandQueries.List(store.Sql, ground, Filter(chosen.Ask), null, 20_000, stop) : await DemandQueries.Places(store.Sql, ground, chosen.Ids, stop);
        if (places.Count == 0) return Results.NotFound();
        var formula = places.Count == 1 ? await DemandQueries.Explain(store, ground, places[0].PlaceId, stop) : null;
        if (places.Count == 1 && input.Broken.Count == 0) input = FormInput.Of(new { places[0].Minimum, places[0].Target, places[0].Absorption });
        return Html.Of<OverrideDemandPage>(new { Emergency = emergency, Places = places, Formula = formula, Input = input }, input.Broken.Count > 0 ? 422 : 200);
    }

    private static async Task<IResult> Export(Guid id, HttpContext http, Stores stores, Tongue t, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        if (await store.Sql.GroundOf(id, stop) is not { } ground) return Results.NotFound();
        await Spreadsheet.Send(http, t["needs.title"], async sheet =>
        {
            sheet.BeginSheet(t["needs.title"], [new(t["needs.column.id"], 38), new(t["needs.code"], 16), new(t["needs.area"], 26), new(t["needs.post"], 26), new(t["needs.residents"], 10),
                new(t["needs.staff"], 10), new(t["needs.minimum"], 10), new(t["needs.target"], 10), new(t["needs.absorption"], 12), new(t["needs.source"], 10), new(t["needs.reason"], 30)]);
            await foreach (var d in DemandQueries.Stream(store.Sql, ground, Filter(TableAsk.Of(http.Request)), stop))
                sheet.Row(d.PlaceId.ToString(), d.Code, d.Kind == PlaceKind.Post ? d.AreaName : d.Name, d.Kind == PlaceKind.Post ? d.Name : null, d.Residents is { } r ? SheetValue.Of(r) : SheetValue.Empty,
                    d.LocalStaff is { } l ? SheetValue.Of(l) : SheetValue.Empty, d.Minimum, d.Target, d.Absorption, t.Of(d.Source), d.Reason);
        });
        return Results.Empty;
    }

    private static string Said(Tongue t, DemandOutcome o) => t["needs.computed", t.Number(o.Places), t.Number(o.New + o.Changed), t.Number(o.Overridden)];
}
