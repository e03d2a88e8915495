using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.People.Agencies;
using Muster.People.Pages;
using Muster.Platform.Acts;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;

namespace Muster.People.Inviting;

/// <summary>The sheet of activation codes of an agency: asked for, made, shown once, printed.</summary>
internal static class InvitationPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/agencies/{id:guid}/codes", (Guid id, HttpContext http, AgencyQueries agencies, Invitations invitations, CancellationToken stop) => Show(id, http, agencies, invitations, FormInput.Blank(), 200, stop));
        routes.MapForm("/agencies/{id:guid}/codes", Make);
        routes.MapAct<InvitePeople, int>();
    }

    private static async Task<IResult> Show(Guid id, HttpContext http, AgencyQueries agencies, Invitations invitations, FormInput input, int status, CancellationToken stop) => await agencies.Find(id, stop) is { } agency
        ? Html.Of<InvitePage>(new { Agency = agency, Counts = await invitations.Count(id, stop), Input = input }, status) : Results.NotFound();

    private static async Task<IResult> Make(Guid id, HttpContext http, AgencyQueries agencies, Invitations invitations, Posting posting, TimeProvider clock, CancellationToken stop)
    {
        if (await agencies.Find(id, stop) is not { } agency) return Results.NotFound();
        var input = await FormInput.Read(http);
        var sheet = await invitations.Make(id, stop);
        return await posting.Do(Invitations.Act(id, sheet), input,
            _ => Html.Of<InvitationSheet>(new { Agency = agency, Sheet = sheet, Address = $"{http.Request.Scheme}://{http.Request.Host}", Until = clock.GetUtcNow() + Platform.Identity.SigningIn.MakeActivation.Lifetime }),
            again => Show(id, http, agencies, invitations, again, 422, stop));
    }
}
