using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Testing;
using Muster.People;
using Muster.People.Agencies;
using Muster.People.Inviting;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Storage;

namespace Muster.App.Tests.People;

public sealed class InvitePeopleTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Everybody_of_an_agency_without_a_password_gets_an_account_and_one_code_that_is_good(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var agency = await test.Do(new AddAgency(new AgencyFields { Name = "区民政局" }));
        var other = await test.Do(new AddAgency(new AgencyFields { Name = "区教育局" }));
        foreach (var (name, at) in new[] { ("张三", agency), ("李四", agency), ("王五", other) })
            await test.Do(new AddPerson(new PersonFields { Name = name, AgencyId = at, Origin = Origin.County }));
        var invitations = test.Get<Invitations>();
        Assert.Equal(new InvitationCounts(2, 2), await invitations.Count(agency, default));
        var first = await invitations.Make(agency, default);
        Assert.Equal(2, first.Count);
        Assert.Equal(2, await test.Do(Invitations.Act(agency, first)));
        var zhang = first.Single(i => i.Person == "张三");
        Assert.Matches("^zs[0-9]{4}$", zhang.Name);

        var activated = await test.Do(new UseActivation(Secret.HexHash(zhang.Secret), Accounts.HashPassword("four quiet words here")));
        await using (var store = await test.Stores.Open())
        {
            Assert.Equal((zhang.PersonId, "张三"), await store.Set<Account>().Where(a => a.Id == activated).Select(a => new ValueTuple<Guid, string>(a.PersonId!.Value, a.DisplayName)).SingleAsync());
            var held = Assert.Single(await Grants.Held(store.Sql, activated, test.Clock.Now, default));
            Assert.Equal((Role.Member, agency), (held.Role, held.AgencyId!.Value));
        }
        // Again: only who has no password yet, and the code given out before is void.
        var second = Assert.Single(await invitations.Make(agency, default));
        Assert.Equal((first.Single(i => i.Person == "李四").Name, "李四"), (second.Name, second.Person));
        await test.Do(Invitations.Act(agency, [second]));
        Assert.Equal("activation-spent", await Refusal(test, new UseActivation(Secret.HexHash(first.Single(i => i.Person == "李四").Secret), "x")));
        await test.Do(new UseActivation(Secret.HexHash(second.Secret), "x"));
        Assert.Equal(new InvitationCounts(2, 0), await invitations.Count(agency, default));
        await using var trail = await test.Stores.Open();
        Assert.DoesNotContain("张三", string.Join('\n', await trail.Sql.List("select details || outcome from audit_entry where act = 'InvitePeople'", row => row.Text(0), default)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_in_another_agency_gets_no_code_and_a_code_ends_after_72_hours()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        var (agency, other) = (await test.Do(new AddAgency(new AgencyFields { Name = "区民政局" })), await test.Do(new AddAgency(new AgencyFields { Name = "区教育局" })));
        await test.Do(new AddPerson(new PersonFields { Name = "张三", AgencyId = agency, Origin = Origin.County }));
        var sheet = await test.Get<Invitations>().Make(agency, default);
        Assert.Equal("invite-agency", await Refusal(test, Invitations.Act(other, sheet)));
        await test.Do(Invitations.Act(agency, sheet));
        test.Clock.Advance(MakeActivation.Lifetime);
        Assert.Equal("activation-spent", await Refusal(test, new UseActivation(Secret.HexHash(sheet[0].Secret), "x")));
    }

    private static async Task<string> Refusal<T>(TestInstallation test, Act<T> act) where T : notnull => (await Assert.ThrowsAsync<Refused>(() => test.Do(act))).Rules[0].Code;
}
