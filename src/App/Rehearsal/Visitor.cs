using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Doors;
using Muster.Platform.Identity;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Ui.Forms;

namespace Muster.Rehearsal;

/// <summary>Accounts that try an instance made for it, each with one role, over the network as a browser does. Nothing of it is for an instance that is used.</summary>
public sealed class Visitor
{
    private static readonly Actor Maker = Actor.System("rehearsal");
    private readonly string _password = Secret.New();

    private Visitor(string name) => Name = name;

    public string Name { get; }

    /// <summary>Visitors ask everything there is, one after another: how much an account may ask is tested by itself.</summary>
    public static void Unlimited(IServiceCollection services) => RequestLimits.Unlimited(services);

    /// <summary>A password is enough: the accounts are of this instance and end with it.</summary>
    public static Task AskNoSecondFactor(IServiceProvider services, CancellationToken stop) =>
        services.GetRequiredService<Desk>().Do(new SetSignInTerms(PasswordProfile.Asvs, SecondFactorRequired: false), WriteId.New(), Maker, stop);

    /// <param name="area">Where the role is held; everywhere when neither area nor agency is given.</param>
    public static async Task<Visitor> Make(IServiceProvider services, string name, Role role, Guid? area = null, Guid? agency = null, CancellationToken stop = default)
    {
        var desk = services.GetRequiredService<Desk>();
        Task<T> Do<T>(Act<T> act) where T : notnull => desk.Do(act, WriteId.New(), Maker, stop);
        var (visitor, secret) = (new Visitor(name), Secret.New());
        var id = await Do(new AddAccount(name, name));
        await Do(new MakeActivation(id, Secret.HexHash(secret)));
        await Do(new UseActivation(Secret.HexHash(secret), Accounts.HashPassword(visitor._password)));
        await Do(new GiveRole(id, role, area, agency, null, null, "rehearsal"));
        return visitor;
    }

    /// <summary>A client with the visitor's cookies, which follows no redirect.</summary>
    /// <exception cref="SignInRefused">The instance does not let the visitor in.</exception>
    public Task<HttpClient> SignIn(Uri address, CancellationToken stop) => SignIn(address, Name, _password, stop);

    internal static async Task<HttpClient> SignIn(Uri address, string name, string password, CancellationToken stop)
    {
        var client = Stranger(address);
        using var form = new FormUrlEncodedContent([new("Name", name), new("Password", password), new("__RequestVerificationToken", TokenOf(await client.GetStringAsync("/sign-in", stop))),
            new(FormInput.WriteIdField, Guid.CreateVersion7().ToString())]);
        using var answer = await client.PostAsync("/sign-in", form, stop);
        return answer.StatusCode == HttpStatusCode.SeeOther ? client : throw new SignInRefused(name, (int)answer.StatusCode);
    }

    /// <summary>A client that is nobody.</summary>
    public static HttpClient Stranger(Uri address) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
    {
        BaseAddress = address, Timeout = TimeSpan.FromMinutes(5), DefaultRequestHeaders = { { "Accept-Language", "zh-CN" } },
    };

    /// <summary>The antiforgery token of a page with a form.</summary>
    internal static string TokenOf(string page)
    {
        const string mark = "name=\"__RequestVerificationToken\" value=\"";
        var at = page.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
        return page[at..page.IndexOf('"', at)];
    }
}

/// <summary>A server does not let an account in.</summary>
public sealed class SignInRefused(string name, int status) : Exception($"{name} could not sign in (status {status}). Maybe the password is another, or a second factor is asked for.");
