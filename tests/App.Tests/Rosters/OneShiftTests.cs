using System.Data.Common;
using Muster.App.Tests.Placements;
using Muster.App.Tests.Testing;
using Muster.Platform.Storage;
using Muster.Rosters;
using Muster.Rosters.Patterns;
using Muster.Rosters.Posts;

namespace Muster.App.Tests.Rosters;

/// <summary>Nobody has two published shifts that overlap, whoever writes and however they race.</summary>
public sealed class OneShiftTests
{
    private static readonly DateOnly First = new(2020, 2, 18);

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Shifts_that_touch_are_kept_and_published_shifts_that_overlap_are_refused(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var roster = await Roster(town);
        var (one, other) = (town.People[0].Id, town.People[1].Id);
        await Insert(town, roster, one, 0, 8);
        await Insert(town, roster, one, 8, 16);
        await Insert(town, roster, one, 4, 12, ShiftState.Draft);
        await Insert(town, roster, one, 4, 12, ShiftState.Ended);
        await Insert(town, roster, null, 4, 12);
        await Insert(town, roster, null, 4, 12);
        await Insert(town, roster, other, 4, 12);
        foreach (var (from, to) in ((int, int)[])[(7, 9), (-1, 1), (15, 17), (-2, 20), (0, 8)])
            Refused(await Assert.ThrowsAnyAsync<DbException>(() => Insert(town, roster, one, from, to)));
        Refused(await Assert.ThrowsAnyAsync<DbException>(() => town.Run("update shift set state = 'Published' where state = 'Draft'")));
        Refused(await Assert.ThrowsAnyAsync<DbException>(() => town.Run("update shift set person_id = @one where person_id = @other", ("@one", one), ("@other", other))));
        Refused(await Assert.ThrowsAnyAsync<DbException>(() => town.Run("update shift set person_id = @free where person_id is null", ("@free", town.People[2].Id))));
        Assert.Equal(7, await town.Number("select count(*) from shift"));
    }

    [Fact]
    public async Task Of_two_transactions_that_race_for_a_person_the_second_waits_and_is_refused()
    {
        await using var town = await Town.Make(Engine.Postgres);
        var roster = await Roster(town);
        await Insert(town, roster, town.People[0].Id, 0, 8, ShiftState.Draft);
        await using var first = await town.Test.Stores.Open();
        await using var second = await town.Test.Stores.Open();
        await using var ours = await first.Database.BeginTransactionAsync();
        await using var theirs = await second.Database.BeginTransactionAsync();
        await first.Sql.Run("update shift set state = 'Published'", default);
        second.Add(Shift(town, roster, town.People[0].Id, 7, 9, ShiftState.Published));
        var waiting = second.SaveChangesAsync();
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(200)));
        await ours.CommitAsync();
        Refused((await Assert.ThrowsAnyAsync<Exception>(() => waiting)).GetBaseException());
        await theirs.RollbackAsync();
        Assert.Equal(1, await town.Number("select count(*) from shift where state = 'Published'"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Many_that_race_for_the_same_hours_leave_one(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var roster = await Roster(town);
        var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            try
            {
                await Task.Yield();
                await Insert(town, roster, town.People[0].Id, i % 4, 8);
                return 1;
            }
            catch (Exception refused) when (refused.GetBaseException() is DbException)
            {
                return 0;
            }
        }));
        Assert.Equal(1, taken.Sum());
        Assert.Equal(1, await town.Number("select count(*) from shift"));
    }

    private static void Refused(Exception refused) => Assert.Contains("one_shift_at_a_time", refused.GetBaseException().Message, StringComparison.Ordinal);

    private static async Task<(Guid Id, Guid Time)> Roster(Town town)
    {
        await using var store = await town.Test.Stores.Open();
        var time = new PostTime { Id = Guid.CreateVersion7(), PostId = town.Posts[0].Id, Name = "白班", FromMinute = 480, Minutes = 480, Needed = 1, Target = 1, Version = 1 };
        var roster = new Roster { Id = Guid.CreateVersion7(), EmergencyId = town.Emergency, AreaId = town.Communities[0].Id, Name = "一", StartsOn = First, Days = 14, MadeAt = town.Now, MadeBy = "test", Version = 1 };
        store.AddRange(time, roster);
        await store.SaveChangesAsync();
        return (roster.Id, time.Id);
    }

    private static async Task Insert(Town town, (Guid, Guid) roster, Guid? person, int from, int to, ShiftState state = ShiftState.Published)
    {
        await using var store = await town.Test.Stores.Open();
        await store.Insert([Shift(town, roster, person, from, to, state)], default);
    }

    private static Shift Shift(Town town, (Guid Id, Guid Time) roster, Guid? person, int from, int to, ShiftState state) => new()
    {
        Id = Guid.CreateVersion7(), RosterId = roster.Id, EmergencyId = town.Emergency, PostId = town.Posts[0].Id, PostTimeId = roster.Time, AreaId = town.Communities[0].Id, PersonId = person,
        Day = First, StartsAt = WorkDays.At(First, from * 60), EndsAt = WorkDays.At(First, to * 60), State = state, Version = 1,
    };
}
