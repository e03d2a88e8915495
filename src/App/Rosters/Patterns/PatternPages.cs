using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Importing;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Rosters.Patterns.Pages;

namespace Muster.Rosters.Patterns;

/// <summary>Shift patterns: the list, one's own, setting many posts' times; public holidays.</summary>
internal static class PatternPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<ApplyPattern, PatternApplied>();
        routes.MapAct<KeepPattern, Guid>();
        routes.MapAct<EndPattern, Guid>();
        routes.MapPage("/patterns", async (PatternQueries patterns, CancellationToken stop) => Html.Of<PatternsPage>(new { List = await patterns.All(stop) }));
        routes.MapPage("/patterns/new", () => Html.Of<PatternFormPage>(new { Input = FormInput.Blank() }));
        routes.MapForm("/patterns/new", async (HttpContext http, Posting posting, Viewing view) =>
            await posting.Do<KeepPattern, Guid>(await FormInput.Read(http), _ => posting.To("/patterns", view.Tongue["patterns.saved"]),
                input => Task.FromResult<IResult>(Html.Of<PatternFormPage>(new { Input = input }, 422))));
        routes.MapPage("/patterns/{id:guid}", async (Guid id, PatternQueries patterns, CancellationToken stop) => await Own(patterns, id, stop) is { } own
            ? Html.Of<PatternFormPage>(new { Own = own, Input = FormInput.Blank(("Name", own.Zh), ("Kinds", own.Kinds), ("Bands", Band.Write(own.Bands)), ("AreaId", own.AreaId), ("AreaId-text", own.AreaName), ("Version", own.Version)) })
            : Results.NotFound());
        routes.MapForm("/patterns/{id:guid}", async (Guid id, HttpContext http, PatternQueries patterns, Posting posting, Viewing view) =>
            await posting.Do<KeepPattern, Guid>(await FormInput.Read(http), _ => posting.To("/patterns", view.Tongue["patterns.saved"]),
                async input => Html.Of<PatternFormPage>(new { Own = await Own(patterns, id, http.RequestAborted), Input = input }, 422), ("PatternId", id)));
        routes.MapForm("/patterns/{id:guid}/end", async (Guid id, HttpContext http, PatternQueries patterns, Posting posting, Viewing view) =>
            await posting.Do<EndPattern, Guid>(await FormInput.Read(http), _ => posting.To("/patterns", view.Tongue["patterns.ended"]),
                async input => Html.Of<PatternFormPage>(new { Own = await Own(patterns, id, http.RequestAborted), Input = input }, 422), ("PatternId", id)));
        routes.MapPage("/patterns/apply", async (Guid? area, PatternQueries patterns, CancellationToken stop) =>
        {
            var at = area is { } id ? await patterns.Area(id, stop) : null;
            return Html.Of<ApplyPatternPage>(new { List = await patterns.All(stop), Input = FormInput.Blank(("AreaId", at?.Id), ("AreaId-text", at?.Name)) });
        });
        routes.MapForm("/patterns/apply", async (HttpContext http, PatternQueries patterns, Posting posting, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            var t = view.Tongue;
            return await posting.Do<ApplyPattern, PatternApplied>(input, done => posting.To($"/posts/times?under={input["AreaId"]}", t["patterns.applied", t.Number(done.Set), t.Number(done.Kept), t.Number(done.Without)]),
                async again => Html.Of<ApplyPatternPage>(new { List = await patterns.All(http.RequestAborted), Input = again }, 422));
        });
        routes.MapGet("/api/patterns", async (PatternQueries patterns, CancellationToken stop) => Results.Json(await patterns.All(stop), Desk.Json)).RequireAuthorization(Policies.Field);
        MapHolidays(routes);
    }

    private static void MapHolidays(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/holidays", async (PatternQueries patterns, CancellationToken stop) => Html.Of<HolidaysPage>(new { List = await patterns.Holidays(stop) }));
        routes.MapPage("/holidays/export", async (HttpContext http, PatternQueries patterns, Viewing view, CancellationToken stop) =>
        {
            var (t, days) = (view.Tongue, await patterns.Holidays(stop));
            await Spreadsheet.Send(http, t["holidays.title"], sheet =>
            {
                sheet.BeginSheet(t["holidays.title"], [new(t["holidays.day"], 14), new(t["holidays.name"], 20), new(t["holidays.kind"], 10)]);
                foreach (var h in days) sheet.Row(h.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), h.Name, h.IsOff ? t["holidays.off"] : t["holidays.work"]);
                return Task.CompletedTask;
            });
        });
        routes.MapTableImport(new TableImportPlace("/holidays/import", "/api/holidays/imports", "rosters", "holidays.import", "areas.import.about", "holidays.import.hint"),
            (_, name, hash, dryRun) => new ImportHolidays(name, hash, dryRun));
        routes.MapGet("/api/holidays", async (PatternQueries patterns, CancellationToken stop) => Results.Json(await patterns.Holidays(stop), Desk.Json)).RequireAuthorization(Policies.Field);
    }

    private static async Task<PatternLine?> Own(PatternQueries patterns, Guid id, CancellationToken stop) => (await patterns.All(stop)).FirstOrDefault(p => p.Id == id);
}
