using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Access.Pages;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using static Muster.Platform.Ui.Showing.Html;

namespace Muster.Platform.Access;

/// <summary>Accounts, their roles, and one's own account.</summary>
internal static class AccessPages
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<Grants>();
        services.AddSingleton<Tokens.Tokens>();
        services.AddSingleton<AccessQueries>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedRoutes>();
        services.AddSingleton(new NavItem("accounts", "nav.accounts", "/accounts", "user", 94) { Policy = Policies.Accounts });
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/accounts", async (HttpRequest request, AccessQueries access, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            return Of<AccountsPage>(new { Ask = ask, List = await access.Page(ask, stop) });
        }, Policies.Accounts);
        routes.MapPage("/accounts/export", Export, Policies.Accounts);
        routes.MapPage("/accounts/new", () => Of<AddAccountPage>(new { Input = FormInput.Blank() }), Policies.ManageAccounts);
        routes.MapForm("/accounts/new", async (HttpContext http, Posting posting) => await posting.Do<AddAccount, Guid>(await FormInput.Read(http),
            id => posting.To($"/accounts/{id}"), input => Task.FromResult<IResult>(Of<AddAccountPage>(new { Input = input }, 422))), Policies.ManageAccounts);
        routes.MapPage("/accounts/{id:guid}", (Guid id, HttpContext http, CancellationToken stop) => Show(id, http, FormInput.Blank(), 200, stop), Policies.Accounts);
        routes.MapForm("/accounts/{id:guid}/activation", MakeCode, Policies.ManageAccounts);
        routes.MapForm("/accounts/{id:guid}/end", (Guid id, HttpContext http, Posting posting) => Change(id, http, posting, new EndAccount(id)), Policies.ManageAccounts);
        routes.MapForm("/accounts/{id:guid}/sign-out", (Guid id, HttpContext http, Posting posting) => Change(id, http, posting, new EndSignedIn(id)), Policies.ManageAccounts);
        routes.MapForm("/accounts/{id:guid}/roles", Give, Policies.Roles);
        routes.MapForm("/accounts/{id:guid}/roles/{grant:guid}/end", (Guid id, Guid grant, HttpContext http, Posting posting) => Change(id, http, posting, new TakeRole(grant)), Policies.Roles);
        routes.MapPage("/accounts/areas", async (string? words, AccessQueries access, CancellationToken stop) => Of<PickOptions>(new { Options = await access.Areas(words ?? "", stop) }), Policies.Roles);
        routes.MapGet("/api/access/matrix", (EndpointDataSource endpoints) => Results.Json(AccessMatrix.Of(endpoints), Desk.Json)).RequireAuthorization(Policies.Roles);
        routes.MapAct<AddAccount, Guid>();
        routes.MapAct<MakeActivation, DateTimeOffset>();
        routes.MapAct<EndAccount, string>();
        routes.MapAct<EndSignedIn, int>();
        routes.MapAct<GiveRole, Guid>();
        routes.MapAct<TakeRole, string>();
    }

    private static async Task<IResult> Show(Guid id, HttpContext http, FormInput input, int status, CancellationToken stop)
    {
        var access = http.RequestServices.GetRequiredService<AccessQueries>();
        return await access.Find(id, stop) is { } account
            ? Of<AccountPage>(new { Account = account, SignedIn = await access.SignedIn(id, stop), Tokens = await access.Tokens(id, stop), Input = input }, status)
            : Results.NotFound();
    }

    private static async Task<IResult> Change<T>(Guid id, HttpContext http, Posting posting, Act<T> act) where T : notnull =>
        await posting.Do(act, await FormInput.Read(http), _ => posting.To($"/accounts/{id}"), input => Show(id, http, input, 422, http.RequestAborted));

    private static async Task<IResult> Give(Guid id, HttpContext http, Posting posting)
    {
        var input = await FormInput.Read(http);
        return await posting.Do<GiveRole, Guid>(input, _ => posting.To($"/accounts/{id}"), again => Show(id, http, again, 422, http.RequestAborted), ("AccountId", id));
    }

    /// <summary>The code is shown once, on the answer itself: only its hash is kept.</summary>
    private static async Task<IResult> MakeCode(Guid id, HttpContext http, Posting posting, AccessQueries access)
    {
        var input = await FormInput.Read(http);
        var secret = Secret.New();
        var account = await access.Find(id, http.RequestAborted);
        return await posting.Do(new MakeActivation(id, Secret.HexHash(secret)), input,
            until => Of<ActivationPage>(new { Account = account, Link = $"{http.Request.Scheme}://{http.Request.Host}/activate/{secret}", Until = until }),
            again => Show(id, http, again, 422, http.RequestAborted));
    }

    private static async Task Export(HttpContext http, AccessQueries access, Viewing view)
    {
        var t = view.Tongue;
        await Spreadsheet.Send(http, t["accounts.title"], async sheet =>
        {
            sheet.BeginSheet(t["accounts.title"], [new(t["accounts.name"], 18), new(t["accounts.display-name"], 18), new(t["accounts.roles"], 50), new(t["accounts.last"], 22), new(t["accounts.ended"], 22)]);
            await foreach (var a in access.Everything(TableAsk.Of(http.Request), http.RequestAborted))
                sheet.Row(a.Name, a.DisplayName, string.Join("; ", a.Roles.Select(r => RoleWords.Of(t, r))), a.LastAt is { } last ? t.Moment(last) : null, a.EndedAt is { } ended ? t.Moment(ended) : null);
        });
    }
}

internal static class RoleWords
{
    public static string Of(Ui.Language.Tongue t, GrantRow grant) => (grant.Area ?? grant.Agency) is { } place ? $"{t.Of(grant.Role)} · {place}" : t.Of(grant.Role);
}
