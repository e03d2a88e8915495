using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Muster.People;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.Organisation.Commanding;

/// <summary>Who commands where: a list, the page of one area, delegating and ending a delegation, and the same for programs.</summary>
internal static class CommandPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<DelegateCommand, Guid>();
        routes.MapAct<EndDelegation, Guid>();
        routes.MapPage("/commands", async (HttpRequest request, Stores stores, TimeProvider clock, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            await using var store = await stores.Open(stop);
            return Html.Of<Pages.CommandsPage>(new { Ask = ask, List = await CommandQueries.Page(store.Sql, ask, clock.GetUtcNow(), stop) });
        });
        routes.MapPage("/commands/export", Export);
        routes.MapPage("/commands/{area:guid}", (Guid area, Stores stores, TimeProvider clock, CancellationToken stop) => Show(area, FormInput.Blank(), stores, clock, stop));
        routes.MapForm("/commands/{area:guid}", async (Guid area, HttpContext http, Posting posting, Stores stores, TimeProvider clock, Viewing view) =>
            await posting.Do<DelegateCommand, Guid>(await FormInput.Read(http), _ => posting.To($"/commands/{area}", view.Tongue["organisation.saved"]),
                again => Show(area, again, stores, clock, http.RequestAborted), ("AreaId", area)));
        routes.MapForm("/commands/{area:guid}/end/{delegation:guid}", async (Guid area, Guid delegation, HttpContext http, Posting posting, Stores stores, TimeProvider clock, Viewing view) =>
            await posting.Do<EndDelegation, Guid>(await FormInput.Read(http), _ => posting.To($"/commands/{area}", view.Tongue["organisation.saved"]),
                again => Show(area, again, stores, clock, http.RequestAborted), ("DelegationId", delegation)));
        routes.MapGet("/api/areas/{id:guid}/commander", async (Guid id, DateTimeOffset? at, Stores stores, TimeProvider clock, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            return await CommandQueries.Of(store.Sql, id, at?.ToUniversalTime() ?? clock.GetUtcNow(), stop) is { } line
                ? Results.Json(new { command = line, delegations = await CommandQueries.Delegations(store.Sql, id, stop) }, Desk.Json) : Results.NotFound();
        }).RequireAuthorization(Policies.Field);
    }

    private static async Task<IResult> Show(Guid area, FormInput input, Stores stores, TimeProvider clock, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        if (await CommandQueries.Of(store.Sql, area, clock.GetUtcNow(), stop) is not { } line) return Results.NotFound();
        var person = Guid.TryParse(input["PersonId"], out var p) ? await store.Set<Person>().AsNoTracking().SingleOrDefaultAsync(x => x.Id == p, stop) : null;
        return Html.Of<Pages.CommandPage>(new { Line = line, Delegations = await CommandQueries.Delegations(store.Sql, area, stop), Now = clock.GetUtcNow(), PersonName = person?.Name, Input = input }, input.Broken.Count > 0 ? 422 : 200);
    }

    private static async Task Export(HttpContext http, Stores stores, TimeProvider clock, Viewing view)
    {
        var t = view.Tongue;
        await using var store = await stores.Open(http.RequestAborted);
        await Spreadsheet.Send(http, t["commands.title"], async sheet =>
        {
            sheet.BeginSheet(t["commands.title"], [new(t["organisation.area"], 30), new(t["owners.above"], 24), new(t["commands.commander"], 12), new(t["commands.host"], 12), new(t["commands.until"], 18), new(t["organisation.reason"], 30)]);
            await foreach (var c in CommandQueries.All(store.Sql, TableAsk.Of(http.Request), clock.GetUtcNow(), http.RequestAborted))
                sheet.Row(c.Area, c.Above, c.Commander ?? t["commands.nobody"], c.Host, c.Until is { } until ? t.Moment(until) : null, c.Reason);
        });
    }
}
