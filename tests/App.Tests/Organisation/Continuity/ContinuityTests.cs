using Muster.App.Tests.Testing;
using Muster.Emergencies.Contract;
using Muster.Organisation;
using Muster.Organisation.Continuity;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Organisation.Continuity;

public sealed class ContinuityTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Single_links_are_told_apart_and_the_shared_address_is_nowhere_in_the_store(Engine engine)
    {
        await using var chain = await Chained.Make(engine);
        var test = chain.Test;
        var hosts = await chain.Seats("HostSecretary");
        var second = hosts.Single(s => s.Area == chain.Communities[1].Id).Id;
        var third = hosts.Single(s => s.Area == chain.Communities[2].Id).Id;
        // The second community's alternates go, the third's all lodge with the secretary.
        await test.Do(new LeaveSeat(second, Holder.C, "轮换"));
        await test.Do(new LeaveSeat((await chain.Seats("GroupLeader")).Single(s => s.Area == chain.Communities[1].Id).Id, Holder.A, "轮换"));
        await test.Do(new LeaveSeat(second, Holder.B, "轮换"));
        var names = chain.People.Skip(6).Select(p => p.Name).ToList();
        var (_, done) = await test.Import($"姓名,集中住宿\n{names[0]},迎宾酒店 8楼\n{names[1]},迎宾酒店8楼\n{names[2]},迎宾酒店 ８ 楼\n无此人,迎宾酒店\n", (name, hash) => new ImportExposures(name, hash, false));
        Assert.Equal((3, 1, "person-unknown"), (done.Stored, done.Refused, done.Refusals[0].Code));

        await using var store = await test.Stores.Open();
        var ground = (await store.Sql.GroundOf(chain.Emergency, default))!;
        var list = (await test.Get<ContinuityQueries>().Page(ground, new("/x", [new("kind", "HostSecretary")]), default)).Rows;
        Assert.Equal(LinkState.Whole, list.Single(l => l.AreaId == chain.Communities[0].Id).State);
        Assert.Equal(LinkState.NoAlternate, list.Single(l => l.SeatId == second).State);
        var shared = list.Single(l => l.SeatId == third);
        Assert.Equal((LinkState.Shared, ExposureKind.Lodging), (shared.State, shared.Shares.Single()));
        var counts = await test.Get<ContinuityQueries>().Counts(ground, default);
        Assert.Equal(await store.Sql.Number("select count(*) from seat where ends_at is null", default), counts.Sum(c => c.Seats));
        Assert.Equal(counts.Single(c => c.State == LinkState.Shared).Seats, (await test.Get<ContinuityQueries>().Page(ground, new("/x", [new("state", "Shared")]), default)).Total);

        // One of them moves out, and the link holds again.
        var line = (await test.Get<ExposureQueries>().OfPerson(chain.People[7].Id, default)).Single();
        Assert.Equal(3, line.Shared);
        await test.Do(new EndExposure(line.Id));
        Assert.Equal(LinkState.Whole, (await test.Get<ContinuityQueries>().Page(ground, new("/x", [new("q", shared.Title)]), default)).Rows.Single(l => l.SeatId == third).State);
        if (engine == Engine.Sqlite) Assert.DoesNotContain("迎宾酒店8楼", System.Text.Encoding.UTF8.GetString(await Kept(test)).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static async Task<byte[]> Kept(TestInstallation test)
    {
        await using var store = await test.Stores.Open();
        var hashes = await store.Sql.List("select key_hash from person_exposure", row => row.Bytes(0), default);
        Assert.All(hashes, hash => Assert.Equal(16, hash.Length));
        return [.. hashes.SelectMany(h => h)];
    }
}
