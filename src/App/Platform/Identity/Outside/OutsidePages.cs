using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Builder;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Identity.Pages;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using static Muster.Platform.Ui.Showing.Html;

namespace Muster.Platform.Identity.Outside;

/// <summary>Signing in by the city's identity provider: there and back; and its setting.</summary>
internal static class OutsidePages
{
    private const string Cookie = "outside";

    /// <summary>What is set of a provider, with its secret as typed; the secret is sealed before anything is done with it.</summary>
    internal sealed record ProviderForm(string? Issuer, string? ClientId, string? ClientSecret, string? Label, string? Claim, ClaimMeaning Means, string? Authority, bool PrivateNetwork)
    {
        public SetIdentityProvider Act(SignOn signOn, IdentityProvider? before) => new(string.IsNullOrWhiteSpace(Issuer) ? null : new IdentityProvider(Issuer.Trim(), ClientId?.Trim() ?? "",
            string.IsNullOrEmpty(ClientSecret) ? before?.SealedSecret ?? "" : signOn.SealSecret(ClientSecret), Label?.Trim() ?? "", Claim?.Trim() ?? "", Means, string.IsNullOrWhiteSpace(Authority) ? null : Authority, PrivateNetwork));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/sign-in/outside", Begin, Policies.Open);
        routes.MapPage("/sign-in/outside/back", Back, Policies.Open);
        routes.MapPage("/accounts/provider", async (SignOn signOn, CancellationToken stop) => Show(await signOn.Provider(stop), null, 200), Policies.SignInTerms);
        routes.MapForm("/accounts/provider", async (HttpContext http, Posting posting, SignOn signOn, Viewing view, CancellationToken stop) =>
        {
            var (input, before) = (await FormInput.Read(http), await signOn.Provider(stop));
            var (form, broken) = Binding.To<ProviderForm>(input);
            return form is null ? Show(before, input.With(broken), 422)
                : await posting.Do(form.Act(signOn, before), input, _ => posting.To("/accounts", view.Tongue["provider.set"]), again => Task.FromResult(Show(before, again, 422)));
        }, Policies.SignInTerms);
        routes.MapPost("/api/sign-in/provider", async (ProviderForm form, HttpContext http, SignOn signOn, Desk desk) => await Routes.Answer(async () =>
            new { outcome = await desk.Do(form.Act(signOn, await signOn.Provider(http.RequestAborted)), WriteId.New(), Acting.Of(http), http.RequestAborted) })).RequireAuthorization(Policies.SignInTerms);
    }

    private static IResult Show(IdentityProvider? provider, FormInput? input, int status) =>
        Of<ProviderPage>(new { Input = input ?? (provider is null ? FormInput.Blank(("Claim", "preferred_username"), ("Means", ClaimMeaning.AccountName)) : FormInput.Of(provider)) }, status);

    private static string BackTo(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}/sign-in/outside/back";

    private static async Task<IResult> Begin(HttpContext http, string? next, SignOn signOn, CancellationToken stop)
    {
        if (await signOn.Provider(stop) is not { } provider) return Results.NotFound();
        try
        {
            var (address, cookie) = await signOn.Begin(provider, BackTo(http), next ?? "/", stop);
            // Lax: the way back is a link from the provider's page.
            http.Response.Cookies.Append(Cookie, cookie, new CookieOptions { HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", MaxAge = SignOn.Within });
            return Results.Redirect(address);
        }
        catch (Refused refused)
        {
            return await Again(refused.Rules, next, signOn, stop);
        }
    }

    private static async Task<IResult> Back(HttpContext http, string? state, string? code, string? iss, SignOn signOn, SignIns signIns, Desk desk, CancellationToken stop)
    {
        if (await signOn.Provider(stop) is not { } provider) return Results.NotFound();
        var cookie = http.Request.Cookies[Cookie];
        http.Response.Cookies.Delete(Cookie);
        try
        {
            var (who, next) = await signOn.End(provider, cookie, new OutsideAnswer(state, code, iss), BackTo(http), stop);
            var account = await desk.Do(new LinkOutside(who.SubjectHash, who.Means, who.Value), WriteId.New(), Acting.Of(http), stop);
            return await IdentityPages.Enter(http, signIns, (await signIns.Find(account, stop))!, null, new SecondShown(Outside: who.TwoFactors), WriteId.New(), next, stop);
        }
        catch (Refused refused)
        {
            return await Again(refused.Rules, null, signOn, stop);
        }
    }

    private static async Task<IResult> Again(IReadOnlyList<Broken> broken, string? next, SignOn signOn, CancellationToken stop) =>
        Of<SignInPage>(new { Input = FormInput.Blank().With(broken), Next = next ?? "/", Outside = (await signOn.Provider(stop))?.Label }, StatusCodes.Status422UnprocessableEntity);
}
