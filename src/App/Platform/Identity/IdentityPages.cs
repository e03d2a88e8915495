using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Identity.Pages;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using static Muster.Platform.Ui.Showing.Html;

namespace Muster.Platform.Identity;

/// <summary>Signing in and out, and the single-use link that makes the first account.</summary>
internal static class IdentityPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/sign-in", async (string? next, Stores stores, CancellationToken stop) =>
            Of<SignInPage>(new { Input = FormInput.Blank(), Next = next ?? "/", Fresh = await IsFresh(stores, stop) }), Policies.Open);
        routes.MapForm("/sign-in", SignIn, Policies.Open);
        routes.MapForm("/sign-out", async (HttpContext http) =>
        {
            await http.SignOutAsync();
            return To(http, "/sign-in");
        }, Policies.Open);
        routes.MapPage("/set-up/{secret}", async (string secret, Stores stores, TimeProvider clock, CancellationToken stop) =>
            await IsGood(secret, stores, clock, stop)
                ? Of<SetUpPage>(new { Input = FormInput.Blank(), Secret = secret })
                : (IResult)Of<LinkSpentPage>(new { }, StatusCodes.Status410Gone), Policies.Open);
        routes.MapForm("/set-up/{secret}", SetUp, Policies.Open);
    }

    private static async Task<IResult> SignIn(HttpContext http, string? next, Accounts accounts, Stores stores, CancellationToken stop)
    {
        var input = await FormInput.Read(http);
        if (await accounts.SignIn(input["Name"] ?? "", input.Raw("Password"), stop) is { } account)
        {
            await Enter(http, account.Id, account.DisplayName);
            return To(http, next ?? "/");
        }
        input.With([new Broken("sign-in-wrong", "账号或密码不对，没有登录。请检查大小写和输入法后再试。",
            "Name or password is wrong; you are not signed in. Check capitals and the input method, then try again.")]);
        return Of<SignInPage>(new { Input = input, Next = next ?? "/", Fresh = await IsFresh(stores, stop) }, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> SetUp(string secret, HttpContext http, Posting posting, CancellationToken stop)
    {
        var input = await FormInput.Read(http);
        IResult Again(IReadOnlyList<Broken> broken) =>
            Of<SetUpPage>(new { Input = input.With(broken), Secret = secret }, StatusCodes.Status422UnprocessableEntity);
        var (name, display, password) = (input["Name"] ?? "", input["DisplayName"] ?? "", input.Raw("Password"));
        var broken = AccountRules.Of(name, display).Concat(Accounts.PasswordRules(password)).ToList();
        if (broken.Count > 0) return Again(broken);
        var act = new UseSetupLink(System.Convert.ToHexString(Secret.Hash(secret)), name, display, Accounts.HashPassword(password));
        Guid made = default;
        var answer = await posting.Do(act, input, id => { made = id; return posting.To("/"); }, form => Task.FromResult(Again(form.Broken)));
        if (made != default) await Enter(http, made, display);
        return answer;
    }

    private static Task Enter(HttpContext http, Guid account, string name) => http.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(
        [new Claim(Acting.IdClaim, account.ToString()), new Claim(ClaimTypes.Name, name)], CookieAuthenticationDefaults.AuthenticationScheme)));

    private static async Task<bool> IsFresh(Stores stores, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return !await store.Set<Account>().AnyAsync(stop);
    }

    private static async Task<bool> IsGood(string secret, Stores stores, TimeProvider clock, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (hash, now) = (Secret.Hash(secret), clock.GetUtcNow());
        return await store.Set<SetupLink>().AnyAsync(l => l.TokenHash == hash && l.UsedAt == null && l.ExpiresAt > now, stop);
    }
}
