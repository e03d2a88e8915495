using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Rosters.Leaving.Pages;
using Muster.Rosters.Patterns;

namespace Muster.Rosters.Leaving;

/// <summary>Leave on the phone of who asks for it.</summary>
internal static class OwnLeavePages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<AskOwnLeave, Guid>();
        routes.MapAct<WithdrawLeave, Guid>();
        routes.MapPage("/field/leave", (HttpContext http, LeaveQueries leave, TimeProvider clock) => Own(http, leave, Blank(clock)), Policies.SignedIn);
        routes.MapForm("/field/leave", async (HttpContext http, LeaveQueries leave, Posting posting, Viewing view) =>
            await posting.Do<AskOwnLeave, Guid>(await FormInput.Read(http), _ => posting.To("/field/leave", view.Tongue["leave.asked"]), again => Own(http, leave, again)), Policies.SignedIn);
        routes.MapForm("/field/leave/{id:guid}/withdraw", async (Guid id, HttpContext http, LeaveQueries leave, Posting posting, Viewing view, TimeProvider clock) =>
            await posting.Do(new WithdrawLeave(id), await FormInput.Read(http), _ => posting.To("/field/leave", view.Tongue["swaps.withdrawn"]), again => Own(http, leave, Blank(clock).With(again.Broken))), Policies.SignedIn);
        routes.MapGet("/api/field/leave", async (HttpContext http, LeaveQueries leave, CancellationToken stop) => Results.Json(await leave.Own(Acting.Of(http).Id, stop) ?? [], Desk.Json)).RequireAuthorization(Policies.SignedIn);
    }

    private static FormInput Blank(TimeProvider clock) => FormInput.Blank(("StartsOn", WorkDays.Of(clock.GetUtcNow()).AddDays(1)), ("Days", 1), ("Kind", LeaveKind.Personal));

    private static async Task<IResult> Own(HttpContext http, LeaveQueries leave, FormInput input) =>
        Html.Of<OwnLeavePage>(new { Leaves = await leave.Own(Acting.Of(http).Id, http.RequestAborted), Input = input }, input.Broken.Count > 0 ? 422 : 200);
}
