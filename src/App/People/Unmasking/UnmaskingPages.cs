using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.People.Pages;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;

namespace Muster.People.Unmasking;

/// <summary>Looking at one person's numbers in full: the answer to the form or the request itself, nowhere kept, gone with the next page.</summary>
internal static class UnmaskingPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapForm("/people/{id:guid}/unmask", async (Guid id, HttpContext http, Desk desk, PersonQuery query, TimeProvider clock, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            if (await query.Find(id, http.RequestAborted) is not { } person) return Results.NotFound();
            try
            {
                var permit = await desk.Do(new UnmaskPerson(id, input["Reason"] ?? ""), input.WriteId, view.Actor, http.RequestAborted);
                return Html.Of<PersonPage>(new { Person = person, Input = FormInput.Blank(), InFull = await query.InFull(permit, view.Actor, clock.GetUtcNow(), http.RequestAborted) });
            }
            catch (Refused refused)
            {
                return Html.Of<PersonPage>(new { Person = person, Input = input.With(refused.Rules) }, 422);
            }
        });
        routes.MapPost("/api/people/{id:guid}/unmask", async (Guid id, Why asked, HttpContext http, Desk desk, PersonQuery query, TimeProvider clock) =>
        {
            var actor = Acting.Of(http);
            return await query.Find(id, http.RequestAborted) is null ? Results.NotFound()
                : await Routes.Answer(async () => await query.InFull(await desk.Do(new UnmaskPerson(id, asked.Reason), WriteId.New(), actor, http.RequestAborted), actor, clock.GetUtcNow(), http.RequestAborted));
        }).RequireAuthorization(Policies.SignedInOrLocal);
    }

    internal sealed record Why(string Reason);
}
