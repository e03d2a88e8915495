using Muster.App.Tests.Placements;
using Muster.App.Tests.Platform.Access;
using Muster.App.Tests.Testing;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Storage;
using Muster.Rosters;
using Muster.Rosters.Changing;
using Muster.Rosters.Filling;
using Muster.Rosters.Posts;

namespace Muster.App.Tests.Rosters.Swapping;

/// <summary>A town whose people are placed at the two posts of the first community, with accounts, and a roster of it by hand: early and late turns.</summary>
internal sealed class Posted : IAsyncDisposable
{
    public static readonly DateOnly First = new(2020, 2, 19);

    private readonly Dictionary<int, Guid> _accounts = [];

    public required Town Town { get; init; }
    public TestInstallation Test => Town.Test;
    public Guid Roster { get; private set; }
    public RosterGround Ground { get; private set; } = null!;
    public Guid Early => Band("早");
    public Guid Late => Band("晚");

    public static async Task<Posted> Make(Engine engine, int days = 7)
    {
        var posted = new Posted { Town = await Town.Make(engine) };
        var (town, test) = (posted.Town, posted.Test);
        foreach (var (person, i) in town.People.Select((p, i) => (p, i)))
            await town.Run("insert into placement (id, emergency_id, person_id, area_id, post_id, role, starts_at, reason, made_at) values (@id, @e, @x, @a, @p, 'Member', @from, 'test', @from)",
                ("@id", Guid.CreateVersion7()), ("@e", town.Emergency), ("@x", person.Id), ("@a", town.Communities[0].Id), ("@p", town.Posts[i % 2].Id), ("@from", town.Now.AddHours(1)));
        await test.Do(new SetPostTimes(town.Posts[0].Id, "早 08:00-16:00 1人\n晚 14:00-22:00 1人"));
        posted.Roster = Assert.Single(await test.Do(new MakeRosters(town.Emergency, First, days, town.Communities[0].Id)));
        await posted.Look();
        return posted;
    }

    public async Task Look() => Ground = (await Test.Get<RosterQueries>().Ground(Roster, default))!;

    public Guid Person(int i) => Ground.People[i].Id;

    public Task<Guid> Give(int person, Guid band, int day) => Test.Do(new GiveTurn(Roster, band, First.AddDays(day), Person(person)));

    public async Task Publish()
    {
        await Test.Do(new PublishRosters([Roster]));
        await Look();
    }

    /// <summary>The account of one of the people, made when first asked for; it has no role.</summary>
    public async Task<Actor> As(int person)
    {
        if (!_accounts.TryGetValue(person, out var account))
        {
            _accounts[person] = account = await Test.Account("member" + person);
            await Town.Run("update account set person_id = @p where id = @a", ("@p", Person(person)), ("@a", account));
        }
        return new Actor(account, "member" + person, "page", p => p == Permission.None);
    }

    public async Task<T> Do<T>(int person, Act<T> act) where T : notnull => await Test.Desk.Do(act, WriteId.New(), await As(person));

    public async Task<string> Refused<T>(int person, Act<T> act) where T : notnull => (await Assert.ThrowsAsync<Refused>(() => Do(person, act))).Rules[0].Code;

    public async Task<string> Refused<T>(Act<T> act) where T : notnull => (await Assert.ThrowsAsync<Refused>(() => Test.Do(act))).Rules[0].Code;

    public async Task<Guid?> Has(Guid shift) => (await Test.Get<RosterQueries>().Shifts(Roster, default)).Single(s => s.Id == shift).PersonId;

    public Task<long> Notices(int person, string kind) => Town.Number("select count(*) from notice where person_id = @p and kind = @k", ("@p", Person(person)), ("@k", kind));

    /// <summary>Seats somebody as the commander of the community.</summary>
    public async Task Command(int person)
    {
        var seat = Guid.CreateVersion7();
        await Town.Run("insert into seat (id, kind, title, area_id, party_member, from_alternates, commands, version) values (@id, 'HostSecretary', '书记', @a, @no, @no, @yes, 1)", ("@id", seat), ("@a", Town.Communities[0].Id), ("@no", false), ("@yes", true));
        await Town.Run("insert into seat_holding (id, seat_id, person_id, place, starts_at, reason) values (@id, @s, @p, 'A', @at, 'test')", ("@id", Guid.CreateVersion7()), ("@s", seat), ("@p", Person(person)), ("@at", Town.Now));
    }

    private Guid Band(string name) => Ground.Bands.Single(b => b.Band.Name == name).Id;

    public ValueTask DisposeAsync() => Town.DisposeAsync();
}
