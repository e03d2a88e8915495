using Muster.App.Tests.Emergencies;
using Muster.App.Tests.Testing;
using Muster.Organisation;
using Muster.Organisation.Commanding;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.App.Tests.Organisation;

public sealed class CommandTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_host_commands_a_delegate_for_a_period_and_then_the_host_again(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (area, host, other) = await Commanded(test);
        Assert.Equal(host, (await Who(test, area)).CommanderId);
        var delegation = await test.Do(new DelegateCommand(area, other, test.Clock.Now.AddHours(1), test.Clock.Now.AddHours(3), "书记开会"));
        Assert.Equal(host, (await Who(test, area)).CommanderId);
        test.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((other, true), ((await Who(test, area)).CommanderId!.Value, (await Who(test, area)).IsDelegated));
        await test.Do(new EndDelegation(delegation, "提前回来"));
        Assert.Equal(host, (await Who(test, area)).CommanderId);
        Assert.Equal("delegation-unknown", await Code(() => test.Do(new EndDelegation(delegation, "再来一次"))));
        await using var store = await test.Stores.Open();
        Assert.Equal("提前回来", (await CommandQueries.Delegations(store.Sql, area, default)).Single().EndReason);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_command_is_not_delegated_twice_nor_to_the_host_nor_without_one_nor_for_ever(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (area, host, other) = await Commanded(test);
        var now = test.Clock.Now;
        await test.Do(new DelegateCommand(area, other, null, now.AddDays(2), "出差"));
        Assert.Equal("command-delegated", await Code(() => test.Do(new DelegateCommand(area, other, now.AddDays(1), now.AddDays(4), "出差"))));
        await test.Do(new DelegateCommand(area, other, now.AddDays(2), now.AddDays(4), "出差"));
        Assert.Equal("command-own", await Code(() => test.Do(new DelegateCommand(area, host, now.AddDays(5), now.AddDays(6), "出差"))));
        Assert.Equal("command-period", await Code(() => test.Do(new DelegateCommand(area, other, now.AddDays(6), now.AddDays(5), "出差"))));
        Assert.Equal("command-period-long", await Code(() => test.Do(new DelegateCommand(area, other, null, now.AddDays(93), "出差"))));
        Assert.Equal("reason-missing", await Code(() => test.Do(new DelegateCommand(area, other, now.AddDays(5), now.AddDays(6), " "))));
        await using var store = await test.Stores.Open();
        var seat = await store.Sql.First("select id from seat where area_id = @a", row => row.Guid(0), default, ("@a", area));
        await test.Do(new LeaveSeat(seat, Holder.A, "转任"));
        Assert.Equal("command-without-host", await Code(() => test.Do(new DelegateCommand(area, other, now.AddDays(5), now.AddDays(6), "出差"))));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task However_many_delegate_at_once_an_area_has_one_commander_at_any_instant(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (area, _, other) = await Commanded(test);
        var (now, random) = (test.Clock.Now, new Random(7));
        var periods = Enumerable.Range(0, 60).Select(_ => now.AddMinutes(random.Next(600))).Select(from => (From: from, Until: from.AddMinutes(1 + random.Next(90)))).ToList();
        var codes = await System.Threading.Tasks.Task.WhenAll(periods.Select(p => Task.Run(() => Code(() => test.Do(new DelegateCommand(area, other, p.From, p.Until, "轮流"))))));
        Assert.True(codes.Count(c => c.Length == 0) > 3 && codes.Count(c => c == "command-delegated") > 10, "the tries try too little");
        Assert.DoesNotContain(codes, c => c is not ("" or "command-delegated"));
        await using var store = await test.Stores.Open();
        for (var minute = 0; minute < 700; minute++)
            Assert.Single(await CommandQueries.Page(store.Sql, new("/commands", []), now.AddMinutes(minute), default) is var page ? page.Rows : []);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_database_itself_refuses_a_second_commander(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (area, host, other) = await Commanded(test);
        await test.Do(new DelegateCommand(area, other, null, test.Clock.Now.AddDays(1), "出差"));
        await using var store = await test.Stores.Open();
        var twice = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => store.Sql.Run(
            "insert into command_delegation (id, area_id, person_id, host_id, starts_at, ends_at, reason, given_by) values (@id, @a, @p, @h, @f, @t, 'x', 'x')", default,
            ("@id", Guid.CreateVersion7()), ("@a", area), ("@p", other), ("@h", host), ("@f", test.Clock.Now.AddHours(2)), ("@t", test.Clock.Now.AddDays(9))));
        Assert.Contains("one_commander_at_a_time", twice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_claims_on_one_seat_at_once_seat_exactly_one()
    {
        await using var test = await TestInstallation.Make(Engine.Postgres);
        var (area, host, other) = await Commanded(test);
        await using var store = await test.Stores.Open();
        var seat = await store.Sql.First("select id from seat where area_id = @a", row => row.Guid(0), default, ("@a", area));
        for (var i = 0; i < 50; i++)
        {
            await test.Do(new LeaveSeat(seat, Holder.A, "样例"));
            var codes = await System.Threading.Tasks.Task.WhenAll(((Guid[])[host, other]).Select(p => Task.Run(() => Code(() => test.Do(new TakeSeat(seat, p, Holder.A, "样例"))))));
            Assert.Equal(["", "seat-taken"], codes.Order(StringComparer.Ordinal));
        }
    }

    private static async Task<(Guid Area, Guid Host, Guid Other)> Commanded(TestInstallation test)
    {
        var ground = new TestGround(test);
        var area = await ground.Area("一社区", AreaLevel.Community);
        var (host, other) = (await ground.Person("甲"), await ground.Person("乙"));
        var seat = await test.Do(new AddSeat(SeatKind.HostSecretary, "书记", null, null, area.Id));
        await test.Do(new TakeSeat(seat, host.Id, Holder.A, "任命"));
        return (area.Id, host.Id, other.Id);
    }

    private static async Task<CommandLine> Who(TestInstallation test, Guid area)
    {
        await using var store = await test.Stores.Open();
        return (await CommandQueries.Of(store.Sql, area, test.Clock.Now, default))!;
    }

    private static async Task<string> Code<T>(Func<Task<T>> act)
    {
        try
        {
            await act();
            return "";
        }
        catch (Refused refused)
        {
            return refused.Rules.Single().Code;
        }
    }
}
