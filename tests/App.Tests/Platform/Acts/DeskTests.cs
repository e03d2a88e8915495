using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Testing;
using Muster.Platform.Acts;
using Muster.Platform.Audit;
using Muster.Platform.Identity;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Acts;

public sealed class DeskTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_act_and_its_audit_entry_are_saved_together(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var id = await test.Do(Link("a"));

        await using var store = await test.Stores.Open();
        var entry = await store.Set<AuditEntry>().SingleAsync();
        Assert.Equal((nameof(MakeSetupLink), "test", (Guid?)id), (entry.Act, entry.Actor, entry.SubjectId));
        Assert.Equal(id, (await store.Set<SetupLink>().SingleAsync()).Id);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_same_write_id_twice_is_the_same_write(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var write = WriteId.New();
        var first = await test.Do(Link("a"), write);
        var again = await test.Do(Link("a"), write);

        Assert.Equal(first, again);
        await using var store = await test.Stores.Open();
        Assert.Equal(1, await store.Set<SetupLink>().CountAsync());
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_write_id_used_for_something_else_is_refused_and_nothing_is_saved(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var write = WriteId.New();
        await test.Do(Link("a"), write);

        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(Link("b"), write));
        Assert.Equal("write-id-reused", refused.Rules.Single().Code);
        await using var store = await test.Stores.Open();
        Assert.Equal(1, await store.Set<SetupLink>().CountAsync());
    }

    /// <summary>A telephone is one of few: whoever could hash all of them would find it.</summary>
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_an_act_was_given_cannot_be_guessed_from_the_trail_without_the_key(Engine engine)
    {
        async Task<byte[]> Hash()
        {
            await using var test = await TestInstallation.Make(engine);
            await test.Do(Link("a"));
            await using var store = await test.Stores.Open();
            return (await store.Set<AuditEntry>().SingleAsync(e => e.Act == nameof(MakeSetupLink))).ContentHash;
        }
        Assert.NotEqual(await Hash(), await Hash());
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Who_may_not_is_refused(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Desk.Do(Link("a"), WriteId.New(), Actor.Nobody));
        Assert.Equal("not-allowed", refused.Rules.Single().Code);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_set_up_link_opens_one_account_and_is_then_spent(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await test.Do(Link("a"));
        UseSetupLink use = new(Hash("a"), "zhao", "赵组织", Accounts.HashPassword("a long password"));
        await test.Do(use);

        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(use with { Name = "other" }));
        Assert.Equal("setup-link-spent", refused.Rules.Single().Code);
        Assert.Equal("zhao", (await new Accounts(test.Stores).SignIn("zhao", "a long password", default))?.Name);
        Assert.Null(await new Accounts(test.Stores).SignIn("zhao", "another password", default));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_set_up_link_older_than_half_an_hour_is_refused(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await test.Do(Link("a"));
        test.Clock.Advance(MakeSetupLink.Lifetime);
        await Assert.ThrowsAsync<Refused>(() => test.Do(new UseSetupLink(Hash("a"), "zhao", "赵组织", "x")));
    }

    private static MakeSetupLink Link(string secret) => new(Hash(secret));

    private static string Hash(string secret) => System.Convert.ToHexString(Secret.Hash(secret));
}
