using System.Net.Http.Json;
using System.Text.Json;
using Muster.App.Tests.Placements;
using Muster.App.Tests.Platform.Access;
using Muster.Placements;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Storage;
using Muster.Rosters;
using Muster.Rosters.Attending;
using Muster.Rosters.Posts;
using Shift = Muster.Rosters.Shift;

namespace Muster.App.Tests.Rosters.Attending;

/// <summary>A town whose first post has a relief of three this morning: a leader and two more; each has an account and is signed in.</summary>
internal sealed class Relief : IAsyncDisposable
{
    public required Town Town { get; init; }
    public List<(Guid Person, Guid Account, Guid Device, Guid Shift)> Members { get; } = [];
    public DateTimeOffset Starts { get; private set; }
    public Guid Post => Town.Posts[0].Id;
    public CheckInKeys Keys => Town.Test.Get<CheckInKeys>();

    public static async Task<Relief> Make(Engine engine)
    {
        var relief = new Relief { Town = await Town.Make(engine) };
        var (town, test) = (relief.Town, relief.Town.Test);
        relief.Starts = town.Now.AddHours(20);
        for (var i = 0; i < 4; i++)
        {
            var account = await test.Account("member" + i);
            await town.Run("update account set person_id = @p where id = @a", ("@p", town.People[i].Id), ("@a", account));
            await test.Do(new GiveRole(account, Role.Member, null, town.People[i].AgencyId, null, null, "test"));
            var device = await test.Do(new EnterAccount(account, StayKind.Field, "phone", null, null, SecondShown.Nothing, Guid.CreateVersion7()));
            relief.Members.Add((town.People[i].Id, account, device, Guid.CreateVersion7()));
        }
        await using var store = await test.Stores.Open();
        store.AddRange(town.People.Take(3).Select(p => new Placement
        {
            Id = Guid.CreateVersion7(), EmergencyId = town.Emergency, PersonId = p.Id, AreaId = town.Communities[0].Id, PostId = relief.Post, Role = "Member", StartsAt = town.Now.AddHours(1), Reason = "test", MadeAt = town.Now,
        }));
        var time = new PostTime { Id = Guid.CreateVersion7(), PostId = relief.Post, Name = "早班", FromMinute = 480, Minutes = 480, Days = 255, Needed = 3, Target = 3 };
        var roster = new Roster { Id = Guid.CreateVersion7(), EmergencyId = town.Emergency, AreaId = town.Communities[0].Id, Name = "一周", StartsOn = new DateOnly(2020, 2, 18), Days = 7, State = RosterState.Published, MadeAt = town.Now, MadeBy = "test" };
        store.AddRange(time, roster);
        await store.SaveChangesAsync();
        store.AddRange(relief.Members.Take(3).Select((m, i) => new Shift
        {
            Id = m.Shift, RosterId = roster.Id, EmergencyId = town.Emergency, PostId = relief.Post, PostTimeId = time.Id, AreaId = town.Communities[0].Id, PersonId = m.Person, Day = new DateOnly(2020, 2, 18),
            StartsAt = relief.Starts, EndsAt = relief.Starts.AddHours(8), Leads = i == 0, State = ShiftState.Published,
        }));
        await store.SaveChangesAsync();
        test.Clock.Now = relief.Starts;
        return relief;
    }

    /// <summary>As the member's phone would send it.</summary>
    public Asked<CheckIn> Say(int member, CheckIn act, Guid? id = null, bool signed = true)
    {
        var device = Members[member].Device;
        var write = id ?? Guid.CreateVersion7();
        act = act with { Device = device };
        if (signed) act = act with { Signature = Signature(device, act.Signed(write)) };
        return new Asked<CheckIn>(act, new WriteId(write), Actor(member));
    }

    /// <summary>The member, as a role in the own agency allows.</summary>
    public Actor Actor(int member)
    {
        var (person, account, device, _) = Members[member];
        var standing = new Standing(device, account, StayKind.Field, [new HeldRole(Role.Member, null, Town.People.Single(p => p.Id == person).AgencyId)]);
        return new Actor(account, "member", "api", standing.May) { Standing = standing };
    }

    public string Signature(Guid device, string text) =>
        global::System.Buffers.Text.Base64Url.EncodeToString(global::System.Security.Cryptography.HMACSHA256.HashData(Keys.OfDevice(device), global::System.Text.Encoding.UTF8.GetBytes(text)));

    public async Task<IReadOnlyList<Answered<CheckedIn>>> Send(params Asked<CheckIn>[] asked) => (await Town.Test.Get<CheckInQueue>().Add(asked))!;

    public static async Task<JsonElement> Json(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>();

    public ValueTask DisposeAsync() => Town.DisposeAsync();
}
