using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Emergencies;
using Muster.App.Tests.Testing;
using Muster.Organisation;
using Muster.Organisation.Commanding;
using Muster.Organisation.Continuity;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Audit;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Notify;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Organisation.Continuity;

public sealed class LossTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Whoever_is_lost_the_chain_holds_or_says_loudly_where_not_and_a_return_makes_it_as_it_was(Engine engine)
    {
        await using var chain = await Chained.Make(engine);
        var (test, everybody) = (chain.Test, chain.People.Append(chain.Branch).Select(p => p.Id).ToList());
        var sets = Gen.Sample(Gen.SubListOf<Guid>(everybody), 60, 60).Where(s => s.Count > 0).Take(10).Append([.. everybody]).ToList();
        var ways = new HashSet<TakeoverWay>();
        foreach (var lost in sets.Select(s => s.ToList()))
        {
            test.Clock.Advance(TimeSpan.FromMinutes(1));
            var before = await chain.Held();
            var drilled = await test.Desk.Rehearse(new LosePeople(lost, "演练"), test.Actor, (work, made) => LossQueries.Takeovers(work.Sql, made.LossId, default));
            Assert.Equal(before, await chain.Held());

            var outcome = await test.Do(new LosePeople(lost, "隔离"));
            await using var store = await test.Stores.Open();
            var taken = await LossQueries.Takeovers(store.Sql, outcome.LossId, default);
            Assert.Equal(drilled.Select(t => (t.SeatId, t.Place, t.SuccessorId, t.Way)), taken.Select(t => (t.SeatId, t.Place, t.SuccessorId, t.Way)));
            ways.UnionWith(taken.Select(t => t.Way));
            await Holds(chain, store, before, [.. lost], taken);
            Assert.Equal(taken.Select(t => t.SuccessorId).OfType<Guid>().Order().Distinct(), (await Told(store, LossNotices.TakenOver, test.Clock.Now)).Where(p => taken.Any(t => t.SuccessorId == p)).Order());

            test.Clock.Advance(TimeSpan.FromMinutes(1));
            var returned = await test.Do(new ReturnPeople(outcome.LossId, null, "解除隔离"));
            Assert.Equal((lost.Count, 0), (returned.Returned, returned.Kept));
            Assert.Equal(before, await chain.Held());
            Assert.Equal(0, await store.Sql.Number("select count(*) from command_delegation where ends_at > @now and ends_at > starts_at", default, ("@now", test.Clock.Now)));
        }
        Assert.Superset(new HashSet<TakeoverWay> { TakeoverWay.Alternate, TakeoverWay.Delegated, TakeoverWay.Nobody }, ways);
    }

    /// <summary>What must be so after a loss, said anew from the rows and not with the rules of the program.</summary>
    private static async Task Holds(Chained chain, Store store, List<(Guid Seat, Holder Place, Guid Person)> before, HashSet<Guid> lost, List<TakeoverLine> taken)
    {
        var now = await chain.Held();
        Assert.DoesNotContain(now, h => lost.Contains(h.Person));
        Assert.Equal(now.Count, now.DistinctBy(h => (h.Seat, h.Person)).Count());
        foreach (var left in before.Where(h => h.Place == Holder.A && lost.Contains(h.Person)))
        {
            var row = taken.Single(t => t.SeatId == left.Seat && t.Place == Holder.A);
            Assert.Equal(left.Person, row.LeftId);
            var alternates = before.Where(h => h.Seat == left.Seat && h.Place != Holder.A && !lost.Contains(h.Person)).OrderBy(h => h.Place).Select(h => h.Person).ToList();
            if (alternates.Count > 0) Assert.Equal((alternates[0], TakeoverWay.Alternate), (row.SuccessorId!.Value, row.Way));
            if (row.Way is TakeoverWay.Nobody) Assert.Null(row.SuccessorId);
        }
        // Every area that had a commander has one who is not lost, while anybody of the chain is left.
        foreach (var community in chain.Communities)
        {
            var command = (await CommandQueries.Of(store.Sql, community.Id, chain.Test.Clock.Now, default))!;
            if (now.Count > 0) Assert.True(command.CommanderId is { } commander && !lost.Contains(commander), $"{community.Name} has no commander");
            else Assert.Null(command.CommanderId);
        }
        foreach (var link in before.Where(h => h.Place != Holder.A && lost.Contains(h.Person))) Assert.Contains(taken, t => t.SeatId == link.Seat && t.Place == link.Place);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Whoever_shares_a_household_with_the_lost_comes_last_and_what_was_changed_by_hand_stays(Engine engine)
    {
        await using var chain = await Chained.Make(engine);
        var test = chain.Test;
        var (a, b, c) = (chain.People[0].Id, chain.People[1].Id, chain.People[2].Id);
        Assert.Equal(1, await test.Do(new SetExposure(a, ExposureKind.Household, "海棠公寓 3栋-502")));
        Assert.Equal(2, await test.Do(new SetExposure(b, ExposureKind.Household, "海棠公寓３栋５０２")));
        Assert.Equal("exposure-derived", await Code(() => test.Do(new SetExposure(a, ExposureKind.Shift, "早班"))));

        var outcome = await test.Do(new LosePeople([a], "密接"));
        Assert.Equal("already-lost", await Code(() => test.Do(new LosePeople([a], "又一次"))));
        await using var store = await test.Stores.Open();
        var taken = await LossQueries.Takeovers(store.Sql, outcome.LossId, default);
        var first = taken.Single(t => t is { Place: Holder.A, LeftId: var left } && left == a);
        Assert.Equal((c, TakeoverWay.Alternate, "exposed 1"), (first.SuccessorId!.Value, first.Way, first.Passed));
        var seat = first.SeatId;
        Assert.Equal("person-lost", await Code(() => test.Do(new TakeSeat((chain.Seats("BuildingLeader").Result is [var s, ..] ? s.Id : seat), a, Holder.C, "任命"))));

        // Somebody else is seated by hand: a return leaves that alone and says so.
        await test.Do(new LeaveSeat(seat, Holder.A, "另有任用"));
        var other = await new TestGround(test).Person("新书记", member: true, grade: 4);
        await test.Do(new TakeSeat(seat, other.Id, Holder.A, "任命"));
        var returned = await test.Do(new ReturnPeople(outcome.LossId, [a], "解除"));
        Assert.Equal(1, returned.Kept);
        Assert.Contains((seat, Holder.A, other.Id), await chain.Held());
        Assert.Equal("loss-over", await Code(() => test.Do(new ReturnPeople(outcome.LossId, null, "解除"))));
        var entry = (await store.Set<AuditEntry>().AsNoTracking().Where(e => e.Act == nameof(LosePeople) && e.Result == AuditResult.Done).ToListAsync()).Single();
        Assert.DoesNotContain("书记", entry.Details + entry.Outcome, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_whole_committee_is_taken_over_by_who_stands_in_the_chain_or_commanded_from_beside(Engine engine)
    {
        await using var chain = await Chained.Make(engine);
        var (test, community) = (chain.Test, chain.Communities[0]);
        await test.Do(new DelegateCommand(chain.Communities[1].Id, chain.People[0].Id, null, test.Clock.Now.AddDays(3), "代管"));
        var outcome = await test.Do(new LoseCommittee(community.Id, false, "整建制隔离"));
        await using var store = await test.Stores.Open();
        Assert.Equal(3, outcome.Lost);
        // Nobody is left in the place itself: the branch above commands until they are back; the lost delegate's own delegation is over.
        var command = (await CommandQueries.Of(store.Sql, community.Id, test.Clock.Now, default))!;
        Assert.True(command.IsDelegated && command.CommanderId == chain.Branch.Id, $"{command.Commander}");
        Assert.False((await CommandQueries.Of(store.Sql, chain.Communities[1].Id, test.Clock.Now, default))!.IsDelegated);
        Assert.Equal("committee-empty", await Code(() => test.Do(new LoseCommittee(community.Id, false, "又一次"))));
        Assert.Contains(chain.Branch.Id, await Told(store, LossNotices.TakenOver, test.Clock.Now));
        Assert.Equal(3, (await Told(store, LossNotices.PeopleWereLost, test.Clock.Now)).Intersect(chain.People.Take(3).Select(p => p.Id)).Count());

        var returned = await test.Do(new ReturnPeople(outcome.LossId, null, "解除隔离"));
        Assert.Equal((3, 0), (returned.Returned, returned.Kept));
        Assert.Equal(chain.People[0].Id, (await CommandQueries.Of(store.Sql, community.Id, test.Clock.Now, default))!.CommanderId);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_role_that_goes_with_a_seat_moves_with_it_until_the_return_and_is_never_made_or_given_to_oneself(Engine engine)
    {
        await using var chain = await Chained.Make(engine);
        var (test, community) = (chain.Test, chain.Communities[0]);
        var (a, b) = (chain.People[0].Id, chain.People[1].Id);
        var (first, second, third, branch) = (await Account(test, "a", a), await Account(test, "b", b), await Account(test, "c", chain.People[2].Id), await Account(test, "branch", chain.Branch.Id));
        await test.Do(new GiveRole(first, Role.Host, community.Id, null, null, null, "书记"));
        await using var store = await test.Stores.Open();
        async Task<List<HeldRole>> Roles(Guid account) => await Grants.Held(store.Sql, account, test.Clock.Now, default);
        async Task<TakeoverLine> Seat(Guid loss) => (await LossQueries.Takeovers(store.Sql, loss, default)).First(t => t.Commands);

        // The drill shows it and gives nothing; the loss gives it in the same act, with its entry on the trail.
        Assert.Equal(1, (await test.Desk.Rehearse(new LosePeople([a], "演练"), test.Actor, (_, made) => Task.FromResult(made), default)).Powers);
        Assert.Empty(await Roles(second));
        var outcome = await test.Do(new LosePeople([a], "隔离"));
        Assert.Equal([(Role.Host, community.Path)], (await Roles(second)).Select(r => (r.Role, r.Path)));
        Assert.Equal((1, Role.Host, false), (outcome.Powers, (await Seat(outcome.LossId)).Given, (await Seat(outcome.LossId)).LacksRole));
        Assert.Contains("rolesGiven", (await store.Set<AuditEntry>().AsNoTracking().Where(e => e.Act == nameof(LosePeople) && e.Result == AuditResult.Done).ToListAsync()).Single().Details, StringComparison.Ordinal);
        test.Clock.Advance(TimeSpan.FromMinutes(1));
        await test.Do(new ReturnPeople(outcome.LossId, null, "返岗"));
        Assert.Empty(await Roles(second));
        Assert.NotEmpty(await Roles(first));

        // Who declares the loss gets nothing by it, nor does an administrator, nor who holds as much from above: the page says to look.
        var self = new Actor(second, "b", "page", _ => true);
        outcome = await test.Desk.Do(new LosePeople([a], "隔离"), WriteId.New(), self);
        Assert.Equal((0, true), (outcome.Powers, (await Seat(outcome.LossId)).LacksRole));
        Assert.Empty(await Roles(second));
        await test.Do(new ReturnPeople(outcome.LossId, null, "返岗"));
        await test.Do(new GiveRole(third, Role.AuditAdministrator, null, null, null, null, "审计"));
        outcome = await test.Do(new LosePeople([a, b], "隔离"));
        Assert.Equal(0, outcome.Powers);
        Assert.Equal([Role.AuditAdministrator], (await Roles(third)).Select(r => r.Role));

        // Nobody of the place is left: who commands from above is a delegate there, no host, until the return.
        await test.Do(new ReturnPeople(outcome.LossId, null, "返岗"));
        outcome = await test.Do(new LoseCommittee(community.Id, false, "整建制隔离"));
        Assert.Equal([(Role.Delegate, community.Path)], (await Roles(branch)).Select(r => (r.Role, r.Path)));
        test.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Empty(await Roles(branch));
    }

    private static async Task<Guid> Account(TestInstallation test, string name, Guid person)
    {
        var id = await test.Do(new AddAccount(name, name));
        await using var store = await test.Stores.Open();
        await store.Sql.Run("update account set person_id = @p where id = @a", default, ("@p", person), ("@a", id));
        return id;
    }

    private static Task<List<Guid>> Told(Store store, NoticeKind kind, DateTimeOffset at) =>
        store.Sql.List("select distinct person_id from notice where kind = @k and made_at = @at and person_id is not null", row => row.Guid(0), default, ("@k", kind.Name), ("@at", at));

    private static async Task<string> Code(Func<Task> act) => (await Assert.ThrowsAsync<Refused>(act)).Rules[0].Code;
}
