using System.CommandLine;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Access;
using Muster.Platform.Access.Tokens;
using Muster.Platform.Acts;
using Muster.Platform.Hosting;
using Muster.Platform.Identity;
using Muster.Platform.Identity.Outside;
using Muster.Platform.Identity.SigningIn;
using Muster.Rehearsal;
using Muster.Rehearsal.Scopes;

namespace Muster.Cli.Access;

/// <summary><c>muster access …</c>: accounts and roles from the server's own command line, where it all begins.</summary>
internal static class AccessVerbs
{
    private static readonly Argument<string> Name = new("name") { Description = "the name to sign in with" };

    public static Command Make() => new("access", "who may do what: invite somebody with a role, let a program in, show the matrix of roles and routes") { Invite(), Token(), Provider(), Matrix() };

    private static Command Invite()
    {
        var display = new Option<string?>("--display") { Description = "the person's own name (default: the account's)" };
        var role = new Option<Role>("--role") { Description = "Organiser, Reader, Inspector, SystemAdministrator, SecurityAdministrator or AuditAdministrator; roles of an area with --area", Required = true };
        var area = new Option<Guid?>("--area") { Description = "id of the area, for a role of an area" };
        var reason = new Option<string>("--reason") { Description = "why", DefaultValueFactory = _ => "invited on the server" };
        var verb = new Command("invite", "open an account with a role and print its activation path, single-use, good for 72 hours") { Name, display, role, area, reason, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var name = parse.GetValue(Name)!;
            var account = await muster.Do(new AddAccount(name, parse.GetValue(display) ?? name), stop);
            await muster.Do(new GiveRole(account, parse.GetValue(role), parse.GetValue(area), null, null, null, parse.GetValue(reason)!), stop);
            var secret = Secret.New();
            var until = await muster.Do(new MakeActivation(account, Secret.HexHash(secret)), stop);
            Output.Show(parse, new { Account = account, Path = "/activate/" + secret, Until = until }, $"Give this to {name} in person: /activate/{secret} behind the server's address, until {until.ToLocalTime():g}.");
            return 0;
        });
        return verb;
    }

    private static Command Token()
    {
        var program = new Option<string>("--for") { Description = "which program it is for", Required = true };
        var days = new Option<int>("--days") { Description = "how long it is good", DefaultValueFactory = _ => 90 };
        var change = new Option<bool>("--change") { Description = "it may also change records of the field (default: it reads)" };
        var area = new Option<Guid?>("--area") { Description = "for this area and all below it alone (id)" };
        var verb = new Command("token", "make an access token for a program in an account's name and print it, once") { Name, program, days, change, area, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var account = (await muster.Get("/api/accounts/find?name=" + Uri.EscapeDataString(parse.GetValue(Name)!), stop)).GetProperty("id").GetGuid();
            var secret = Tokens.NewSecret();
            var id = await muster.Do(new MakeToken(account, parse.GetValue(program)!, parse.GetValue(change) ? TokenScope.Change : TokenScope.Read, parse.GetValue(area), parse.GetValue(days), Secret.HexHash(secret)), stop);
            Output.Show(parse, new { Id = id, Token = secret }, $"Give this to {parse.GetValue(program)}, it is shown only now: {secret}\nEach request carries it: Authorization: Bearer TOKEN");
            return 0;
        });
        return verb;
    }

    private static Command Provider()
    {
        var issuer = new Argument<string>("issuer") { Description = "address of the provider, https; empty to end it" };
        var client = new Option<string>("--client-id") { Description = "this installation's id there", DefaultValueFactory = _ => "muster" };
        var secret = new Option<FileInfo?>("--client-secret-file") { Description = "file with the client's secret" };
        var label = new Option<string>("--label") { Description = "words of the button", DefaultValueFactory = _ => "统一身份登录" };
        var claim = new Option<string>("--claim") { Description = "claim that tells who it is", DefaultValueFactory = _ => "preferred_username" };
        var means = new Option<ClaimMeaning>("--means") { Description = "what the claim is here: AccountName, IdNumber or Phone" };
        var authority = new Option<FileInfo?>("--authority") { Description = "the provider's own authority (PEM)" };
        var inside = new Option<bool>("--private-network") { Description = "it stands in a private network" };
        var verb = new Command("provider", "let people sign in by a city's identity provider (OpenID Connect)") { issuer, client, secret, label, claim, means, authority, inside, Verbs.Store, Verbs.Postgres };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            string? Text(Option<FileInfo?> file) => parse.GetValue(file) is { } given ? File.ReadAllText(given.FullName).Trim() : null;
            await muster.Post("/api/sign-in/provider", System.Net.Http.Json.JsonContent.Create(new
            {
                Issuer = parse.GetValue(issuer), ClientId = parse.GetValue(client), ClientSecret = Text(secret), Label = parse.GetValue(label), Claim = parse.GetValue(claim), Means = parse.GetValue(means),
                Authority = Text(authority), PrivateNetwork = parse.GetValue(inside),
            }, options: Desk.Json), stop);
            Console.WriteLine("Saved. The sign-in page has its button now; the provider must know the way back: ADDRESS/sign-in/outside/back");
            return 0;
        });
        return verb;
    }

    private static Command Matrix()
    {
        var url = Guests.Server("a running server: each route of its kind is tried as a stranger and as the accounts of --accounts; nothing is made there");
        var verb = new Command("matrix", "role × route × (own area, sibling, parent, other province), tried over HTTP on a sample of its own; exit code 1 where anything leaks") { url, Guests.Accounts, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            var found = parse.GetValue(url) is { } server ? await Guests.Asking(server, () => Running(server, Guests.Of(parse), stop)) : await OwnSample(stop);
            Output.Show(parse, new { found.Cells, found.Leaks, found.Found, found.Matrix }, string.Join('\n', found.Found.Prepend($"{found.Cells:N0} answers, {found.Leaks:N0} leaks")));
            return found.Leaks == 0 ? 0 : 1;
        });
        return verb;
    }

    private static Task<ScopeFindings> OwnSample(CancellationToken stop) => WithOwn(async app => await ScopeVisitors.Try(app.Services,
        new Uri(app.Urls.First(u => u.StartsWith("http://127.", StringComparison.Ordinal))), [.. Enum.GetValues<Role>().Where(r => RoleRules.Kind(r) == RoleKind.Field)],
        route => { if (!Console.IsErrorRedirected) Console.Error.Write($"\r{route,-100}"); }, stop), stop);

    /// <summary>The routes are this program's; the server is only asked.</summary>
    private static Task<ScopeFindings> Running(Uri server, IReadOnlyList<Guest> guests, CancellationToken stop) => WithOwn(async app =>
        await RunningMatrix.Try(server, guests, AccessMatrix.Of(app.Services.GetRequiredService<EndpointDataSource>()).Matrix, stop), stop);

    private static async Task<ScopeFindings> WithOwn(Func<WebApplication, Task<ScopeFindings>> work, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("muster-matrix-").FullName;
        try
        {
            await using var app = await MusterHost.Build(new Installation(folder, null), ["http://127.0.0.1:0"], quiet: true, stop, Visitor.Unlimited);
            await app.StartAsync(stop);
            var found = await work(app);
            await app.StopAsync(stop);
            return found;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
