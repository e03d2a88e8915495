using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Testing;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Access;

public sealed class RoleTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_thousand_random_role_changes_never_leave_one_account_two_of_the_three_administrators(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var random = new Random(31);
        await using var store = await test.Stores.Open();
        await using var transaction = await store.Database.BeginTransactionAsync();
        var (begin, refused, given) = (test.Clock.Now, 0, 0);
        for (var sequence = 0; sequence < 1000; sequence++)
        {
            var account = new Account { Id = Guid.CreateVersion7(), Name = "a" + sequence, DisplayName = "a", CreatedAt = begin };
            store.Add(account);
            await store.SaveChangesAsync();
            for (var step = 0; step < 8; step++)
            {
                await store.Sql.Run("savepoint step", default);
                try
                {
                    if (random.Next(3) > 0)
                    {
                        var role = Enum.GetValues<Role>()[random.Next(11)];
                        var from = begin.AddHours(random.Next(10));
                        await store.Sql.Run("insert into role_grant (id, account_id, role, kind, starts_at, ends_at, given_by, reason) values (@id, @a, @r, @k, @f, @t, 'test', 'test')", default,
                            ("@id", Guid.CreateVersion7()), ("@a", account.Id), ("@r", role), ("@k", RoleRules.Kind(role)), ("@f", from), ("@t", random.Next(3) == 0 ? null : from.AddHours(random.Next(5))));
                        given++;
                    }
                    else
                    {
                        await store.Sql.Run("update role_grant set ends_at = @t where id = (select id from role_grant where account_id = @a and starts_at <= @t order by id limit 1)", default,
                            ("@a", account.Id), ("@t", begin.AddHours(random.Next(20))));
                    }
                }
                catch (System.Data.Common.DbException broken)
                {
                    Assert.Contains("administrators_apart", broken.Message, StringComparison.Ordinal);
                    await store.Sql.Run("rollback to savepoint step", default);
                    refused++;
                }
            }
        }
        await transaction.CommitAsync();
        var all = (await store.Set<RoleGrant>().AsNoTracking().ToListAsync()).ToLookup(g => g.AccountId);
        Assert.True(refused > 500 && given > 1000, $"{refused} refused, {given} given: the sequences try too little");
        Assert.DoesNotContain(all, grants => grants.Any(a => grants.Any(b => a.Kind != b.Kind && Overlap(a, b))));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_role_under_another_kind_than_its_own_is_not_kept(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var account = await test.Do(new AddAccount("a", "a"));
        await using var store = await test.Stores.Open();
        foreach (var (role, kind) in new[] { ("AuditAdministrator", "Field"), ("Host", "System"), ("SystemAdministrator", "Audit") })
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => store.Sql.Run("insert into role_grant (id, account_id, role, kind, starts_at, given_by, reason) values (@id, @a, @r, @k, @f, 't', 't')", default,
                ("@id", Guid.CreateVersion7()), ("@a", account), ("@r", role), ("@k", kind), ("@f", test.Clock.Now)));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_administrator_gets_no_second_role_and_is_told_why(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var id = await test.Account("sys", Role.SystemAdministrator);
        foreach (var other in new[] { Role.AuditAdministrator, Role.SecurityAdministrator, Role.Organiser })
            Assert.Equal("administrators-apart", (await Assert.ThrowsAsync<Refused>(() => Give(test, id, other))).Rules.Single().Code);
        await test.Do(new TakeRole((await Grants(test, id)).Single().Id));
        test.Clock.Advance(TimeSpan.FromSeconds(1));
        await Give(test, id, Role.AuditAdministrator);
    }

    [Fact]
    public async Task Nobody_gives_a_role_to_oneself_or_above_ones_own_or_elsewhere()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        var (own, other) = (await test.Account("own"), await test.Account("other"));
        var (east, west) = (await Area(test, "1"), await Area(test, "2"));
        var below = await Area(test, "10");
        Actor As(Role role, string? path) => new(own, "own", "page", new Standing(own, own, StayKind.Managing, [new HeldRole(role, path, null)]).May) { Standing = new Standing(own, own, StayKind.Managing, [new HeldRole(role, path, null)]) };
        Task<string> Try(Actor actor, Guid account, Role role, Guid? area) => Code(() => test.Desk.Do(new GiveRole(account, role, area, null, null, null, "x"), WriteId.New(), actor));

        Assert.Equal("role-own", await Try(As(Role.SecurityAdministrator, null), own, Role.AuditAdministrator, null));
        Assert.Equal("", await Try(As(Role.SecurityAdministrator, null), other, Role.Organiser, null));
        Assert.Equal("role-not-yours", await Try(As(Role.Organiser, null), other, Role.SecurityAdministrator, null));
        // An area outside one's own answers like one that is not there.
        Assert.Equal("area-unknown", await Try(As(Role.Organiser, "1"), other, Role.Host, west));
        Assert.Equal("role-not-yours", await Try(As(Role.Organiser, "1"), other, Role.Reader, null));
        Assert.Equal("", await Try(As(Role.Organiser, "1"), other, Role.Host, below));
        Assert.Equal("", await Try(As(Role.Host, "1"), other, Role.Delegate, east));
        Assert.Equal("role-not-yours", await Try(As(Role.Delegate, "1"), other, Role.Host, east));
        Assert.Equal("role-not-yours", await Try(As(Role.Member, "1"), other, Role.Member, east));
        Assert.Equal("role-where", await Try(As(Role.Organiser, null), other, Role.Host, null));
        Assert.Equal("role-nowhere", await Try(As(Role.SecurityAdministrator, null), other, Role.AuditAdministrator, east));
    }

    [Fact]
    public void A_role_for_an_area_opens_that_area_and_below_and_nothing_beside_or_above()
    {
        var host = new Standing(Guid.Empty, Guid.Empty, StayKind.Managing, [new HeldRole(Role.Host, "0103", null)]);
        Assert.True(host.May(Permission.EditPeople, "0103"));
        Assert.True(host.May(Permission.EditPeople, "010302"));
        Assert.False(host.May(Permission.EditPeople, "0104"));
        Assert.False(host.May(Permission.EditPeople, "01"));
        Assert.False(host.May(Permission.EditPeople));
        Assert.False(host.May(Permission.EditTerritory, "0103"));
    }

    [Fact]
    public void No_administrator_may_see_or_change_what_the_field_works_with()
    {
        Permission[] own = [Permission.RunInstallation, Permission.ManageAccounts, Permission.ReadAccounts, Permission.GiveRoles, Permission.GiveFieldRoles, Permission.SetSignInTerms, Permission.ReadAudit, Permission.ConfirmDestruction];
        foreach (var role in Enum.GetValues<Role>().Where(r => RoleRules.Kind(r) != RoleKind.Field)) Assert.Empty(RoleRules.Permissions(role).Except(own));
        foreach (var role in Enum.GetValues<Role>().Where(r => RoleRules.Kind(r) == RoleKind.Field)) Assert.DoesNotContain(Permission.ReadAudit, RoleRules.Permissions(role));
    }

    private static bool Overlap(RoleGrant a, RoleGrant b) => a.Id != b.Id && (a.EndsAt is null || a.EndsAt > b.StartsAt && a.EndsAt > a.StartsAt) && (b.EndsAt is null || b.EndsAt > a.StartsAt && b.EndsAt > b.StartsAt)
        && (a.EndsAt is null || a.EndsAt > a.StartsAt) && (b.EndsAt is null || b.EndsAt > b.StartsAt);

    private static Task<Guid> Give(TestInstallation test, Guid account, Role role) => test.Do(new GiveRole(account, role, null, null, null, null, "test"));

    private static async Task<List<RoleGrant>> Grants(TestInstallation test, Guid account)
    {
        await using var store = await test.Stores.Open();
        return await store.Set<RoleGrant>().AsNoTracking().Where(g => g.AccountId == account).ToListAsync();
    }

    private static async Task<Guid> Area(TestInstallation test, string path)
    {
        await using var store = await test.Stores.Open();
        var area = new Muster.Territory.Area { Id = Guid.CreateVersion7(), Name = path, Path = path, ValidFrom = test.Clock.Now };
        store.Add(area);
        await store.SaveChangesAsync();
        return area.Id;
    }

    private static async Task<string> Code<T>(Func<Task<T>> attempt)
    {
        try
        {
            await attempt();
            return "";
        }
        catch (Refused refused)
        {
            return refused.Rules[0].Code;
        }
    }
}
