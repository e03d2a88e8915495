using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Testing;
using Muster.Placements;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Placements;

/// <summary>One person is never in two places at one instant, whoever writes and however they race.</summary>
public sealed class OnePlaceTests
{
    private const string Insert = "insert into placement (id, emergency_id, person_id, area_id, role, starts_at, ends_at, reason, made_at) values (@id, @e, @x, @a, 'Member', @from, @to, 'test', @from)";

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Periods_that_touch_are_kept_and_periods_that_overlap_are_refused(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var person = town.People[0].Id;
        await town.Run(Insert, Values(town, person, 0, 5));
        await town.Run(Insert, Values(town, person, 5, 9));
        await town.Run(Insert, Values(town, person, 3, 3));
        foreach (var (from, to) in ((int, int?)[])[(4, 6), (1, 2), (0, null), (-1, 1), (8, null), (0, 5)])
            Assert.Contains("one_place_at_a_time", (await Assert.ThrowsAnyAsync<DbException>(() => town.Run(Insert, Values(town, person, from, to)))).Message, StringComparison.Ordinal);
        await town.Run(Insert, Values(town, person, 9, null));
        var longer = await Assert.ThrowsAnyAsync<DbException>(() => town.Run("update placement set ends_at = @to where starts_at = @from", ("@from", town.Start), ("@to", town.Start.AddDays(6))));
        Assert.Contains("one_place_at_a_time", longer.Message, StringComparison.Ordinal);
        Assert.Equal(4, await town.Number("select count(*) from placement"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Two_of_one_statement_cannot_overlap_either(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Publish(await town.Solve());
        await Assert.ThrowsAnyAsync<DbException>(() => town.Run("""
            insert into placement (id, emergency_id, person_id, area_id, role, starts_at, reason, made_at)
            select case when n = 1 then @one else @two end, @e, @x, @a, 'Member', @from, 'test', @from from (select 1 as n union all select 2) both_of_them
            """, ("@one", Guid.CreateVersion7()), ("@two", Guid.CreateVersion7()), ("@e", town.Emergency), ("@x", town.People[0].Id), ("@a", town.Communities[0].Id), ("@from", town.Start.AddYears(-1))));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_placement_refers_to_what_is_there_and_what_it_refers_to_stays(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var values = Values(town, town.People[0].Id, 0, null);
        foreach (var column in (string[])["@e", "@x", "@a"])
            await Assert.ThrowsAnyAsync<DbException>(() => town.Run(Insert, [.. values.Select(v => v.Item1 == column ? (column, (object?)Guid.CreateVersion7()) : v)]));
        await town.Run(Insert, values);
        await town.Run("delete from mustered");
        await town.Run("delete from demand");
        foreach (var (table, id) in (ValueTuple<string, Guid>[])[("person", town.People[0].Id), ("area", town.Communities[0].Id), ("emergency", town.Emergency)])
            await Assert.ThrowsAnyAsync<DbException>(() => town.Run($"delete from {table} where id = @id", ("@id", id)));
        await town.Run("delete from person where id = @id", ("@id", town.People[1].Id));
        Assert.Equal(1, await town.Number("select count(*) from placement"));
    }

    [Fact]
    public async Task Of_two_transactions_that_race_for_a_person_the_second_waits_and_is_refused()
    {
        await using var town = await Town.Make(Engine.Postgres);
        await using var first = await town.Test.Stores.Open();
        await using var second = await town.Test.Stores.Open();
        await using var ours = await first.Database.BeginTransactionAsync();
        await using var theirs = await second.Database.BeginTransactionAsync();
        await first.Sql.Run(Insert, default, Values(town, town.People[0].Id, 0, null));
        await second.Sql.Run(Insert, default, Values(town, town.People[1].Id, 0, null));
        var waiting = second.Sql.Run(Insert, default, Values(town, town.People[0].Id, 3, 5));
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(200)));
        await ours.CommitAsync();
        Assert.Contains("one_place_at_a_time", (await Assert.ThrowsAnyAsync<DbException>(() => waiting)).Message, StringComparison.Ordinal);
        await theirs.RollbackAsync();
        Assert.Equal(1, await town.Number("select count(*) from placement"));
    }

    [Fact]
    public async Task A_bulk_waits_for_one_person_and_a_snapshot_from_before_is_refused()
    {
        await using var town = await Town.Make(Engine.Postgres, people: 1200);
        await using var first = await town.Test.Stores.Open();
        await using var second = await town.Test.Stores.Open();
        await using var ours = await first.Database.BeginTransactionAsync();
        await using var theirs = await second.Database.BeginTransactionAsync();
        await first.Sql.Run(Insert, default, Values(town, town.People[7].Id, 0, null));
        var bulk = second.Sql.Run("insert into placement (id, emergency_id, person_id, area_id, role, starts_at, reason, made_at) select gen_random_uuid(), @e, id, @a, 'Member', @from, 'test', @from from person", default,
            Values(town, Guid.Empty, 1, null));
        Assert.NotSame(bulk, await Task.WhenAny(bulk, Task.Delay(200)));
        await ours.CommitAsync();
        Assert.Contains("one_place_at_a_time", (await Assert.ThrowsAnyAsync<DbException>(() => bulk)).Message, StringComparison.Ordinal);
        await theirs.RollbackAsync();

        await using var third = await town.Test.Stores.Open();
        await using var old = await third.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        Assert.Contains("READ COMMITTED", (await Assert.ThrowsAnyAsync<DbException>(() => third.Sql.Run(Insert, default, Values(town, town.People[8].Id, 0, null)))).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Two_publications_and_a_placement_that_race_leave_everybody_in_one_place(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var (one, other) = (await town.Solve(), await town.Solve());
        foreach (var plan in (Guid[])[one, other]) await town.Test.Do(new ReviewPlan(plan, (await town.Plans.Plan(plan, default))!.Version));
        await town.Publish(await town.Solve());
        var results = await Task.WhenAll(
            Tried(() => town.Test.Do(new PublishPlan(one, 2, "甲"))), Tried(() => town.Test.Do(new PublishPlan(other, 2, "乙"))),
            Tried(() => town.Test.Do(new PlacePerson(town.Emergency, town.People[3].Id, town.Communities[2].Id, null, town.Start.AddDays(1), null, "支援"))),
            Tried(() => town.Test.Do(new EndPlacements(town.Emergency, [town.People[4].Id], town.Start.AddDays(2), "召回"))));

        Assert.True(results[0] && results[1], "both publications follow one after the other");
        Assert.Equal(0, await town.Number("""
            select count(*) from placement a join placement b on b.person_id = a.person_id and b.id > a.id and a.starts_at < coalesce(b.ends_at, @never) and b.starts_at < coalesce(a.ends_at, @never)
            where coalesce(a.ends_at, @never) > a.starts_at and coalesce(b.ends_at, @never) > b.starts_at
            """, ("@never", town.Start.AddYears(100))));
        Assert.Empty(await Counts.CountedRows.Differences(town.Test.Stores));
    }

    private static (string, object?)[] Values(Town town, Guid person, int from, int? to) => [("@id", Guid.CreateVersion7()), ("@e", town.Emergency), ("@x", person), ("@a", town.Communities[0].Id),
        ("@from", town.Start.AddDays(from)), ("@to", to is { } days ? town.Start.AddDays(days) : null)];

    private static async Task<bool> Tried<T>(Func<Task<T>> act)
    {
        try
        {
            await Task.Yield();
            await act();
            return true;
        }
        catch (Refused)
        {
            return false;
        }
    }
}
