using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Emergencies;
using Muster.App.Tests.Testing;
using Muster.Emergencies.Contract;
using Muster.Organisation;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.App.Tests.Organisation;

public sealed class SeatTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_area_has_one_commander_however_many_try_at_once(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, communities) = await ground.District();
        var one = await ground.Emergency(district);
        var other = await ground.Emergency(district, name: "汛期");
        var tries = Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
        {
            try
            {
                await test.Do(new AddSeat(SeatKind.HostSecretary, "书记" + i, i % 2 == 0 ? one : other, null, communities[0].Id));
                return "";
            }
            catch (Refused refused)
            {
                return refused.Rules.Single().Code;
            }
        })).ToList();
        var codes = await System.Threading.Tasks.Task.WhenAll(tries);
        Assert.Equal(1, codes.Count(c => c.Length == 0));
        Assert.Equal(11, codes.Count(c => c == "commander-exists"));
        await using var store = await test.Stores.Open();
        Assert.Equal(1, await store.Set<Seat>().CountAsync(s => s.AreaId == communities[0].Id && s.Commands));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Two_emergencies_that_grow_at_once_make_each_commander_once(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, _) = await ground.District();
        var ids = new[] { await ground.Emergency(district), await ground.Emergency(district, name: "汛期") };
        await System.Threading.Tasks.Task.WhenAll(ids.Select(id => Task.Run(() => test.Do(new GrowFormation(id, FormationTemplate.ThreeTier)))));
        await using var store = await test.Stores.Open();
        Assert.Equal(9, await store.Set<Seat>().CountAsync(s => s.Commands && s.EndsAt == null));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task One_place_of_a_seat_is_taken_once_however_many_try_at_once(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (_, _, communities) = await ground.District();
        var seat = await test.Do(new AddSeat(SeatKind.HostSecretary, "书记", null, null, communities[0].Id));
        var people = new List<Muster.People.Person>();
        for (var i = 0; i < 8; i++) people.Add(await ground.Person("人" + i));
        var codes = await System.Threading.Tasks.Task.WhenAll(people.Select(p => Task.Run(async () =>
        {
            try
            {
                await test.Do(new TakeSeat(seat, p.Id, Holder.A, "任命"));
                return "";
            }
            catch (Refused refused)
            {
                return refused.Rules.Single().Code;
            }
        })));
        Assert.Equal((1, 7), (codes.Count(c => c.Length == 0), codes.Count(c => c == "seat-taken")));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task B_becomes_A_at_once_and_the_history_stays(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (_, _, communities) = await ground.District();
        var seat = await test.Do(new AddSeat(SeatKind.HostSecretary, "书记", null, null, communities[0].Id));
        var (a, b) = (await ground.Person("甲"), await ground.Person("乙"));
        await test.Do(new TakeSeat(seat, a.Id, Holder.A, "任命"));
        Assert.Equal("seat-twice", (await Assert.ThrowsAsync<Refused>(() => test.Do(new TakeSeat(seat, a.Id, Holder.B, "任命")))).Rules.Single().Code);
        await test.Do(new TakeSeat(seat, b.Id, Holder.B, "任命"));
        test.Clock.Advance(TimeSpan.FromDays(1));
        await test.Do(new SwapSeat(seat, Holder.A, Holder.B, "甲被隔离"));
        await test.Do(new LeaveSeat(seat, Holder.B, "甲转出"));
        await using var store = await test.Stores.Open();
        var now = await store.Set<SeatHolding>().AsNoTracking().SingleAsync(h => h.SeatId == seat && h.EndsAt == null);
        Assert.Equal((b.Id, Holder.A), (now.PersonId, now.Place));
        Assert.Equal(4, (await SeatQueries.History(store.Sql, seat, default)).Count);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_group_leader_is_chosen_from_the_alternates_and_stays_one_while_leading(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var cluster = await ground.Area("永泰社区", AreaLevel.Cluster);
        var committee = await ground.Area("永泰路第一居委会", AreaLevel.Community, cluster);
        await ground.Area("永泰一村", AreaLevel.Compound, committee);
        var emergency = await ground.Emergency(cluster);
        await test.Do(new GrowFormation(emergency, FormationTemplate.ThreePlusOne));
        await using var store = await test.Stores.Open();
        var seats = await store.Set<Seat>().AsNoTracking().Where(s => s.AreaId == committee.Id).ToListAsync();
        var host = seats.Single(s => s.Kind == SeatKind.HostSecretary);
        var leader = seats.Single(s => s.Kind == SeatKind.GroupLeader);
        var person = await ground.Person("乙", member: true);

        Assert.Equal("not-an-alternate", (await Assert.ThrowsAsync<Refused>(() => test.Do(new TakeSeat(leader.Id, person.Id, Holder.A, "选任")))).Rules.Single().Code);
        await test.Do(new TakeSeat(host.Id, person.Id, Holder.B, "AB角"));
        await test.Do(new TakeSeat(leader.Id, person.Id, Holder.A, "选任"));
        Assert.Equal("alternate-leads", (await Assert.ThrowsAsync<Refused>(() => test.Do(new LeaveSeat(host.Id, Holder.B, "调走")))).Rules.Single().Code);
        await test.Do(new LeaveSeat(leader.Id, Holder.A, "换人"));
        await test.Do(new LeaveSeat(host.Id, Holder.B, "调走"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Unfilled_seats_come_first_and_pages_go_on(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, _) = await ground.District();
        var emergency = await ground.Emergency(district);
        await test.Do(new GrowFormation(emergency, FormationTemplate.ThreeTier));
        await using var store = await test.Stores.Open();
        var where = (await store.Sql.GroundOf(emergency, default))!;
        var all = await SeatQueries.List(store.Sql, where, new(), null, 1000, default);
        var first = all.First(s => s.Kind == SeatKind.FirstSecretary);
        await test.Do(new TakeSeat(first.Id, (await ground.Person("处长", grade: 50)).Id, Holder.A, "任命"));
        var seen = new List<SeatLine>();
        string? after = null;
        while (await SeatQueries.List(store.Sql, where, new(), after, 4, default) is { Count: > 0 } page)
        {
            seen.AddRange(page);
            after = page[^1].Cursor;
        }
        Assert.Equal(all.Count, seen.Select(s => s.Id).Distinct().Count());
        Assert.Equal((first.Id, "处长"), (seen[^1].Id, seen[^1].Holders.Single().Name));
        Assert.Equal((6L, 5L), (await SeatQueries.Counts(store.Sql, where, default)).Where(c => c.Kind == SeatKind.FirstSecretary).Select(c => (c.Seats, c.Unfilled)).Single());
        Assert.Equal(5, (await SeatQueries.ForPlacing(store.Sql, emergency, default)).Count(s => s.Kind == SeatKind.FirstSecretary));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_area_has_one_owner_and_the_one_before_is_on_record(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (_, _, communities) = await ground.District();
        var (a, b) = (await ground.Person("甲"), await ground.Person("乙"));
        await test.Do(new OwnArea(communities[0].Id, a.Id, "包联"));
        test.Clock.Advance(TimeSpan.FromDays(1));
        await test.Do(new OwnArea(communities[0].Id, b.Id, "甲外出"));
        await using var store = await test.Stores.Open();
        Assert.Equal(2, await store.Set<AreaOwner>().CountAsync());
        await test.Do(new DisownArea(communities[0].Id, "结束"));
        Assert.False(await store.Set<AreaOwner>().AnyAsync(o => o.EndsAt == null));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task People_join_and_leave_a_work_group(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, _) = await ground.District();
        var emergency = await ground.Emergency(district);
        var group = await test.Do(new AddFormation(emergency, null, FormationKind.WorkGroup, "宣传组"));
        var (a, b) = (await ground.Person("甲"), await ground.Person("乙"));
        Assert.Equal(2, await test.Do(new JoinFormation(group, [a.Id, b.Id])));
        Assert.Equal(0, await test.Do(new JoinFormation(group, [a.Id])));
        test.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await test.Do(new LeaveFormation(group, [a.Id], "轮换")));
        await using var store = await test.Stores.Open();
        Assert.Equal("乙", (await FormationQueries.Members(store.Sql, group, 10, default)).Single().Name);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Ending_a_seat_lets_its_holder_go_and_makes_room_for_another_commander(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (_, _, communities) = await ground.District();
        var seat = await test.Do(new AddSeat(SeatKind.HostSecretary, "书记", null, null, communities[0].Id));
        await test.Do(new TakeSeat(seat, (await ground.Person("甲")).Id, Holder.A, "任命"));
        await test.Do(new EndSeat(seat, "机构调整"));
        Assert.Equal("seat-ended", (await Assert.ThrowsAsync<Refused>(() => test.Do(new EndSeat(seat, "再撤一次")))).Rules.Single().Code);
        await test.Do(new AddSeat(SeatKind.HostSecretary, "新书记", null, null, communities[0].Id));
        await using var store = await test.Stores.Open();
        Assert.False(await store.Set<SeatHolding>().AnyAsync(h => h.EndsAt == null));
    }
}
