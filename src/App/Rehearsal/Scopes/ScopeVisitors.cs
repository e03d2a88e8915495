using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Jobs;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Forms;

namespace Muster.Rehearsal.Scopes;

/// <summary>
/// Runs the matrix against an instance made for it: the sample, an account for each role at the sample's own place, one of that place's agency, and those
/// whose roles are everywhere. Nothing of it is for an instance that is used.
/// </summary>
public static class ScopeVisitors
{
    private static readonly Actor Maker = Actor.System("scope matrix");

    /// <param name="address">Where the instance answers on the network.</param>
    /// <param name="narrow">Roles to try at the own place.</param>
    /// <param name="only">Only routes whose pattern contains this.</param>
    public static async Task<ScopeFindings> Try(IServiceProvider services, Uri address, IReadOnlyList<Role> narrow, Action<string> tell, CancellationToken stop, string only = "")
    {
        var sample = new ScopeSample(services);
        await sample.Make(stop);
        var desk = services.GetRequiredService<Desk>();
        // A password is enough here: the accounts are of this instance and end with it.
        await desk.Do(new SetSignInTerms(PasswordProfile.Asvs, SecondFactorRequired: false), WriteId.New(), Maker, stop);
        var visitors = new List<ScopeVisitor>();
        try
        {
            foreach (var role in narrow) visitors.Add(await Visitor(role.ToString(), role, sample.Own.Area, null));
            visitors.Add(await Visitor("Liaison", Role.Host, null, sample.Own.Agency));
            foreach (var role in (Role[])[Role.Organiser, Role.SystemAdministrator, Role.SecurityAdministrator, Role.AuditAdministrator]) visitors.Add(await Visitor(role + "Everywhere", role, null, null));
            var job = await services.GetRequiredService<JobBoard>().Start("ScopeMatrix", "样例", Maker, (_, _) => Task.FromResult<object?>(null));
            await services.GetRequiredService<JobBoard>().Wait(job, stop);
            await using var store = await services.GetRequiredService<Stores>().Open(stop);
            var extras = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["jobs"] = job.ToString(),
                ["accounts"] = (await store.Sql.First("select id from account order by name limit 1", row => row.Guid(0), stop)).ToString(),
                ["audit"] = (await store.Sql.First("select id from audit_entry order by at limit 1", row => row.Guid(0), stop)).ToString(),
            };
            return await new ScopeMatrix(sample, [.. AccessMatrix.Of(services.GetRequiredService<EndpointDataSource>()).Matrix.Where(r => r.Route.Contains(only, StringComparison.Ordinal))], visitors, extras).Run(tell, stop);
        }
        finally
        {
            foreach (var visitor in visitors) visitor.Client.Dispose();
        }

        async Task<ScopeVisitor> Visitor(string who, Role role, Guid? area, Guid? agency)
        {
            var (name, password, secret) = (who.ToLowerInvariant(), Secret.New(), Secret.New());
            var id = await desk.Do(new AddAccount(name, who), WriteId.New(), Maker, stop);
            await desk.Do(new MakeActivation(id, Secret.HexHash(secret)), WriteId.New(), Maker, stop);
            await desk.Do(new UseActivation(Secret.HexHash(secret), Accounts.HashPassword(password)), WriteId.New(), Maker, stop);
            await desk.Do(new GiveRole(id, role, area, agency, null, null, "scope matrix"), WriteId.New(), Maker, stop);
            var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = address, DefaultRequestHeaders = { { "Accept-Language", "zh-CN" } } };
            await SignIn(client, name, password, stop);
            return new ScopeVisitor(who, client, Narrow: area is not null || agency is not null);
        }
    }

    private static async Task SignIn(HttpClient client, string name, string password, CancellationToken stop)
    {
        var page = await client.GetStringAsync("/sign-in", stop);
        using var form = new FormUrlEncodedContent([new("Name", name), new("Password", password), new("__RequestVerificationToken", ScopeMatrix.TokenOf(page)), new(FormInput.WriteIdField, Guid.CreateVersion7().ToString())]);
        using var answer = await client.PostAsync("/sign-in", form, stop);
        if ((int)answer.StatusCode != 303) throw new InvalidOperationException($"{name} could not sign in: {(int)answer.StatusCode}.");
    }
}
