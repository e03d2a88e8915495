using System.Text;
using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Testing;
using Muster.People;
using Muster.Platform.Storage;

namespace Muster.App.Tests.People;

public sealed class SealedIdentityTests
{
    private const string Number = "11010519491231002X", Phone = "13800001234";

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Numbers_lie_sealed_are_found_by_hash_and_shown_masked(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var id = await test.Do(new AddPerson(new PersonFields { Name = "甲" }, Number, Phone));
        await using var store = await test.Stores.Open();
        var stored = await store.Set<PersonIdentity>().AsNoTracking().SingleAsync();
        foreach (var value in new[] { stored.DataKey!, stored.SealedIdNumber!, stored.SealedPhone!, stored.IdHash!, stored.PhoneHash! })
            Assert.True(value.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Number)) < 0 && value.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Phone)) < 0);
        var identities = test.Get<Identities>();
        Assert.Equal((Number, Phone), (identities.IdNumber(stored), identities.Phone(stored)));
        foreach (var asked in new[] { Number, Phone, Number.ToLowerInvariant() })
            Assert.Equal(id, Assert.Single(await test.Get<PeopleQueries>().ByNumber(asked)).Id);
        var row = Assert.Single((await test.Get<PeopleQueries>().List(new PeopleFilter())).People);
        Assert.Equal(("11**************2X", "138******34"), (row.IdNumber, row.Phone));
        var view = await test.Get<PersonQuery>().Find(id);
        Assert.Equal(("11**************2X", "138******34"), (view!.IdNumber, view.Phone));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task No_two_people_share_a_key_and_a_number_taken_to_another_record_does_not_open_there(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var one = await test.Do(new AddPerson(new PersonFields { Name = "甲" }, null, Phone));
        var other = await test.Do(new AddPerson(new PersonFields { Name = "乙" }, null, Phone));
        await using var store = await test.Stores.Open();
        var (mine, theirs) = (await store.Set<PersonIdentity>().SingleAsync(i => i.PersonId == one), await store.Set<PersonIdentity>().SingleAsync(i => i.PersonId == other));
        Assert.NotEqual(mine.DataKey, theirs.DataKey);
        Assert.NotEqual(mine.SealedPhone, theirs.SealedPhone);
        (theirs.DataKey, theirs.SealedPhone) = (mine.DataKey, mine.SealedPhone);
        Assert.Throws<Muster.Platform.Sealing.SealBroken>(() => test.Get<Identities>().Phone(theirs));
    }
}
