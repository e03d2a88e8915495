using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Platform.Access;
using Muster.App.Tests.Testing;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Notify;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Notify;

public sealed class NoticeTests
{
    private static readonly NoticeKind Kind = new("planted", "inbox.title", Loud: true);

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_notice_is_saved_with_its_act_read_by_whom_it_is_to_and_gone_after_a_month(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (wang, li, person) = (await test.Account("wang", Role.Reader), await test.Account("li"), Guid.CreateVersion7());
        await using (var store = await test.Stores.Open())
            await store.Sql.Run("update account set person_id = @p where id = @a", default, ("@p", person), ("@a", wang));
        await test.Do(new Tells(Addressee.Account(wang), "值班表已发布"));
        await test.Do(new Tells(Addressee.Person(person), "您明天上早班"));
        await test.Do(new Tells(Addressee.Account(li), "给李的"));
        await Assert.ThrowsAsync<Refused>(() => test.Do(new Tells(Addressee.Account(wang), "没有发生的事", Fails: true)));

        await using var served = await Served.Of(test, network: true);
        using var visitor = await served.SignedIn("wang");
        var page = await visitor.GetStringAsync("/inbox");
        Assert.All(["值班表已发布", "您明天上早班", "data-unread>2<"], said => Assert.Contains(said, page, StringComparison.Ordinal));
        Assert.All(["给李的", "没有发生的事"], hidden => Assert.DoesNotContain(hidden, page, StringComparison.Ordinal));
        Assert.DoesNotContain("您明天上早班", await visitor.GetStringAsync("/inbox?q=发布"), StringComparison.Ordinal);

        var notices = await All(test);
        var (own, others) = (notices.Single(n => n.PersonId == person), notices.Single(n => n.AccountId == li));
        using var opened = await Served.Post(visitor, "/inbox", $"/inbox/{own.Id}/open");
        Assert.Equal("/people", opened.Headers.Location!.ToString());
        using var foreign = await Served.Post(visitor, "/inbox", $"/inbox/{others.Id}/open");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, foreign.StatusCode);
        var actor = new Actor(wang, "wang", "page", p => p == Permission.None);
        Assert.Equal(0, await test.Desk.Do(new ReadNotices([others.Id, own.Id]), WriteId.New(), actor));
        Assert.Equal(1, await test.Desk.Do(new ReadNotices(null), WriteId.New(), actor));
        Assert.Equal([others.Id], (await All(test)).Where(n => n.ReadAt is null).Select(n => n.Id));
        Assert.DoesNotContain("data-unread", await visitor.GetStringAsync("/inbox"), StringComparison.Ordinal);

        await EraseNotices.WhenDue(test.Services, default);
        Assert.Equal(3, (await All(test)).Count);
        test.Clock.Advance(EraseNotices.KeptFor);
        await EraseNotices.WhenDue(test.Services, default);
        Assert.Empty(await All(test));
    }

    [Fact]
    public async Task Nobody_is_told_the_same_twice_nor_of_what_they_did_themselves()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        var wang = await test.Account("wang");
        await test.Do(new Tells(Addressee.Person(wang), "一次", Times: 3));
        await test.Desk.Do(new Tells(Addressee.Account(wang), "自己做的"), WriteId.New(), new Actor(wang, "wang", "page", _ => true));
        Assert.Equal(["一次"], (await All(test)).Select(n => n.Zh));
    }

    private static async Task<List<Notice>> All(TestInstallation test)
    {
        await using var store = await test.Stores.Open();
        return await store.Set<Notice>().AsNoTracking().OrderBy(n => n.Id).ToListAsync();
    }

    private sealed record Tells(Addressee To, string Zh, bool Fails = false, int Times = 1) : Act<int>
    {
        protected internal override Permission Needs => Permission.RunInstallation;

        protected internal override Task<int> Do(Work work, CancellationToken stop)
        {
            for (var i = 0; i < Times; i++) work.Tell(To, Kind, Zh, "in English", "/people");
            return Fails ? throw new Refused("planted", "不行", "no") : Task.FromResult(0);
        }
    }
}
