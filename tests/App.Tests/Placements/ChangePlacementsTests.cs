using Muster.App.Tests.Testing;
using Muster.Placements;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.App.Tests.Placements;

public sealed class ChangePlacementsTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Somebody_moved_by_hand_stays_there_when_solving_again(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var plan = await town.Solve();
        var (person, to) = await SomebodyElsewhere(town, plan, town.Communities[2].Id);
        await town.Test.Do(new MovePeople(plan, [person], to, null, "家中有事"));
        await town.Solving.Run(plan, new SolveOptions(), town.Test.Actor, WriteId.New());

        var found = await town.Plans.Person(plan, person, default);
        Assert.Equal((to, true), (found!.AreaId, found.Pinned));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_move_that_breaks_the_limit_is_refused_with_the_figures(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var plan = await town.Solve();
        var all = town.People.Select(p => p.Id).ToList();
        var refused = await Assert.ThrowsAsync<Refused>(() => town.Test.Do(new MovePeople(plan, all, town.Communities[2].Id, null, "都去")));

        var limit = Assert.Single(refused.Rules, r => r.Code == "limit");
        Assert.Contains("12", limit.Zh, StringComparison.Ordinal);
        Assert.Equal(12, (await town.Plans.Plan(plan, default))!.Placed);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Why_here_names_the_next_best_places_and_what_they_would_cost(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var plan = await town.Solve();
        var explain = (ExplainPlacement)town.Test.Services.GetService(typeof(ExplainPlacement))!;
        var person = town.People[0].Id;
        var why = await explain.Explain(plan, person, default);

        Assert.Equal(2, why!.Others.Count);
        var other = why.Others[0];
        var preview = await explain.Preview(new MovePeople(plan, [person], other.AreaId, other.PostId, "试"), default);
        Assert.Equal(other.CostChange, preview.CostChange);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task After_losing_a_whole_community_the_repair_is_a_draft_that_leaves_the_published_plan_as_it_was(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var plan = await town.Solve();
        await town.Publish(plan);
        var lost = (await town.Plans.People(plan, Ask($"?area={town.Communities[1].Id}"), default)).Rows.Select(p => p.PersonId).ToList();
        var repaired = await town.Test.Do(new RepairPlan(plan, [], [town.Communities[1].Id], town.Start.AddDays(1), "居委会整体隔离"));

        Assert.Equal(lost.Count, repaired.Lost);
        Assert.Equal(12, await town.Number("select count(*) from placement where ends_at is null"));
        Assert.Equal(lost.Count, await town.Number("select count(*) from plan_reserve where plan_id = @p and code = 'lost' and reason = '居委会整体隔离'", ("@p", repaired.PlanId)));
        var served = await town.Plans.Areas(repaired.PlanId, null, default);
        Assert.True(served.Single(a => a.Id == town.Communities[1].Id).Served >= 2);
        await town.Publish(repaired.PlanId);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Recalled_people_are_in_reserve_with_the_reason_and_the_published_plan_is_unchanged(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var plan = await town.Solve();
        await town.Publish(plan);
        await town.Test.Do(new EndPlacements(town.Emergency, [town.People[0].Id, town.People[1].Id], town.Start.AddDays(3), "单位召回"));

        Assert.Equal(10, await town.Number("select count(*) from placement where ends_at is null"));
        Assert.Equal(2, await town.Number("select count(*) from reserve where code = 'recalled' and reason = '单位召回'"));
        Assert.Equal(12, (await town.Plans.Plan(plan, default))!.Placed);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_change_to_somebody_without_a_placement_changes_nobody(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Publish(await town.Solve());
        var refused = await Assert.ThrowsAsync<Refused>(() => town.Test.Do(new ExtendPlacements(town.Emergency, [town.People[0].Id, Guid.CreateVersion7()], town.Start.AddDays(30), "延长")));

        Assert.Equal("not-placed", refused.Rules.Single().Code);
        Assert.Equal(12, await town.Number("select count(*) from placement where ends_at is null"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Extending_gives_another_end(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Publish(await town.Solve());
        await town.Test.Do(new ExtendPlacements(town.Emergency, [town.People[0].Id], town.Start.AddDays(30), "延长"));
        Assert.Equal(1, await town.Number("select count(*) from placement where ends_at = @at", ("@at", town.Start.AddDays(30))));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_rotation_wave_takes_over_place_for_place_or_not_at_all(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Publish(await town.Solve());
        var (goes, comes) = (town.People[0].Id, town.People[1].Id);
        await town.Test.Do(new EndPlacements(town.Emergency, [comes], town.Start.AddDays(1), "先撤下"));
        var before = await Place(town, goes);
        await town.Test.Do(new ReplaceWave(town.Emergency, [new Replacement(goes, comes)], town.Start.AddDays(7), "轮换"));

        Assert.Equal(before, await Place(town, comes));
        var refused = await Assert.ThrowsAsync<Refused>(() => town.Test.Do(new ReplaceWave(town.Emergency,
            [new Replacement(town.People[2].Id, goes), new Replacement(Guid.CreateVersion7(), town.People[3].Id)], town.Start.AddDays(8), "轮换")));
        Assert.Equal("not-placed", refused.Rules.Single().Code);
        Assert.Equal(0, await town.Number("select count(*) from placement where person_id = @x and ends_at is null", ("@x", goes)));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_person_placed_by_hand_leaves_the_old_place_then(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Publish(await town.Solve());
        var person = town.People[0].Id;
        await town.Test.Do(new PlacePerson(town.Emergency, person, town.Communities[2].Id, null, town.Start.AddDays(2), null, "支援"));

        Assert.Equal(1, await town.Number("select count(*) from placement where person_id = @x and ends_at is null and area_id = @a and previous_id is not null",
            ("@x", person), ("@a", town.Communities[2].Id)));
        Assert.Equal(1, await town.Number("select count(*) from placement where person_id = @x and ends_at = @at", ("@x", person), ("@at", town.Start.AddDays(2))));
    }

    private static async Task<(Guid Person, Guid To)> SomebodyElsewhere(Town town, Guid plan, Guid to)
    {
        var people = (await town.Plans.People(plan, Ask(""), default)).Rows;
        return (people.First(p => p.AreaId != to && p.AreaId is not null && p.AreaId != town.Communities[0].Id).PersonId, to);
    }

    private static TableAsk Ask(string query) => new("/", Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query));

    private static async Task<(Guid, Guid?)> Place(Town town, Guid person)
    {
        await using var store = await town.Test.Stores.Open();
        return await store.Sql.First("select area_id, post_id from placement where person_id = @x and ends_at is null", row => (row.Guid(0), row.GuidOrNull(1)), default, ("@x", person));
    }
}
