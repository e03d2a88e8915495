using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Access.Pages;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using static Muster.Platform.Ui.Showing.Html;

namespace Muster.Platform.Access.Tokens;

/// <summary>One's own tokens for programs, and the routes of the API around them.</summary>
internal static class TokenPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/me/tokens", (HttpContext http, CancellationToken stop) => Show(http, FormInput.Blank(("Days", 90), ("Scope", TokenScope.Read)), 200, stop), Policies.SignedIn);
        routes.MapForm("/me/tokens", Make, Policies.SignedIn);
        routes.MapForm("/me/tokens/{id:guid}/end", async (Guid id, HttpContext http, Posting posting) =>
            await posting.Do(new EndToken(id), await FormInput.Read(http), _ => posting.To("/me/tokens"), input => Show(http, input, 422, http.RequestAborted)), Policies.SignedIn);
        routes.MapForm("/accounts/{account:guid}/tokens/{id:guid}/end", async (Guid account, Guid id, HttpContext http, Posting posting) =>
            await posting.Do(new EndToken(id), await FormInput.Read(http), _ => posting.To($"/accounts/{account}"), _ => Task.FromResult(posting.To($"/accounts/{account}"))), Policies.ManageAccounts);
        routes.MapGet("/api/accounts/find", async (string name, AccessQueries access, HttpContext http) => await access.IdOf(name, http.RequestAborted) is { } id
            ? Results.Json(new { id }, Desk.Json) : Results.NotFound()).RequireAuthorization(Policies.Accounts);
        routes.MapAct<MakeToken, Guid>();
        routes.MapAct<EndToken, string>();
    }

    private static async Task<IResult> Show(HttpContext http, FormInput input, int status, CancellationToken stop) => Acting.StandingOf(http) is { } own
        ? Of<TokensPage>(new { Tokens = await http.RequestServices.GetRequiredService<AccessQueries>().Tokens(own.AccountId, stop), Input = input }, status)
        : To(http, "/");

    /// <summary>The secret is shown once, on the answer itself.</summary>
    private static async Task<IResult> Make(HttpContext http, Posting posting)
    {
        if (Acting.StandingOf(http) is not { } own) return Results.NotFound();
        var (input, secret) = (await FormInput.Read(http), Tokens.NewSecret());
        return await posting.Do<MakeToken, Guid>(input, _ => Of<TokenPage>(new { Name = input["Name"] ?? "", Shown = secret, Address = $"{http.Request.Scheme}://{http.Request.Host}" }),
            again => Show(http, again, 422, http.RequestAborted), (nameof(MakeToken.AccountId), own.AccountId), (nameof(MakeToken.SecretHash), Secret.HexHash(secret)));
    }
}
