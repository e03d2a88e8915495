using Muster.App.Tests.Platform.Access;
using Muster.App.Tests.Rosters.Attending;
using Muster.Organisation;
using Muster.Platform.Access;
using Muster.Platform.Storage;
using Muster.Rosters;
using Muster.Rosters.Attending;
using Shift = Muster.Rosters.Shift;

namespace Muster.App.Tests.Rosters.Alarms;

/// <summary>The town with a relief, its community commanded by a host, its street by a secretary of the emergency; an account for each, and one of another community.</summary>
internal static class Commanded
{
    public static async Task<Relief> Make(Engine engine)
    {
        var relief = await Relief.Make(engine);
        var (town, test) = (relief.Town, relief.Town.Test);
        Seat[] seats =
        [
            new() { Id = Guid.CreateVersion7(), AreaId = town.Communities[0].Id, Kind = SeatKind.HostSecretary, Title = "社区书记", Commands = true, Version = 1 },
            new() { Id = Guid.CreateVersion7(), AreaId = town.Street.Id, EmergencyId = town.Emergency, Kind = SeatKind.CommitteeSecretary, Title = "街道临时党委书记", Version = 1 },
        ];
        await using var store = await test.Stores.Open();
        store.AddRange(seats);
        await store.SaveChangesAsync();
        store.AddRange(seats.Select((s, i) => new SeatHolding { Id = Guid.CreateVersion7(), SeatId = s.Id, PersonId = town.People[10 + i].Id, Place = Holder.A, StartsAt = town.Now.AddDays(-1), Reason = "test" }));
        await store.SaveChangesAsync();
        await test.Account("organiser", Role.Organiser);
        var host = await test.Account("host");
        await town.Run("update account set person_id = @p where id = @a", ("@p", town.People[10].Id), ("@a", host));
        await test.Do(new GiveRole(host, Role.Host, town.Communities[0].Id, null, null, null, "test"));
        await test.Do(new GiveRole(await test.Account("elsewhere"), Role.Host, town.Communities[1].Id, null, null, null, "test"));
        return relief;
    }

    /// <summary>A published turn of eight hours at the relief's post that nobody has.</summary>
    public static async Task<Guid> Open(Relief relief, DateTimeOffset starts)
    {
        await using var store = await relief.Town.Test.Stores.Open();
        var like = (await store.FindAsync<Shift>([relief.Members[0].Shift]))!;
        var open = new Shift
        {
            Id = Guid.CreateVersion7(), RosterId = like.RosterId, EmergencyId = like.EmergencyId, PostId = like.PostId, PostTimeId = like.PostTimeId, AreaId = like.AreaId,
            Day = Muster.Rosters.Patterns.WorkDays.Of(starts), StartsAt = starts, EndsAt = starts.AddHours(8), State = ShiftState.Published, Reason = "why people=0",
        };
        store.Add(open);
        await store.SaveChangesAsync();
        return open.Id;
    }

    public static Task CheckInAll(this Relief relief) => relief.Send([.. Enumerable.Range(0, 3).Select(i => relief.Say(i, new CheckIn(AttendanceKind.In, AttendanceHow.Button, relief.Starts)))]);
}
