using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Identity.Outside;
using Muster.Platform.Identity.Pages;
using Muster.Platform.Identity.Passkeys;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using static Muster.Platform.Ui.Showing.Html;

namespace Muster.Platform.Identity;

/// <summary>Signing in and out, the single-use link that makes the first account, and codes that activate others.</summary>
internal static class IdentityPages
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<Accounts>();
        services.AddSingleton<SignIns>();
        services.AddSingleton<KnownDevices>();
        services.AddSingleton<PasskeyStore>();
        services.AddSingleton<PasskeyCeremony>();
        services.AddSingleton<SignOn>();
        SignInCookies.Add(services);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        OutsidePages.Map(routes);
        routes.MapPage("/sign-in", async (string? next, SignIns signIns, SignOn signOn, CancellationToken stop) =>
            Of<SignInPage>(new { Input = FormInput.Blank(), Next = next ?? "/", Fresh = await signIns.IsFresh(stop), Outside = (await signOn.Provider(stop))?.Label }), Policies.Open);
        routes.MapForm("/sign-in", SignIn, Policies.Open);
        routes.MapForm("/sign-in/code", Code, Policies.Open);
        routes.MapForm("/sign-in/passkey/options", async (HttpContext http, PasskeyCeremony passkeys) => Results.Json(await passkeys.AskToShow(http, null), Desk.Json), Policies.Open);
        routes.MapForm("/sign-in/passkey", Passkey, Policies.Open);
        routes.MapForm("/sign-out", SignOut, Policies.Open);
        routes.MapPage("/set-up/{secret}", async (string secret, SignIns signIns, Accounts accounts, CancellationToken stop) => await signIns.IsGoodSetup(secret, stop)
            ? Of<SetUpPage>(new { Input = FormInput.Blank(), Secret = secret, LengthMin = PasswordRules.LengthMin((await accounts.Rules(stop)).Profile) })
            : (IResult)Of<LinkSpentPage>(new { }, StatusCodes.Status410Gone), Policies.Open);
        routes.MapForm("/set-up/{secret}", SetUp, Policies.Open);
        routes.MapPage("/activate/{secret}", async (string secret, SignIns signIns, Accounts accounts, CancellationToken stop) => await signIns.Activating(secret, stop) is { } account
            ? Of<ActivatePage>(new { Input = FormInput.Blank(), Secret = secret, Account = account, LengthMin = PasswordRules.LengthMin((await accounts.Rules(stop)).Profile) })
            : (IResult)Of<LinkSpentPage>(new { }, StatusCodes.Status410Gone), Policies.Open);
        routes.MapForm("/activate/{secret}", Activate, Policies.Open);
    }

    private static async Task<IResult> SignIn(HttpContext http, string? next, SignIns signIns, CancellationToken stop)
    {
        var input = await FormInput.Read(http);
        var tried = await signIns.Try(http, input["Name"] ?? "", input.Raw("Password"), stop);
        if (tried is { Pending: { } pending }) return Of<CodePage>(new { Input = FormInput.Blank(("Pending", pending)), Next = next ?? "/" });
        if (tried.Account is { } account) return await Enter(http, signIns, account, tried.LockKey, SecondShown.Nothing, WriteId.New(), next, stop);
        return Of<SignInPage>(new { Input = input.With(tried.Broken), Next = next ?? "/", Fresh = await signIns.IsFresh(stop) }, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> Code(HttpContext http, string? next, SignIns signIns, CancellationToken stop)
    {
        var input = await FormInput.Read(http);
        var tried = await signIns.TryCode(http, input["Pending"] ?? "", input["Code"] ?? "", stop);
        return tried.Account is { } account
            ? await Enter(http, signIns, account, tried.LockKey, tried.Shown!, WriteId.New(), next, stop)
            : Of<CodePage>(new { Input = input.With(tried.Broken), Next = next ?? "/" }, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> Passkey(HttpContext http, string? next, SignIns signIns, PasskeyCeremony passkeys, CancellationToken stop)
    {
        var input = await FormInput.Read(http);
        try
        {
            var (account, shown) = await passkeys.Shown(http, input["State"] ?? "", input["Credential"] ?? "", null);
            return await Enter(http, signIns, account, null, new SecondShown(Passkey: shown), PasskeyCeremony.OnceFor(input["Credential"]!), next, stop);
        }
        catch (Refused refused)
        {
            return Of<SignInPage>(new { Input = FormInput.Blank().With(refused.Rules), Next = next ?? "/", Fresh = false }, StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static async Task<IResult> SignOut(HttpContext http, Desk desk, CancellationToken stop)
    {
        if (Acting.StandingOf(http) is { } standing) await desk.Do(new EndSignedIn(standing.AccountId, standing.SignedInId), WriteId.New(), Acting.Of(http), stop);
        await http.SignOutAsync();
        http.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return To(http, "/sign-in");
    }

    private static async Task<IResult> SetUp(string secret, HttpContext http, Posting posting, SignIns signIns, Accounts accounts, CancellationToken stop)
    {
        var input = await FormInput.Read(http);
        var min = PasswordRules.LengthMin((await accounts.Rules(stop)).Profile);
        IResult Again(IReadOnlyList<Broken> broken) =>
            Of<SetUpPage>(new { Input = input.With(broken), Secret = secret, LengthMin = min }, StatusCodes.Status422UnprocessableEntity);
        var (name, display, password) = (input["Name"] ?? "", input["DisplayName"] ?? "", input.Raw("Password"));
        var broken = AccountRules.Of(name, display).Concat(await accounts.Check(password, [name, display], stop)).ToList();
        if (broken.Count > 0) return Again(broken);
        var act = new UseSetupLink(Secret.HexHash(secret), name, display, Accounts.HashPassword(password));
        Guid made = default;
        var answer = await posting.Do(act, input, id => { made = id; return posting.To("/"); }, form => Task.FromResult(Again(form.Broken)));
        return made == default ? answer : await Enter(http, signIns, (await signIns.Find(made, stop))!, LockRules.Key(name, null), SecondShown.Nothing, WriteId.New(), "/", stop);
    }

    private static async Task<IResult> Activate(string secret, HttpContext http, Posting posting, SignIns signIns, Accounts accounts, CancellationToken stop)
    {
        var input = await FormInput.Read(http);
        var account = await signIns.Activating(secret, stop) ?? new ActivatingAccount("", 0, 0);
        var min = PasswordRules.LengthMin((await accounts.Rules(stop)).Profile);
        IResult Again(IReadOnlyList<Broken> broken) =>
            Of<ActivatePage>(new { Input = input.With(broken), Secret = secret, Account = account, LengthMin = min }, StatusCodes.Status422UnprocessableEntity);
        var broken = await accounts.Check(input.Raw("Password"), [account.Name], stop);
        if (broken.Count > 0) return Again(broken);
        return await posting.Do(new UseActivation(Secret.HexHash(secret), Accounts.HashPassword(input.Raw("Password"))), input,
            _ => posting.To("/sign-in"), form => Task.FromResult(Again(form.Broken)));
    }

    internal static async Task<IResult> Enter(HttpContext http, SignIns signIns, Account account, string? lockKey, SecondShown shown, WriteId writeId, string? next, CancellationToken stop)
    {
        try
        {
            var (id, kind) = await signIns.Enter(http, account, lockKey, shown, writeId, stop);
            var ticket = new ClaimsPrincipal(new ClaimsIdentity([new Claim(Acting.SignedInClaim, id.ToString()), new Claim(ClaimTypes.Name, account.DisplayName)], CookieAuthenticationDefaults.AuthenticationScheme));
            // A device in the field keeps its cookie; a manager's ends with the browser or after half an hour without a request.
            await http.SignInAsync(ticket, kind == StayKind.Field
                ? new AuthenticationProperties { IsPersistent = true, AllowRefresh = false, ExpiresUtc = signIns.Now + EnterAccount.LongestField }
                : new AuthenticationProperties());
            return To(http, next ?? "/");
        }
        catch (Refused refused)
        {
            return Of<SignInPage>(new { Input = FormInput.Blank(("Name", account.Name)).With(refused.Rules), Next = next ?? "/", Fresh = false }, StatusCodes.Status422UnprocessableEntity);
        }
    }
}
