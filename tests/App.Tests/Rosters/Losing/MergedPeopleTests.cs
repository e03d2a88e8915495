using Muster.App.Tests.Placements;
using Muster.App.Tests.Platform.Access;
using Muster.App.Tests.Testing;
using Muster.Mobilisation;
using Muster.Organisation;
using Muster.Organisation.Continuity;
using Muster.People;
using Muster.People.Contract;
using Muster.Placements.Cards;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Rosters;
using Muster.Rosters.Posts;
using Origin = Muster.People.Origin;

namespace Muster.App.Tests.Rosters.Losing;

/// <summary>What becomes of seats, places, turns, links and accounts when two records turn out to be one person.</summary>
public sealed class MergedPeopleTests
{
    private static readonly string[] Held =
    [
        "seat_holding where ends_at is null and person_id", "placement where (ends_at is null or ends_at > @now) and person_id", "shift where person_id", "personal_link where revoked_at is null and person_id",
        "card where replaced_at is null and subject_id", "mustered where person_id", "notice where person_id", "agency where liaison_id", "account where ended_at is null and person_id",
    ];

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_belonged_to_the_record_that_goes_is_the_kept_ones_or_has_ended_and_comes_back_with_it(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var (test, area) = (town.Test, town.Communities[0].Id);
        await town.Publish(await town.Solve());
        test.Clock.Advance(TimeSpan.FromHours(13));
        var seat = await test.Do(new AddSeat(SeatKind.HostSecretary, "第一社区书记", null, null, area));
        var (gone, stays) = (await Serving(town, area, 0), await Serving(town, area, 1));
        await test.Do(new TakeSeat(seat, gone, Holder.A, "任命"));
        await Turns(town, area, (gone, -1), (gone, 40), (stays, 8));
        await test.Do(new IssueCards(town.Emergency));
        await LinkAccount(town, gone, "twice");
        await town.Run("update agency set liaison_id = @p where id = @a", ("@p", gone), ("@a", town.Agencies[0].Id));
        await town.Run("insert into notice (id, person_id, kind, zh, en, loud, made_at) values (@id, @p, 'x', '消息', 'message', @no, @now)", ("@id", Guid.CreateVersion7()), ("@p", gone), ("@no", false), ("@now", town.Now));
        var served = await town.Number("select sum(served) from standing_count where place_id = @e", ("@e", town.Emergency));

        // All of it: the kept one is a record nothing hangs on.
        var kept = await test.Do(new AddPerson(new PersonFields { Name = "甲试" }));
        await town.Run("delete from reserve where person_id = @p", ("@p", gone));
        var had = await Holds(town, gone);
        Assert.Equal("1 1 2 1 1 1 1 1 1", had);
        var merge = await Merge(town, kept, gone);
        Assert.Equal(had, await Holds(town, kept));
        Assert.Equal("0 0 0 0 0 0 0 0 0", await Holds(town, gone));
        Assert.Equal(served, await town.Number("select sum(served) from standing_count where place_id = @e", ("@e", town.Emergency)));
        await using (var web = await Served.Of(test, network: true))
        {
            using var visitor = await web.SignedIn("twice");
            Assert.Equal(System.Net.HttpStatusCode.OK, (await visitor.GetAsync("/me")).StatusCode);
        }
        test.Clock.Advance(TimeSpan.FromMinutes(1));
        await test.Do(new UnmergePeople(merge));
        Assert.Equal(had, await Holds(town, gone));
        Assert.Equal("0 0 0 0 0 0 0 0 0", await Holds(town, kept));

        // Both have the like: the seat's A stays and its B is open, the other place, turn, link, card and account end.
        await test.Do(new TakeSeat(seat, stays, Holder.B, "任命"));
        await Turns(town, area, (stays, 41));
        await LinkAccount(town, stays, "once");
        var gaps = await town.Number("select coalesce(sum(missing), 0) from gap");
        merge = await Merge(town, stays, gone);
        Assert.Equal("1 1 3 1 1 1 1 1 1", await Holds(town, stays));
        Assert.Equal("0 0 0 0 0 0 0 0 0", await Holds(town, gone));
        Assert.Equal(1, await town.Number("select count(*) from seat_holding where person_id = @p and place = 'A' and ends_at is null", ("@p", stays)));
        Assert.Equal(1, await town.Number("select count(*) from seat_holding where person_id = @p and place = 'B' and ends_at is not null and reason like '%合并%'", ("@p", stays)));
        Assert.Equal(1, await town.Number("select count(*) from shift where person_id is null and reason like '%合并%'"));
        Assert.Equal(served - 1, await town.Number("select sum(served) from standing_count where place_id = @e", ("@e", town.Emergency)));
        Assert.True(await town.Number("select coalesce(sum(missing), 0) from gap") >= gaps);
        test.Clock.Advance(TimeSpan.FromMinutes(1));
        await test.Do(new UnmergePeople(merge));
        // The seat, the turn that had moved, the account and what else moved are back; the place, the link and the card had ended.
        Assert.Equal("1 0 1 0 0 0 1 1 1", await Holds(town, gone));

        // Nobody merges oneself, and of two records one away and one not the rules know nothing.
        var own = new Actor(await town.Guid("select id from account where person_id = @p", ("@p", stays)), "once", "page", _ => true);
        Assert.Equal("merge-own", (await Assert.ThrowsAsync<Refused>(async () => await test.Desk.Do(new MergePeople(stays, await Version(town, stays), gone, await Version(town, gone)), WriteId.New(), own))).Rules.Single().Code);
        await test.Do(new LosePeople([gone], "隔离"));
        Assert.Equal("merge-one-away", (await Assert.ThrowsAsync<Refused>(() => Merge(town, stays, gone))).Rules.Single().Code);
    }

    [Fact]
    public async Task Every_column_that_names_a_person_says_what_a_merge_does_with_it()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await using var store = await test.Stores.Open();
        var named = await store.Sql.List("""
            select m.name || '.' || f."from" from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table' and f."table" = 'person'
            union select m.name || '.' || c.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and (c.name = 'person_id' or c.name like '%\_person_id' escape '\' or c.name = 'liaison_id')
            """, row => row.Text(0), default);
        var said = test.Get<IEnumerable<PersonReference>>().Select(r => $"{r.Table}.{r.Column}").ToList();
        // What a card is about is a person for one kind of card only.
        Assert.Equal(named.Append("card.subject_id").Order(StringComparer.Ordinal), said.Order(StringComparer.Ordinal));
    }

    private static async Task<string> Holds(Town town, Guid person)
    {
        var counts = new List<long>();
        foreach (var held in Held) counts.Add(await town.Number($"select count(*) from {held} = @p", held.Contains("@now", StringComparison.Ordinal) ? [("@p", person), ("@now", town.Now)] : [("@p", person)]));
        return string.Join(' ', counts);
    }

    private static async Task<Guid> Merge(Town town, Guid kept, Guid gone) => await town.Test.Do(new MergePeople(kept, await Version(town, kept), gone, await Version(town, gone)));

    private static async Task<int> Version(Town town, Guid person) => (int)await town.Number("select version from person where id = @p", ("@p", person));

    private static async Task LinkAccount(Town town, Guid person, string name) =>
        await town.Run("update account set person_id = @p where id = @a", ("@p", person), ("@a", await town.Test.Account(name, Role.Reader)));

    private static Task<Guid> Serving(Town town, Guid area, int nth) =>
        town.Guid($"select person_id from placement where area_id = @a and starts_at <= @now and (ends_at is null or ends_at > @now) order by person_id limit 1 offset {nth}", ("@a", area), ("@now", town.Now));

    private static async Task Turns(Town town, Guid area, params (Guid Person, int FromHours)[] turns)
    {
        await using var store = await town.Test.Stores.Open();
        var time = new PostTime { Id = Guid.CreateVersion7(), PostId = town.Posts[0].Id, Name = "班" + turns.Length, FromMinute = 0, Minutes = 480, Needed = 1, Target = 1, Version = 1 };
        var roster = new Roster { Id = Guid.CreateVersion7(), EmergencyId = town.Emergency, AreaId = area, Name = "一", StartsOn = DateOnly.FromDateTime(town.Now.DateTime), Days = 14, MadeAt = town.Now, MadeBy = "test", Version = 1 };
        store.AddRange(time, roster);
        await store.SaveChangesAsync();
        foreach (var (person, from) in turns)
            store.Add(new Shift
            {
                Id = Guid.CreateVersion7(), RosterId = roster.Id, EmergencyId = town.Emergency, PostId = town.Posts[0].Id, PostTimeId = time.Id, AreaId = area, PersonId = person,
                Day = DateOnly.FromDateTime(town.Now.DateTime), StartsAt = town.Now.AddHours(from), EndsAt = town.Now.AddHours(from + 8), State = ShiftState.Published, Version = 1,
            });
        await store.SaveChangesAsync();
    }
}
