using Muster.App.Tests.Testing;
using Muster.Placements;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.App.Tests.Placements;

public sealed class ChangeByHandTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_preview_of_a_move_says_who_breaks_which_rule(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var plan = await town.Solve();
        var people = (await town.Plans.People(plan, Ask(""), default)).Rows.Where(p => p.AreaId != town.Communities[2].Id).Take(2).ToList();
        await town.Run("insert into person_limit (id, person_id, kind, area_id) values (@id, @x, 'AvoidArea', @a)",
            ("@id", Guid.CreateVersion7()), ("@x", people[0].PersonId), ("@a", town.Communities[2].Id));
        await town.Run("update plan set version = version + 1 where id = @p", ("@p", plan));
        var preview = await town.Test.Get<ExplainPlacement>().Preview(new MovePeople(plan, [.. people.Select(p => p.PersonId)], town.Communities[2].Id, null, "试"), default);

        var breach = Assert.Single(preview.Breaches, b => b.PersonId is not null);
        Assert.Equal((people[0].PersonId, "excluded"), (breach.PersonId!.Value, breach.Rule.Code));
        Assert.Contains(people[0].Name, breach.Rule.Zh, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_move_of_many_taken_back_leaves_everybody_where_they_were(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var plan = await town.Solve();
        var before = await Standing(town, plan);
        var cost = await Cost(town, plan);
        var people = (await town.Plans.People(plan, Ask("?reserve=no"), default)).Rows.Where(p => p.AreaId == town.Communities[0].Id).Take(2).Select(p => p.PersonId).ToList();
        await town.Test.Do(new MovePeople(plan, people, null, null, "先留预备"));
        Assert.NotEqual(before, await Standing(town, plan));
        Assert.Equal(10, (await town.Plans.Plan(plan, default))!.Placed);
        var change = (await Changes(town, plan)).Single();
        Assert.Equal((PlanChangeKind.Reserve, 2, true), (change.Kind, change.People, change.CanUndo));

        await town.Test.Do(new UndoChange(plan, change.Id));
        Assert.Equal(before, await Standing(town, plan));
        Assert.Equal(cost, await Cost(town, plan));
        Assert.False((await Changes(town, plan)).Single().CanUndo);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Only_the_latest_change_can_be_taken_back_and_none_after_a_new_solve(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var plan = await town.Solve();
        var people = (await town.Plans.People(plan, Ask(""), default)).Rows.Select(p => p.PersonId).ToList();
        town.Test.Clock.Advance(TimeSpan.FromMinutes(1));
        await town.Test.Do(new PinPeople(plan, [people[0]], true));
        town.Test.Clock.Advance(TimeSpan.FromMinutes(1));
        await town.Test.Do(new PinPeople(plan, [people[1]], true));
        var changes = await Changes(town, plan);
        var earlier = await Assert.ThrowsAsync<Refused>(() => town.Test.Do(new UndoChange(plan, changes[1].Id)));
        Assert.Equal("change-not-latest", earlier.Rules.Single().Code);
        town.Test.Clock.Advance(TimeSpan.FromMinutes(1));
        await town.Solving.Run(plan, new SolveOptions(), town.Test.Actor, WriteId.New());
        var solved = await Assert.ThrowsAsync<Refused>(() => town.Test.Do(new UndoChange(plan, changes[0].Id)));
        Assert.Equal("change-solved", solved.Rules.Single().Code);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Pins_of_many_are_set_and_freed_and_take_the_review_back(Engine engine)
    {
        await using var town = await Town.Make(engine, people: 12);
        var plan = await town.Solve();
        var all = (await town.Plans.People(plan, Ask(""), default)).Rows.Select(p => p.PersonId).ToList();
        var version = (await town.Plans.Plan(plan, default))!.Version;
        await town.Test.Do(new ReviewPlan(plan, version));
        var pinned = await town.Test.Do(new PinPeople(plan, all, true));
        Assert.Equal((12, PlanState.Draft), (pinned.People, (await town.Plans.Plan(plan, default))!.State));
        Assert.Equal(12, (await town.Plans.People(plan, Ask("?pinned=yes"), default)).Total);
        Assert.Equal("pins-same", (await Assert.ThrowsAsync<Refused>(() => town.Test.Do(new PinPeople(plan, all, true)))).Rules.Single().Code);
        await town.Test.Do(new PinPeople(plan, all, false));
        Assert.Equal(0, (await town.Plans.People(plan, Ask("?pinned=yes"), default)).Total);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Somebody_freed_from_the_reserve_is_placed_by_the_next_solve(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var plan = await town.Solve();
        var person = town.People[0].Id;
        await town.Test.Do(new MovePeople(plan, [person], null, null, "待命"));
        await town.Solving.Run(plan, new SolveOptions(), town.Test.Actor, WriteId.New());
        Assert.Null((await town.Plans.Person(plan, person, default))!.AreaId);
        await town.Test.Do(new PinPeople(plan, [person], false));
        await town.Solving.Run(plan, new SolveOptions(), town.Test.Actor, WriteId.New());
        Assert.NotNull((await town.Plans.Person(plan, person, default))!.AreaId);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task All_that_a_list_shows_can_be_chosen(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var plan = await town.Solve();
        var ask = Ask($"?area={town.Communities[0].Id}");
        var chosen = await town.Test.Get<PlanChangeQueries>().Chosen(plan, new Selection(true, [], ask), 5000, default);
        Assert.Equal((await town.Plans.People(plan, ask, default)).Rows.Select(p => p.PersonId).Order(), chosen.Order());
        Assert.True(chosen.Count >= 4);
    }

    private static async Task<List<PlanChangeLine>> Changes(Town town, Guid plan) => await town.Test.Get<PlanChangeQueries>().Changes(plan, 10, default);

    private static async Task<long> Cost(Town town, Guid plan) => await town.Number("select cost from plan where id = @p", ("@p", plan));

    private static async Task<string> Standing(Town town, Guid plan)
    {
        await using var store = await town.Test.Stores.Open();
        return string.Join('\n', await store.Sql.List("""
            select person_id, area_id, post_id, seat_id, role, pinned, cost, reason from plan_placement where plan_id = @p order by person_id
            """, row => $"{row.Guid(0)} {row.Guid(1)} {row.GuidOrNull(2)} {row.GuidOrNull(3)} {row.Text(4)} {row.Bool(5)} {row.Long(6)} {row.Text(7)}", default, ("@p", plan)));
    }

    private static TableAsk Ask(string query) => new("/", Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query));
}
