using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Access.Pages;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Identity.Passkeys;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using static Muster.Platform.Ui.Showing.Html;

namespace Muster.Platform.Access;

/// <summary>One's own account: roles, where one is signed in, the password, the second factor.</summary>
internal static class OwnAccountPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/me", (HttpContext http, AccessQueries access, CancellationToken stop) => Show(http, access, FormInput.Blank(), 200, stop), Policies.SignedIn);
        routes.MapForm("/me/sign-out/{id:guid}", async (Guid id, HttpContext http, Posting posting, AccessQueries access) => Acting.StandingOf(http) is { } own
            ? await posting.Do(new EndSignedIn(own.AccountId, id), await FormInput.Read(http), _ => posting.To("/me"), input => Show(http, access, input, 422, http.RequestAborted))
            : Results.NotFound(), Policies.SignedIn);
        routes.MapForm("/me/password", ChangeOwn, Policies.SignedIn);
        routes.MapPage("/me/second-factor", (HttpContext http, SignIns signIns) => Offer(http, signIns, FormInput.Blank(("Key", signIns.Seal(RandomNumberGenerator.GetBytes(Totp.KeyBytes)))), 200), Policies.SignedIn);
        routes.MapForm("/me/second-factor", Begin, Policies.SignedIn);
        ProvingPages.Map(routes);
        routes.MapForm("/me/passkeys/options", async (HttpContext http, PasskeyCeremony passkeys, SignIns signIns, CancellationToken stop) =>
            Acting.StandingOf(http) is { } own ? Results.Json(await passkeys.AskToMake(http, (await signIns.Find(own.AccountId, stop))!), Desk.Json) : Results.NotFound(), Policies.SignedIn);
        routes.MapForm("/me/passkeys", AddOwnPasskey, Policies.SignedIn);
        routes.MapForm("/me/passkeys/{id:guid}/remove", async (Guid id, HttpContext http, Posting posting, AccessQueries access) =>
            await posting.Do(new RemovePasskey(id), await FormInput.Read(http), _ => posting.To("/me"), input => Show(http, access, input, 422, http.RequestAborted)), Policies.SignedIn);
    }

    private static async Task<IResult> Show(HttpContext http, AccessQueries access, FormInput input, int status, CancellationToken stop) =>
        Acting.StandingOf(http) is { } own && await access.Find(own.AccountId, stop) is { } account
            ? Of<MePage>(new { Account = account, SignedIn = await access.SignedIn(own.AccountId, stop), Passkeys = await access.Passkeys(own.AccountId, stop), Here = own.SignedInId, own.Owes,
                LengthMin = PasswordRules.LengthMin((await http.RequestServices.GetRequiredService<Accounts>().Rules(stop)).Profile), Input = input }, status)
            : To(http, "/");

    private static async Task<IResult> AddOwnPasskey(HttpContext http, Posting posting, AccessQueries access, PasskeyCeremony passkeys, SignIns signIns, Grants grants, Viewing view, CancellationToken stop)
    {
        if (Acting.StandingOf(http) is not { } own) return Results.NotFound();
        var input = await FormInput.Read(http);
        try
        {
            var made = await passkeys.Made(http, (await signIns.Find(own.AccountId, stop))!, input["State"] ?? "", input["Credential"] ?? "");
            var act = new AddPasskey(input["Name"] ?? "", made.CredentialId, made.PublicKey, made.SignCount, string.Join(',', made.Transports ?? []), made.IsBackupEligible, made.IsBackedUp, own.SignedInId);
            return await posting.Do(act, input, _ =>
            {
                grants.Forget(own.SignedInId);
                return posting.To("/me", view.Tongue["passkey.added"]);
            }, again => Show(http, access, again, 422, stop));
        }
        catch (Refused refused)
        {
            return await Show(http, access, input.With(refused.Rules), 422, stop);
        }
    }

    private static async Task<IResult> ChangeOwn(HttpContext http, Posting posting, AccessQueries access, Accounts accounts, SignIns signIns, Grants grants, Viewing view, CancellationToken stop)
    {
        if (Acting.StandingOf(http) is not { } own) return Results.NotFound();
        var input = await FormInput.Read(http);
        var account = await signIns.Find(own.AccountId, stop);
        var broken = await accounts.Check(input.Raw("Password"), [account!.Name, account.DisplayName], stop);
        if (input.Raw("Old") == input.Raw("Password")) broken.Add(new Broken("password-same", "新密码和原密码一样。", "The new password is the present one.", "Password"));
        if (await accounts.SignIn(account.Name, input.Raw("Old"), stop) is null) broken.Add(new Broken("password-old", "原密码不对。", "Your present password is wrong.", "Old"));
        if (broken.Count > 0) return await Show(http, access, input.With(broken), 422, stop);
        return await posting.Do(new ChangePassword(Accounts.HashPassword(input.Raw("Password")), own.SignedInId), input,
            _ =>
            {
                grants.Forget(own.SignedInId);
                return posting.To("/me", view.Tongue["me.password.changed"]);
            }, again => Show(http, access, again, 422, stop));
    }

    private static async Task<IResult> Begin(HttpContext http, Posting posting, SignIns signIns, Grants grants)
    {
        if (Acting.StandingOf(http) is not { } own) return Results.NotFound();
        var input = await FormInput.Read(http);
        byte[] key;
        try
        {
            key = signIns.Open(input["Key"] ?? "");
        }
        catch (Exception damaged) when (damaged is CryptographicException or FormatException)
        {
            return To(http, "/me/second-factor");
        }
        if (Totp.Accept(key, input["Code"] ?? "", signIns.Now, 0) is not { } step)
            return Offer(http, signIns, input.With([new Broken("code-wrong", "验证码不对。请核对手机时间，用应用里的下一个验证码。", "The code is wrong. Check the phone's clock and use the app's next one.", "Code")]), 422);
        var codes = Enumerable.Range(0, AddSecondFactor.RecoveryCodes).Select(_ => Recovery.New()).ToList();
        return await posting.Do(new AddSecondFactor(input["Key"]!, step, [.. codes.Select(Recovery.Hash)], own.SignedInId), input,
            _ =>
            {
                grants.Forget(own.SignedInId);
                return Of<RecoveryCodesPage>(new { Codes = codes });
            }, again => Task.FromResult(Offer(http, signIns, again, 422)));
    }

    private static IResult Offer(HttpContext http, SignIns signIns, FormInput input, int status)
    {
        var key = signIns.Open(input["Key"]!);
        return Of<SecondFactorPage>(new { Input = input, Written = Totp.Written(key), Address = Totp.Address(key, http.User.Identity?.Name ?? "") }, status);
    }
}
