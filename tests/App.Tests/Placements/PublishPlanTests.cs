using Muster.App.Tests.Testing;
using Muster.Organisation;
using Muster.Placements;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Placements;

public sealed class PublishPlanTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Everyone_mustered_is_placed_or_in_reserve_and_every_community_has_people(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var published = await town.Publish(await town.Solve());

        Assert.Equal((12, 0, 3, 3, 0), (published.Placed, published.Reserve, published.Communities, published.Covered, published.Gaps));
        Assert.Equal(12, await town.Number("select count(distinct person_id) from placement where emergency_id = @e", ("@e", town.Emergency)));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Too_few_people_leave_gaps_with_reason_and_owner(Engine engine)
    {
        await using var town = await Town.Make(engine, people: 5);
        var published = await town.Publish(await town.Solve());

        Assert.Equal((5, 3), (published.Placed + published.Reserve, published.Communities));
        Assert.Equal(published.Gaps, await town.Number("select count(*) from gap where emergency_id = @e and reason <> '' and owner <> ''", ("@e", town.Emergency)));
        Assert.True(published.Gaps > 0);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Each_group_at_a_post_is_led_by_a_party_member_of_that_post(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Test.Do(new GrowFormation(town.Emergency, FormationTemplate.ThreeTier));
        await town.Publish(await town.Solve());
        Assert.Equal(2, await town.Number("""
            select count(*) from seat s join formation f on f.id = s.formation_id join seat_holding h on h.seat_id = s.id and h.place = 'A' and h.ends_at is null
            join person w on w.id = h.person_id and w.party_member join placement p on p.person_id = w.id and p.post_id = f.post_id and p.role = 'GroupLeader' where s.kind = 'GroupLeader'
            """));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Without_party_members_the_groups_at_posts_have_people_and_unfilled_seats(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Run(engine == Engine.Sqlite ? "update person set party_member = 0" : "update person set party_member = false");
        await town.Test.Do(new GrowFormation(town.Emergency, FormationTemplate.ThreeTier));
        await town.Publish(await town.Solve());
        await using var store = await town.Test.Stores.Open();
        var ground = (await Muster.Emergencies.Contract.OpenEmergencies.GroundOf(store.Sql, town.Emergency, default))!;
        Assert.Equal((2, 2), (await SeatQueries.Counts(store.Sql, ground, default)).Where(c => c.Kind == SeatKind.GroupLeader).Select(c => (c.Seats, c.Unfilled)).Single());
        Assert.Equal(0, await town.Number("select count(*) from gap"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task When_a_post_ends_its_group_goes_on_at_the_successor_or_is_dissolved(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Test.Do(new GrowFormation(town.Emergency, FormationTemplate.ThreeTier));
        await town.Publish(await town.Solve());
        var next = await town.Test.Do(new Muster.Territory.AddPost(town.Communities[1].Id, "南门", "值守", 1, 2));
        await town.Test.Do(new Muster.Territory.ClosePost(town.Posts[0].Id, 0, "改建", next));
        Assert.Equal(1, await town.Number("select count(*) from seat s join formation f on f.id = s.formation_id join seat_holding h on h.seat_id = s.id and h.ends_at is null where f.post_id = @n and f.area_id = @a and s.area_id = @a",
            ("@n", next), ("@a", town.Communities[1].Id)));
        await town.Test.Do(new Muster.Territory.ClosePost(town.Posts[1].Id, 0, "撤除"));
        Assert.Equal(1, await town.Number("select count(*) from formation where post_id = @w and ends_at is not null and end_reason = '撤除'", ("@w", town.Posts[1].Id)));
        Assert.Equal(0, await town.Number("select count(*) from seat s join formation f on f.id = s.formation_id where f.post_id = @w and s.ends_at is null", ("@w", town.Posts[1].Id)));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_emergency_shows_how_far_its_plan_is(Engine engine)
    {
        await using var town = await Town.Make(engine, people: 5);
        await using var store = await town.Test.Stores.Open();
        var before = await PlanProgress.Of(store.Sql, town.Emergency, default);
        var plan = await town.Solve();
        var draft = await PlanProgress.Of(store.Sql, town.Emergency, default);
        var published = await town.Publish(plan);
        var after = await PlanProgress.Of(store.Sql, town.Emergency, default);
        Assert.Equal((null, 0, null, 1), (before.PublishedPlanId, before.Unpublished, draft.PublishedPlanId, draft.Unpublished));
        Assert.Equal((plan, 5, published.Placed, published.Reserve, 3, published.Covered, 2, published.Gaps),
            (after.PublishedPlanId!.Value, after.Mustered, after.Placed, after.Reserve, after.Communities, after.Covered, after.Posts, after.Gaps));
        Assert.Equal(await town.Number("select sum(missing) from gap"), after.Missing);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_plan_nobody_reviewed_is_refused(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var plan = await town.Solve();
        var version = (await town.Plans.Plan(plan, default))!.Version;
        Assert.Equal(["plan-not-reviewed"], await Refusals(() => town.Test.Do(new PublishPlan(plan, version, "文件"))));
    }

    public static TheoryData<Engine, string, string> Planted()
    {
        var data = new TheoryData<Engine, string, string>();
        foreach (var engine in (Engine[])[Engine.Sqlite, Engine.Postgres])
        {
            data.Add(engine, "community-uncovered", "delete from plan_placement where plan_id = @p and area_id = @third");
            data.Add(engine, "below-minimum", "delete from plan_placement where plan_id = @p and post_id = @post");
            data.Add(engine, "person-without-place", "delete from plan_placement where plan_id = @p and person_id = @person");
            data.Add(engine, "person-placed-and-reserve", "insert into plan_reserve (plan_id, person_id, code, reason) values (@p, @person, 'x', 'x')");
            data.Add(engine, "person-not-mustered", "delete from mustered where emergency_id = @e and person_id = @person");
            data.Add(engine, "over-limit", "update plan_placement set area_id = @third, post_id = null where plan_id = @p");
            data.Add(engine, "quota-unmet", "insert into quota (emergency_id, agency_id, headcount, minimum_sent, minimum_stay, version) values (@e, @agency, 10, 7, 0, 0)");
            data.Add(engine, "stay-unmet", "update agency set minimum_stay = 5, version = 1 where id = @agency");
            data.Add(engine, "gap-without-owner", "insert into plan_gap (plan_id, place_id, area_id, missing, reason, owner) values (@p, @third, @third, 1, 'x', '')");
            data.Add(engine, "place-closed", "update area set valid_to = valid_from + @second where id = @third");
            data.Add(engine, "place-closed", "update post set valid_to = valid_from + @second where id = @post");
            data.Add(engine, "person-not-mustered", "update person set ended_at = @now where id = @person");
            data.Add(engine, "hard-pairing", "insert into pairing (emergency_id, agency_id, area_id, hard) values (@e, @agency, @third, @true)");
            data.Add(engine, "avoided-area", "insert into person_limit (id, person_id, kind, area_id) values (@third, @person, 'AvoidArea', @street)");
            data.Add(engine, "seat-elsewhere", "update plan_placement set seat_id = (select s.id from seat s join formation f on f.id = s.formation_id where f.post_id = @post) where plan_id = @p and person_id = (select x.person_id from plan_placement x where x.plan_id = @p and x.area_id = @third limit 1)");
            data.Add(engine, "already-placed", """
                insert into placement (id, emergency_id, person_id, area_id, role, starts_at, reason, made_at) values (@third, @other, @person, @third, 'Member', @now, 'x', @now)
                """);
        }
        return data;
    }

    [Theory, MemberData(nameof(Planted))]
    public async Task A_planted_violation_is_refused_and_nothing_is_published(Engine engine, string code, string plant)
    {
        await using var town = await Town.Make(engine);
        if (code == "seat-elsewhere") await town.Test.Do(new GrowFormation(town.Emergency, FormationTemplate.ThreeTier));
        var plan = await town.Solve();
        var other = Guid.CreateVersion7();
        if (code == "already-placed")
            await town.Run("insert into emergency (id, name, kind, document_number, area_id, covered_level, opened_at, version) values (@o, 'x', 'Standing', null, @a, 60, @now, 0)",
                ("@o", other), ("@a", town.Street.Id), ("@now", town.Now));
        var sql = town.Test.Installation.Postgres is null ? plant.Replace("@second", "1000000").Replace("@true", "1") : plant.Replace("@second", "interval '1 second'").Replace("@true", "true");
        await town.Run(sql, ("@p", plan), ("@e", town.Emergency), ("@third", town.Communities[2].Id), ("@post", town.Posts[0].Id), ("@person", town.People[0].Id),
            ("@agency", town.Agencies[0].Id), ("@street", town.Street.Id), ("@other", other), ("@now", town.Now));

        Assert.Contains(code, await Refusals(() => town.Publish(plan)));
        Assert.Equal(0, await town.Number("select count(*) from publication"));
        Assert.Equal(0, await town.Number("select count(*) from placement where emergency_id = @e", ("@e", town.Emergency)));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_database_refuses_a_person_in_two_places_at_once(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Publish(await town.Solve());
        var failure = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => town.Run("""
            insert into placement (id, emergency_id, person_id, area_id, role, starts_at, reason, made_at) values (@x, @e, @person, @x, 'Member', @at, 'x', @at)
            """.Replace("@x, 'Member'", "@area, 'Member'"), ("@x", Guid.CreateVersion7()), ("@e", town.Emergency), ("@person", town.People[0].Id), ("@area", town.Communities[0].Id), ("@at", town.Start.AddDays(1))));
        Assert.Contains("one_place_at_a_time", failure.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_second_publication_ends_what_it_changes_and_keeps_what_it_does_not(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var first = await town.Solve();
        await town.Publish(first);
        town.Test.Clock.Advance(TimeSpan.FromDays(2));
        await town.Run("delete from mustered where person_id = @x", ("@x", town.People[0].Id));
        var published = await town.Publish(await town.Solve(basedOn: first));

        Assert.Equal(11, published.Placed);
        Assert.Equal(11, await town.Number("select count(*) from placement where starts_at <= @at and (ends_at is null or ends_at > @at)", ("@at", town.Start)));
        Assert.Equal(0, await town.Number("select count(*) from placement p where p.person_id = @x and ends_at is null", ("@x", town.People[0].Id)));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_note_stands_beside_the_plan_and_an_empty_one_is_refused(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var plan = await town.Solve();
        await town.Test.Do(new NotePlan(plan, "第二社区再议"));

        Assert.Equal("第二社区再议", Assert.Single((await town.Plans.Summary(plan, default))!.Notes).Text);
        Assert.Equal(["text-missing"], await Refusals(() => town.Test.Do(new NotePlan(plan, " "))));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_discarded_plan_can_be_read_but_neither_changed_nor_published(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var plan = await town.Solve();
        var version = (await town.Plans.Plan(plan, default))!.Version;
        await town.Test.Do(new DiscardPlan(plan, version));

        Assert.Equal(["plan-fixed"], await Refusals(() => town.Test.Do(new ReviewPlan(plan, version + 1))));
        Assert.Equal(["plan-not-reviewed"], await Refusals(() => town.Test.Do(new PublishPlan(plan, version + 1, "文件"))));
        Assert.Equal(12, (await town.Plans.Plan(plan, default))!.Placed);
    }

    private static async Task<IEnumerable<string>> Refusals(Func<Task> work) => (await Assert.ThrowsAsync<Refused>(work)).Rules.Select(r => r.Code);
}
