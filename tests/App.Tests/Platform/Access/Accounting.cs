using System.Net;
using Muster.App.Tests.Testing;
using Muster.Platform.Access;
using Muster.Platform.Identity;
using Muster.Platform.Identity.SigningIn;

namespace Muster.App.Tests.Platform.Access;

/// <summary>Accounts for tests.</summary>
internal static class Accounting
{
    public const string Password = "four quiet words here";

    /// <param name="roles">Held everywhere. That those which manage need a second factor is tested apart (<see cref="SecondFactorTests"/>); here a password is enough.</param>
    public static async Task<Guid> Account(this TestInstallation test, string name, params Role[] roles)
    {
        await test.Do(new SetSignInTerms(PasswordProfile.Asvs, SecondFactorRequired: false));
        var id = await test.Do(new AddAccount(name, name));
        var secret = Secret.New();
        await test.Do(new MakeActivation(id, Secret.HexHash(secret)));
        await test.Do(new UseActivation(Secret.HexHash(secret), Accounts.HashPassword(Password)));
        foreach (var role in roles) await test.Do(new GiveRole(id, role, null, null, null, null, "test"));
        return id;
    }

    public static async Task<HttpResponseMessage> SignIn(this HttpClient visitor, string name, string password = Password) =>
        await Served.Post(visitor, "/sign-in", "/sign-in", ("Name", name), ("Password", password));

    public static async Task<HttpClient> SignedIn(this Served served, string name)
    {
        var visitor = served.Visitor();
        using var answer = await visitor.SignIn(name);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return visitor;
    }
}
