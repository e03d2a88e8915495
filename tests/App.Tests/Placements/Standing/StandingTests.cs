using Muster.App.Tests.Testing;
using Muster.Placements;
using Muster.Placements.Standing;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.App.Tests.Placements.Standing;

public sealed class StandingTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Both_coverages_are_counted_and_every_number_has_its_records(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Publish(await town.Solve());
        var standing = town.Test.Get<StandingQueries>();
        var view = await standing.Find(town.Emergency, default);
        Assert.Equal(town.Start, view!.At);
        var figures = await standing.Figures(town.Emergency, view.At, default);

        Assert.Equal((12, 12, 0, 0, 5, 5, 3, 3, 0), (figures.Mustered, figures.Placed, figures.Reserve, figures.Neither, figures.Places, figures.Staffed, figures.Communities, figures.Covered, figures.Gaps));
        var places = await standing.Places(town.Emergency, view.At, Ask(""), default);
        Assert.Equal(12, places.Rows.Where(p => p.PostId is null).Sum(p => p.Served));
        Assert.Equal(0, (await standing.Places(town.Emergency, view.At, Ask("?state=Short"), default)).Total);
        Assert.Equal(2, (await standing.Places(town.Emergency, view.At, Ask("?kind=post"), default)).Total);
        Assert.Equal(12, (await standing.People(town.Emergency, view.At, Ask("?where=placed"), default)).Total);
        Assert.Equal(0, (await standing.People(town.Emergency, view.At, Ask("?where=neither"), default)).Total);
        var first = places.Rows.First(p => p.PostId is null);
        Assert.Equal(first.Served, (await standing.People(town.Emergency, view.At, Ask($"?area={first.AreaId}"), default)).Total);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Gaps_come_first_with_reason_and_owner_and_their_pages_follow_one_another(Engine engine)
    {
        await using var town = await Town.Make(engine, people: 5);
        await town.Publish(await town.Solve());
        var standing = town.Test.Get<StandingQueries>();
        var all = (await standing.Gaps(town.Emergency, Ask(""), default)).Rows;
        Assert.NotEmpty(all);
        Assert.All(all, g => Assert.False(string.IsNullOrEmpty(g.Reason) || string.IsNullOrEmpty(g.Owner)));
        Assert.Equal(all.OrderByDescending(g => g.Missing).Select(g => g.Missing), all.Select(g => g.Missing));
        var one = await standing.Places(town.Emergency, town.Start, Ask("?size=2"), default);
        Assert.True(one.Rows[0].Served < one.Rows[0].Minimum);
        var seen = one.Rows.Select(p => p.PlaceId).ToList();
        for (var next = one.Next; next is not null;)
        {
            var page = await standing.Places(town.Emergency, town.Start, Ask($"?size=2&after={next}"), default);
            seen.AddRange(page.Rows.Select(p => p.PlaceId));
            next = page.Next;
        }
        Assert.Equal(5, seen.Distinct().Count());
        Assert.Equal(5, seen.Count);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_a_recall_leaves_short_is_said_before_and_stands_on_the_gap_list_after(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Publish(await town.Solve());
        var standing = town.Test.Get<StandingQueries>();
        var here = await standing.At(town.Emergency, town.Communities[1].Id, null, town.Start, 100, default);
        var people = here.Select(p => p.PersonId).ToList();
        var preview = await town.Test.Get<StandingPreviews>().OfEnding(town.Emergency, town.Start.AddDays(1), people, default);
        var place = Assert.Single(preview.Short);
        Assert.Equal((town.Communities[1].Id, (long)here.Count, 0L), (place.PlaceId, place.Now, place.Then));

        await town.Test.Do(new EndPlacements(town.Emergency, people, town.Start.AddDays(1), "任务完成", Recalled: false));
        Assert.Equal(2, await town.Number("select missing from gap where emergency_id = @e and place_id = @p and owner <> ''", ("@e", town.Emergency), ("@p", town.Communities[1].Id)));
        Assert.Equal(people.Count, await town.Number("select count(*) from reserve where code = 'ended' and reason = '任务完成'"));
        Assert.Equal(people.Count, (await standing.People(town.Emergency, town.Start.AddDays(1), Ask("?where=reserve&code=ended"), default)).Total);
        Assert.Equal(people.Count, (await standing.Before(town.Emergency, town.Communities[1].Id, null, town.Start.AddDays(2), 100, default)).Count);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Placing_somebody_after_publication_keeps_the_rules_and_fills_the_gap(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Publish(await town.Solve());
        var standing = town.Test.Get<StandingQueries>();
        var third = (await standing.At(town.Emergency, town.Communities[2].Id, null, town.Start, 100, default)).Select(p => p.PersonId).ToList();
        await town.Test.Do(new EndPlacements(town.Emergency, third, town.Start, "召回"));
        Assert.Equal(1, await town.Number("select count(*) from gap where place_id = @p", ("@p", town.Communities[2].Id)));
        foreach (var person in third.Take(2)) await town.Test.Do(new PlacePerson(town.Emergency, person, town.Communities[2].Id, null, town.Start, null, "归队"));
        Assert.Equal(0, await town.Number("select count(*) from gap where place_id = @p", ("@p", town.Communities[2].Id)));

        await town.Run("update demand set absorption = 2, target = 2 where place_id = @p", ("@p", town.Communities[2].Id));
        var other = town.People.Select(p => p.Id).First(p => !third.Contains(p));
        var refused = await Assert.ThrowsAsync<Refused>(() => town.Test.Do(new PlacePerson(town.Emergency, other, town.Communities[2].Id, null, town.Start, null, "支援")));
        Assert.Equal("limit", refused.Rules.Single().Code);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_wave_is_proposed_from_the_reserve_the_same_agency_first_and_nobody_twice(Engine engine)
    {
        await using var town = await Town.Make(engine, people: 12);
        await town.Publish(await town.Solve());
        await town.Run("update demand set minimum = 0 where emergency_id = @e", ("@e", town.Emergency));
        var standing = town.Test.Get<StandingQueries>();
        var all = (await standing.People(town.Emergency, town.Start, Ask(""), default)).Rows;
        var out1 = all.Where(p => p.AreaId == town.Communities[0].Id).Select(p => p.PersonId).ToList();
        await town.Run("delete from placement where emergency_id = @e and area_id = @a", ("@e", town.Emergency), ("@a", town.Communities[0].Id));
        var goes = all.Where(p => p.AreaId != town.Communities[0].Id).Take(3).ToList();
        var wave = await town.Test.Get<StandingPreviews>().Propose(town.Emergency, town.Start, [.. goes.Select(p => p.PersonId)], null, default);

        Assert.Equal(3, wave.Count);
        Assert.Equal(3, wave.Select(p => p.Comes).Distinct().Count());
        Assert.All(wave, p => Assert.Contains(p.Comes!.Value, out1));
        Assert.All(wave.Where(p => p.Choices.Any(c => c.Agency == p.Goes.Agency)), p => Assert.Equal(p.Goes.Agency, p.Choices[0].Agency));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_repair_after_publication_begins_from_what_is_in_force_and_calls_on_nobody_who_was_called_back(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var plan = await town.Solve();
        await town.Publish(plan);
        var standing = town.Test.Get<StandingQueries>();
        var back = (await standing.At(town.Emergency, town.Communities[2].Id, null, town.Start, 100, default))[0].PersonId;
        var moved = (await standing.At(town.Emergency, town.Communities[0].Id, null, town.Start, 100, default))[0].PersonId;
        await town.Test.Do(new EndPlacements(town.Emergency, [back], town.Start, "单位召回"));
        await town.Test.Do(new PlacePerson(town.Emergency, moved, town.Communities[2].Id, null, town.Start, null, "支援"));
        var repaired = await town.Test.Do(new RepairPlan(plan, [], [town.Communities[1].Id], town.Start.AddDays(1), "整体隔离"));

        Assert.Equal(1, await town.Number("select count(*) from plan_reserve where plan_id = @p and person_id = @x and code = 'recalled' and reason = '单位召回'", ("@p", repaired.PlanId), ("@x", back)));
        Assert.Equal(0, await town.Number("select count(*) from plan_placement where plan_id = @p and person_id = @x", ("@p", repaired.PlanId), ("@x", back)));
        var figures = await town.Test.Get<RepairQueries>().Figures(repaired.PlanId, default);
        Assert.Equal((repaired.Lost, repaired.OthersMoved), (figures.Lost, figures.Others));
        var difference = await town.Test.Get<ComparePlans>().Page(null, repaired.PlanId, Ask("?lost=no"), default);
        Assert.Equal(figures.Others, difference.Total);
        Assert.True(await town.Test.Get<RepairQueries>().IsRepair(repaired.PlanId, default));
        await town.Publish(repaired.PlanId);
        Assert.Equal(0, (await standing.Figures(town.Emergency, town.Start.AddDays(1), default)).Neither);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Who_was_lost_counts_as_sent_so_that_a_repair_of_an_agency_at_its_quota_can_be_published(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var plan = await town.Solve();
        await town.Run("insert into quota (emergency_id, agency_id, headcount, minimum_sent, minimum_stay, version) values (@e, @g, 10, 6, 0, 0)", ("@e", town.Emergency), ("@g", town.Agencies[0].Id));
        await town.Publish(plan);
        var lost = town.People.First(p => p.AgencyId == town.Agencies[0].Id).Id;
        var repaired = await town.Test.Do(new RepairPlan(plan, [lost], [], town.Start.AddDays(1), "住院"));
        Assert.Equal(11, (await town.Publish(repaired.PlanId)).Placed);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_map_shows_every_gap_once_also_that_of_a_post_of_the_area_above(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var plan = await town.Solve();
        await town.Run("update post set area_id = @s where id = @q", ("@s", town.Street.Id), ("@q", town.Posts[1].Id));
        await town.Run("update demand set area_id = @s where place_id = @q", ("@s", town.Street.Id), ("@q", town.Posts[1].Id));
        await town.Run("delete from plan_placement where plan_id = @p and (post_id = @q or area_id = @third)", ("@p", plan), ("@q", town.Posts[1].Id), ("@third", town.Communities[2].Id));
        await town.Recount(plan);
        var map = await town.Test.Get<MapQueries>().Read(new MapOf(town.Emergency, plan, town.Start), null, default);

        Assert.Equal(4, map!.Points.Count);
        Assert.Equal((2L, CoverageState.Short), (map.Points.Single(p => p.Id == town.Communities[2].Id).Missing, map.Points.Single(p => p.Id == town.Communities[2].Id).State));
        Assert.Equal((2L, CoverageState.Short), (map.Points.Single(p => p.PostId == town.Posts[1].Id).Missing, map.Points.Single(p => p.PostId == town.Posts[1].Id).State));
        Assert.Equal("试验街道", map.Name);
        var below = await town.Test.Get<MapQueries>().Read(new MapOf(town.Emergency, plan, town.Start), town.Communities[0].Id, default);
        Assert.Equal([town.Posts[0].Id], below!.Points.Select(p => p.Id));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task People_lost_once_are_not_called_by_the_next_repair(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var plan = await town.Solve();
        await town.Publish(plan);
        var first = await town.Test.Do(new RepairPlan(plan, [town.People[0].Id], [], town.Start.AddDays(1), "住院"));
        await town.Publish(first.PlanId);
        var second = await town.Test.Do(new RepairPlan(first.PlanId, [town.People[1].Id], [], town.Start.AddDays(2), "住院"));
        Assert.Equal(2, await town.Number("select count(*) from plan_reserve where plan_id = @p and code = 'lost'", ("@p", second.PlanId)));
        Assert.Equal(1, second.Lost);
    }

    private static TableAsk Ask(string query) => new("/", Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query));
}
