using DocumentFormat.OpenXml.Packaging;
using Muster.App.Tests.Placements;
using Muster.App.Tests.Testing;
using Muster.Emergencies.Contract;
using Muster.Organisation;
using Muster.Organisation.Continuity;
using Muster.Organisation.Contract;
using Muster.App.Tests.Platform.Access;
using Muster.People;
using Muster.Placements.Cards;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Language;
using Muster.Rosters;
using Muster.Rosters.Posts;
using Origin = Muster.People.Origin;

namespace Muster.App.Tests.Rosters.Losing;

/// <summary>What a dossier says is held against the records, each asked anew; and what the loss of a whole place opens, its return closes.</summary>
public sealed class DossierTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task From_the_dossier_alone_one_names_tonights_roster_open_items_keys_and_contacts(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var area = town.Communities[0].Id;
        await town.Publish(await town.Solve());
        town.Test.Clock.Advance(TimeSpan.FromHours(13));
        var hosts = await Hosts(town, area);
        var serving = await Serving(town, area);
        await SharedShift(town, area);
        await Shifts(town, area, [.. serving.Select(s => s.Person).Distinct().Take(2)]);
        await town.Run("update post set kit = '手电、对讲机、值班室钥匙', contact = '门卫老周' where id = @p", ("@p", town.Posts[0].Id));

        var outcome = await town.Test.Do(new LoseCommittee(area, false, "整建制隔离"));
        await using var store = await town.Test.Stores.Open();
        var dossier = (await town.Test.Get<Dossiers>().OfLoss(store.Sql, outcome.LossId, true, Chinese, default))!;
        var taken = await LossQueries.Takeovers(store.Sql, outcome.LossId, default);
        Assert.Equal(TakeoverWay.Serving, taken.Single(t => t.Place == Holder.A).Way);
        Assert.Equal(taken.Select(t => (t.Title, t.Successor)), Part(dossier, 10).Select(r => (r.Cells[0]!, r.Cells[3])));
        Assert.Equal(await Names(store, "select coalesce(p.name, '无人') from shift s left join person p on p.id = s.person_id where s.state = 'Published' and s.ends_at > @now and s.starts_at < @later", ("@now", town.Now), ("@later", town.Now.AddHours(24))),
            Part(dossier, 40).Select(r => r.Cells[3]!.Replace("（带班）", "", StringComparison.Ordinal)).Order());
        Assert.Single(Part(dossier, 40), r => r.Loud);
        Assert.Equal(await Names(store, "select p.name from placement s join person p on p.id = s.person_id where s.area_id = @a and s.starts_at <= @now and (s.ends_at is null or s.ends_at > @now)", ("@a", area), ("@now", town.Now)),
            Part(dossier, 50).Select(r => r.Cells[0]!).Order());
        Assert.Equal(await store.Sql.Number("select count(*) from gap where area_id = @a", default, ("@a", area)), Part(dossier, 60).Count);
        Assert.Equal(["手电、对讲机、值班室钥匙", "门卫老周"], Part(dossier, 70).Single(r => r.Href == $"/posts/{town.Posts[0].Id}").Cells.Skip(2));
        var successor = taken.Single(t => t.Place == Holder.A).Successor!;
        Assert.Contains(Part(dossier, 30), r => r.Cells[0] == successor);
        foreach (var (name, phone) in hosts) Assert.Equal(phone, Part(dossier, 30).Single(r => r.Cells[0] == name).Cells[3]);
        // Who may only look, and whoever opens the dossier of a place where nothing happened, sees no number in full.
        foreach (var masked in new[] { (await town.Test.Get<Dossiers>().OfLoss(store.Sql, outcome.LossId, false, Chinese, default))!, (await town.Test.Get<Dossiers>().OfArea(store.Sql, area, Chinese, default))! })
            Assert.DoesNotContain(masked.Parts.SelectMany(p => p.Rows).SelectMany(r => r.Cells), cell => hosts.Any(h => cell == h.Phone));

        await using var served = await Served.Of(town.Test);
        var page = await served.Client.GetStringAsync($"/losses/{outcome.LossId}/dossier");
        using var paper = WordprocessingDocument.Open(new MemoryStream(await served.Client.GetByteArrayAsync($"/losses/{outcome.LossId}/dossier.docx")), isEditable: false);
        var text = paper.MainDocumentPart!.Document.InnerText;
        // Both openings are on the trail, with how many lines they showed; one loss counts once.
        Assert.Equal(2, await store.Sql.Number("select count(*) from audit_entry where act = 'OpenDossier' and subject_id = @id and details like @shown", default,
            ("@id", outcome.LossId), ("@shown", $"%\"shown\":{dossier.Parts.Where(p => p.Order is 30 or 55).Sum(p => p.Rows.Count)},\"today\":1%")));
        foreach (var cell in dossier.Parts.SelectMany(p => p.Rows).SelectMany(r => r.Cells).OfType<string>())
        {
            Assert.Contains(cell, text, StringComparison.Ordinal);
            Assert.Contains(System.Text.Encodings.Web.HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All).Encode(cell), page, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task When_everybody_of_a_place_is_lost_what_they_leave_is_loud_and_comes_back_to_them(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var area = town.Communities[0].Id;
        await town.Publish(await town.Solve());
        town.Test.Clock.Advance(TimeSpan.FromHours(13));
        await Hosts(town, area);
        var before = await Serving(town, area);
        await Shifts(town, area, [.. before.Select(s => s.Person).Distinct().Take(2)]);
        var held = await town.Number("select count(*) from shift where person_id is not null");

        var outcome = await town.Test.Do(new LoseCommittee(area, true, "整栋隔离"));
        Assert.Equal(before.Count + 2, outcome.Lost);
        Assert.Empty(await Serving(town, area));
        Assert.Equal(0, await town.Number("select count(*) from shift where person_id is not null"));
        Assert.True(await town.Number("select count(*) from gap where place_id = @a", ("@a", area)) == 1, "the place is not on the gap list");
        Assert.Equal(before.Count, await town.Number("select count(*) from reserve where code = 'lost'"));
        Assert.Equal(1, outcome.Nobody);

        town.Test.Clock.Advance(TimeSpan.FromMinutes(5));
        await town.Test.Do(new ReturnPeople(outcome.LossId, null, "解除"));
        Assert.Equal(before, await Serving(town, area));
        Assert.Equal(0, await town.Number("select count(*) from reserve where code = 'lost'"));
        // The turn that was under way is over for whoever was away; those to come are theirs again.
        Assert.Equal(held - 1, await town.Number("select count(*) from shift where person_id is not null"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Who_has_ended_sits_serves_and_signs_in_nowhere_and_what_was_theirs_is_taken_over_or_open(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var (test, area) = (town.Test, town.Communities[0].Id);
        await town.Publish(await town.Solve());
        test.Clock.Advance(TimeSpan.FromHours(13));
        await Hosts(town, area);
        var hosts = await Held(town, area);
        var served = (await Serving(town, area))[0].Person;
        await Shifts(town, area, [served, served]);
        await test.Do(new IssueCards(town.Emergency));
        await using var web = await Served.Of(test, network: true);
        foreach (var (person, name) in new[] { (served, "serving"), (hosts[0], "host") })
            await town.Run("update account set person_id = @p where id = @a", ("@p", person), ("@a", await test.Account(name, Role.Reader)));
        using var visitor = await web.SignedIn("host");
        Assert.Equal(System.Net.HttpStatusCode.OK, (await visitor.GetAsync("/me")).StatusCode);

        foreach (var person in new[] { served, hosts[0] }) await test.Do(new EndPerson(person, (int)await town.Number("select version from person where id = @p", ("@p", person)), "退休"));
        (string, object?)[] both = [("@a", served), ("@b", hosts[0]), ("@now", town.Now)];
        foreach (var held in new[]
        {
            "seat_holding where ends_at is null and person_id", "placement where (ends_at is null or ends_at > @now) and person_id", "reserve where person_id", "shift where person_id",
            "personal_link where revoked_at is null and person_id", "account where ended_at is null and person_id", "signed_in where ended_at is null and account_id in (select id from account where person_id",
        })
            Assert.Equal((held, 0), (held, await town.Number($"select count(*) from {held} in (@a, @b){(held.Contains("(select", StringComparison.Ordinal) ? ")" : "")}", both)));
        Assert.Equal(hosts[1], (await Held(town, area))[0]);
        Assert.Equal(1, await town.Number("select count(*) from loss where kind = 'Ended' and returned_at is not null"));
        Assert.Equal(3, await town.Number("select count(*) from shift where person_id is null and reason = '退休'"));
        for (var i = 0; i < 100 && (await visitor.GetAsync("/me")).StatusCode == System.Net.HttpStatusCode.OK; i++) await Task.Delay(50);
        Assert.NotEqual(System.Net.HttpStatusCode.OK, (await visitor.GetAsync("/me")).StatusCode);

        // Taken back, the account opens again and nothing else comes back by itself.
        await test.Do(new ResumePerson(hosts[0], (int)await town.Number("select version from person where id = @p", ("@p", hosts[0]))));
        Assert.Equal(1, await town.Number("select count(*) from account where ended_at is null and person_id in (@a, @b)", both));
        using var again = await web.SignedIn("host");
        Assert.Equal(hosts[1], (await Held(town, area))[0]);
        var (own, version) = (new Actor(await AccountOf(town, hosts[0]), "host", "page", _ => true), (int)await town.Number("select version from person where id = @p", ("@p", hosts[0])));
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Desk.Do(new EndPerson(hosts[0], version, "自己"), WriteId.New(), own));
        Assert.Equal("person-own", refused.Rules.Single().Code);
    }

    private static async Task<Guid> AccountOf(Town town, Guid person)
    {
        await using var store = await town.Test.Stores.Open();
        return await store.Sql.First("select id from account where person_id = @p", row => row.Guid(0), default, ("@p", person));
    }

    /// <summary>A and B who stand on one shift would be lost together: a single link while it lasts.</summary>
    private static async Task SharedShift(Town town, Guid area)
    {
        var hosts = await Held(town, area);
        await using var store = await town.Test.Stores.Open();
        var ground = (await store.Sql.GroundOf(town.Emergency, default))!;
        async Task<SeatLink> Link() => (await town.Test.Get<ContinuityQueries>().Page(ground, new("/x", [new("kind", "HostSecretary")]), default)).Rows.Single(l => l.AreaId == area);
        Assert.Equal(LinkState.Whole, (await Link()).State);
        await Shifts(town, area, [hosts[0], hosts[1]]);
        Assert.Equal(LinkState.Whole, (await Link()).State);
        await town.Run("update shift set starts_at = @from, ends_at = @until where person_id = @b", ("@from", town.Now.AddHours(-2)), ("@until", town.Now.AddHours(2)), ("@b", hosts[1]));
        Assert.Equal((LinkState.Shared, ExposureKind.Shift), ((await Link()).State, (await Link()).Shares.Single()));
        await town.Run("delete from shift");
    }

    private static async Task<List<Guid>> Held(Town town, Guid area)
    {
        await using var store = await town.Test.Stores.Open();
        return await store.Sql.List("select h.person_id from seat s join seat_holding h on h.seat_id = s.id where s.area_id = @a and h.ends_at is null order by h.place", row => row.Guid(0), default, ("@a", area));
    }

    private static Tongue Chinese { get; } = new Texts().In(Texts.Chinese);

    private static IReadOnlyList<DossierRow> Part(Dossier dossier, int order) => dossier.Parts.Single(p => p.Order == order).Rows;

    private static async Task<IEnumerable<string>> Names(Store store, string sql, params (string, object?)[] values) => (await store.Sql.List(sql, row => row.Text(0), default, values)).Order();

    private static async Task<List<(Guid Person, Guid Area, Guid? Post)>> Serving(Town town, Guid area)
    {
        await using var store = await town.Test.Stores.Open();
        return await store.Sql.List("select person_id, area_id, post_id from placement where area_id = @a and starts_at <= @now and (ends_at is null or ends_at > @now) order by person_id",
            row => (row.Guid(0), row.Guid(1), row.GuidOrNull(2)), default, ("@a", area), ("@now", town.Now));
    }

    /// <summary>A secretary and an alternate, each with a telephone.</summary>
    private static async Task<List<(string Name, string Phone)>> Hosts(Town town, Guid area)
    {
        var seat = await town.Test.Do(new AddSeat(SeatKind.HostSecretary, "第一社区书记", null, null, area));
        var hosts = new List<(string, string)>();
        for (var i = 0; i < 2; i++)
        {
            var person = new Person { Id = Guid.CreateVersion7(), Name = "书记" + "甲乙"[i], Origin = Origin.LocalStaff, Source = "test", CreatedAt = town.Now, ChangedAt = town.Now, Version = 1 };
            var phone = "1990000000" + i;
            await using (var store = await town.Test.Stores.Open())
            {
                store.Add(person);
                await store.SaveChangesAsync();
                store.Add(town.Test.Get<Identities>().Make(person.Id, null, null, phone, town.Test.Get<IdentityKeys>().OfPhone(phone)));
                await store.SaveChangesAsync();
            }
            await town.Test.Do(new TakeSeat(seat, person.Id, (Holder)i, "任命"));
            hosts.Add((person.Name, phone));
        }
        return hosts;
    }

    /// <summary>One turn under way, one to come tonight, one that nobody has, and one next week.</summary>
    private static async Task Shifts(Town town, Guid area, Guid[] people)
    {
        await using var store = await town.Test.Stores.Open();
        var time = new PostTime { Id = Guid.CreateVersion7(), PostId = town.Posts[0].Id, Name = "夜班", FromMinute = 0, Minutes = 480, Needed = 1, Target = 1, Version = 1 };
        var roster = new Roster { Id = Guid.CreateVersion7(), EmergencyId = town.Emergency, AreaId = area, Name = "一", StartsOn = DateOnly.FromDateTime(town.Now.DateTime), Days = 14, MadeAt = town.Now, MadeBy = "test", Version = 1 };
        store.AddRange(time, roster);
        await store.SaveChangesAsync();
        foreach (var (person, from, leads) in new (Guid?, int, bool)[] { (people[0], -1, true), (people[1], 8, false), (null, 8, false), (people[0], 24 * 7, false) })
            store.Add(new Shift
            {
                Id = Guid.CreateVersion7(), RosterId = roster.Id, EmergencyId = town.Emergency, PostId = town.Posts[0].Id, PostTimeId = time.Id, AreaId = area, PersonId = person,
                Day = DateOnly.FromDateTime(town.Now.DateTime), StartsAt = town.Now.AddHours(from), EndsAt = town.Now.AddHours(from + 8), Leads = leads, State = ShiftState.Published, Version = 1,
            });
        await store.SaveChangesAsync();
    }
}
