using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Access.Pages;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Identity.Passkeys;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using static Muster.Platform.Ui.Showing.Html;

namespace Muster.Platform.Access;

/// <summary>Showing once more who one is, before something sensitive; and the rules of signing in.</summary>
internal static class ProvingPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/me/prove", (HttpContext http, string? next, AccessQueries access, CancellationToken stop) => Show(http, next, access, FormInput.Blank(), 200, stop), Policies.SignedIn);
        routes.MapForm("/me/prove", Prove, Policies.SignedIn);
        routes.MapForm("/me/prove/passkey/options", async (HttpContext http, PasskeyCeremony passkeys, SignIns signIns, CancellationToken stop) =>
            Acting.StandingOf(http) is { } own ? Results.Json(await passkeys.AskToShow(http, await signIns.Find(own.AccountId, stop)), Desk.Json) : Results.NotFound(), Policies.SignedIn);
        routes.MapForm("/me/prove/passkey", ProveByPasskey, Policies.SignedIn);
        routes.MapPage("/accounts/rules", async (Accounts accounts, CancellationToken stop) => Of<SignInTermsPage>(new { Input = FormInput.Of(await accounts.Rules(stop)) }), Policies.SignInTerms);
        routes.MapForm("/accounts/rules", async (HttpContext http, Posting posting, Viewing view) => await posting.Do<SetSignInTerms, string>(await FormInput.Read(http),
            _ => posting.To("/accounts", view.Tongue["rules.set"]), input => Task.FromResult<IResult>(Of<SignInTermsPage>(new { Input = input }, 422))), Policies.SignInTerms);
        routes.MapAct<SetSignInTerms, string>();
        routes.MapAct<RemovePasskey, string>();
    }

    private static async Task<IResult> Show(HttpContext http, string? next, AccessQueries access, FormInput input, int status, CancellationToken stop) =>
        Acting.StandingOf(http) is { } own && await access.Find(own.AccountId, stop) is { } account
            ? Of<ProvePage>(new { Account = account, HasPasskeys = (await access.Passkeys(own.AccountId, stop)).Count > 0, Next = next ?? "/", Input = input }, status)
            : To(http, "/");

    private static async Task<IResult> Prove(HttpContext http, string? next, Posting posting, AccessQueries access, SignIns signIns, Grants grants, CancellationToken stop)
    {
        if (Acting.StandingOf(http) is not { } own) return Results.NotFound();
        var input = await FormInput.Read(http);
        var account = (await signIns.Find(own.AccountId, stop))!;
        // Counted and locked as when signing in: somebody else's open screen is no place to guess.
        // Who comes by the city's identity provider may have no password: the code alone, beside what the provider vouched for.
        var tried = account is { PasswordHash: null, TotpKey: not null } ? signIns.AskCode(http, account) : await signIns.Try(http, account.Name, input.Raw("Password"), stop);
        if (tried.Pending is { } pending) tried = await signIns.TryCode(http, pending, input["Code"] ?? "", stop);
        return tried.Account is null
            ? await Show(http, next, access, input.With(tried.Broken), 422, stop)
            : await Done(http, own, new ProveSelf(own.SignedInId, tried.Shown ?? SecondShown.Nothing, Guid.CreateVersion7()), WriteId.New(), next, access, grants, input);
    }

    private static async Task<IResult> ProveByPasskey(HttpContext http, string? next, AccessQueries access, PasskeyCeremony passkeys, Grants grants, CancellationToken stop)
    {
        if (Acting.StandingOf(http) is not { } own) return Results.NotFound();
        var input = await FormInput.Read(http);
        try
        {
            var (_, shown) = await passkeys.Shown(http, input["State"] ?? "", input["Credential"] ?? "", own.AccountId);
            return await Done(http, own, new ProveSelf(own.SignedInId, new SecondShown(Passkey: shown), Guid.CreateVersion7()), PasskeyCeremony.OnceFor(input["Credential"]!), next, access, grants, input);
        }
        catch (Refused refused)
        {
            return await Show(http, next, access, input.With(refused.Rules), 422, stop);
        }
    }

    private static async Task<IResult> Done(HttpContext http, Standing own, ProveSelf act, WriteId writeId, string? next, AccessQueries access, Grants grants, FormInput input)
    {
        try
        {
            await ((Desk)http.RequestServices.GetService(typeof(Desk))!).Do(act, writeId, Acting.Of(http), http.RequestAborted);
        }
        catch (Refused refused)
        {
            return await Show(http, next, access, input.With(refused.Rules), 422, http.RequestAborted);
        }
        grants.Forget(own.SignedInId);
        return To(http, next ?? "/");
    }
}
