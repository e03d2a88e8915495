using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Privacy.Destroying.Pages;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.Platform.Privacy.Destroying;

/// <summary>Reads of requests to destroy; they hold ids and reasons, nobody's data.</summary>
public sealed class DestructionQueries(Stores stores, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<Destruction>> Latest(CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Set<Destruction>().AsNoTracking().OrderByDescending(d => d.AskedAt).Take(TableAsk.SizeMax).ToListAsync(stop);
    }

    public async Task<Destruction?> Find(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Set<Destruction>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, stop);
    }
}

/// <summary>Asking for personal data to be destroyed, and confirming it.</summary>
internal static class DestructionPages
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<DestructionQueries>();
        services.AddSingleton(new NavItem("destructions", "nav.destructions", "/destructions", "delete", 97) { Policy = Policies.Destruction });
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/destructions", async (HttpContext http, DestructionQueries destructions) =>
            Html.Of<DestructionsPage>(new { Ask = TableAsk.Of(http.Request), List = TablePage<Destruction>.Whole(await destructions.Latest(http.RequestAborted)), destructions.Now }), Policies.Destruction);
        routes.MapPage("/destructions/new", (DestructionKind? kind, string? subject) =>
            Html.Of<AskDestructionPage>(new { Input = FormInput.Blank(("Kind", (kind ?? DestructionKind.Person).ToString()), ("SubjectId", subject)) }), Policies.Destruction);
        routes.MapForm("/destructions/new", async (HttpContext http, Posting posting, Viewing view) =>
            await posting.Do<AskDestruction, Guid>(await FormInput.Read(http), id => posting.To($"/destructions/{id}", view.Tongue["destructions.asked"]),
                again => Task.FromResult<IResult>(Html.Of<AskDestructionPage>(new { Input = again }, 422))), Policies.Destruction);
        routes.MapPage("/destructions/{id:guid}", (Guid id, HttpContext http, DestructionQueries destructions, Viewing view) => Show(id, http, FormInput.Blank(), destructions, view, 200), Policies.Destruction);
        routes.MapForm("/destructions/{id:guid}/decide", async (Guid id, HttpContext http, Posting posting, DestructionQueries destructions, Viewing view) =>
            await posting.Do<DecideDestruction, DestructionState>(await FormInput.Read(http), state => posting.To($"/destructions/{id}", view.Tongue.Of(state)),
                again => Show(id, http, again, destructions, view, 422), ("Id", id)), Policies.Destruction);
        routes.MapGet("/api/destructions", async (DestructionQueries destructions, HttpContext http) => Results.Json(new
        {
            destructions = (await destructions.Latest(http.RequestAborted)).Select(d => new { d.Id, d.Kind, d.SubjectId, d.Reason, d.AskedBy, d.AskedAt, d.EndsAt, d.DecidedBy, d.DecidedAt, State = d.State(destructions.Now) }),
        }, Desk.Json)).RequireAuthorization(Policies.Destruction);
        routes.MapAct<AskDestruction, Guid>();
        routes.MapAct<DecideDestruction, DestructionState>();
    }

    private static async Task<IResult> Show(Guid id, HttpContext http, FormInput input, DestructionQueries destructions, Viewing view, int status) =>
        await destructions.Find(id, http.RequestAborted) is { } asked
            ? Html.Of<DestructionPage>(new { Asked = asked, State = asked.State(destructions.Now), Own = asked.AskedBy == view.Actor.Name, May = view.Actor.May(Permission.ConfirmDestruction), Input = input }, status)
            : Results.NotFound();
}
