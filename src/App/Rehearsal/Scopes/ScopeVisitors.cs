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
        await Visitor.AskNoSecondFactor(services, stop);
        var visitors = new List<ScopeVisitor>();
        try
        {
            foreach (var role in narrow) visitors.Add(await Enter(role.ToString(), role, sample.Own.Area, null));
            visitors.Add(await Enter("Liaison", Role.Host, null, sample.Own.Agency));
            foreach (var role in (Role[])[Role.Organiser, Role.SystemAdministrator, Role.SecurityAdministrator, Role.AuditAdministrator]) visitors.Add(await Enter(role + "Everywhere", role, null, null));
            // Somebody who serves there; a reader besides, as a cookie that stays for days may be over by this computer's clock.
            visitors.Add(await Enter("InTheField", Role.Reader, null, sample.Own.Agency) with { Only = "/field" });
            await using (var link = await services.GetRequiredService<Stores>().Open(stop))
                await link.Sql.Run("update account set person_id = @p where name = 'inthefield'", stop, ("@p", sample.Own.Person));
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

        async Task<ScopeVisitor> Enter(string who, Role role, Guid? area, Guid? agency) =>
            new(who, await (await Visitor.Make(services, who.ToLowerInvariant(), role, area, agency, stop)).SignIn(address, stop), Narrow: area is not null || agency is not null);
    }
}
