using Muster.App.Tests.People;
using Muster.App.Tests.Testing;
using Muster.Mobilisation;
using Muster.Placements;
using Muster.Placements.Standing;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.App.Tests.Placements;

/// <summary>Who was called back, relieved or lost is not placed again by itself.</summary>
public sealed class LeftOutTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Who_was_called_back_stays_out_of_a_new_solve_until_put_back(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Publish(await town.Solve());
        var gone = await Recall(town, 2);
        // The agency had to send all six of its people: who was sent and came back counts.
        await town.Run("insert into quota (emergency_id, agency_id, headcount, minimum_sent, minimum_stay, version) values (@e, @a, 10, 6, 0, 0)", ("@e", town.Emergency), ("@a", town.Agencies[0].Id));

        var next = await town.Solve();
        Assert.Equal(0, await Placed(town, next, gone));
        var summary = (await town.Plans.Summary(next, default))!;
        Assert.Equal([(EndPlacements.RecalledCode, 2L)], summary.LeftOut);
        var list = await town.Plans.People(next, new TableAsk("/", [new("reserve", "yes"), new("out", "yes")]), default);
        Assert.Equal((2, 2L, EndPlacements.RecalledCode, "单位有事"), (list.Rows.Count, list.Total!.Value, list.Rows[0].Code, list.Rows[0].Reason));
        await town.Publish(next);
        Assert.Equal(2, await town.Number("select count(*) from reserve where emergency_id = @e and code = 'recalled' and reason = '单位有事'", ("@e", town.Emergency)));

        await town.Test.Do(new ReadmitPeople(town.Emergency, gone, "已回来"));
        var third = await town.Solve();
        Assert.Equal(2, await Placed(town, third, gone));
        await town.Publish(third);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Putting_back_is_taken_back_until_somebody_is_placed_and_only_who_is_out_is_put_back(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Publish(await town.Solve());
        var gone = await Recall(town, 1);
        var others = town.People.Select(p => p.Id).Except(gone).Take(1).ToList();
        Assert.Equal("not-left-out", await Refusal(new ReadmitPeople(town.Emergency, others, "误选")));
        Assert.Equal("reason-missing", await Refusal(new ReadmitPeople(town.Emergency, gone, " ")));
        var draft = await town.Solve();
        var back = await town.Test.Do(new ReadmitPeople(town.Emergency, gone, "已回来"));
        Assert.Equal(1, await town.Number("select count(*) from plan_reserve where plan_id = @p and code = 'readmitted'", ("@p", draft)));
        var standing = (StandingQueries)town.Test.Services.GetService(typeof(StandingQueries))!;
        Assert.True((await standing.Readmissions(town.Emergency, 10, default)).Single().CanUndo);
        Assert.Equal(1, (await town.Test.Do(new UndoReadmission(town.Emergency, back.Id))).People);
        Assert.Equal(2, await town.Number("select (select count(*) from reserve where code = 'recalled') + (select count(*) from plan_reserve where code = 'recalled')"));
        Assert.Equal("readmission-undone", await Refusal(new UndoReadmission(town.Emergency, back.Id)));
        Assert.Equal(0, await Placed(town, await town.Solve(), gone));

        var again = await town.Test.Do(new ReadmitPeople(town.Emergency, gone, "真的回来了"));
        await town.Publish(await town.Solve());
        Assert.Equal("readmission-used", await Refusal(new UndoReadmission(town.Emergency, again.Id)));
        Assert.False((await standing.Readmissions(town.Emergency, 10, default))[0].CanUndo);

        async Task<string> Refusal(Act<Readmitted> act) => (await Assert.ThrowsAsync<Refused>(() => town.Test.Do(act))).Rules[0].Code;
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_draft_made_before_somebody_was_called_back_is_not_published_unless_a_person_pinned_them(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Publish(await town.Solve());
        var draft = await town.Solve();
        var gone = await Recall(town, 1);
        Assert.Equal(["left-out-placed"], (await Assert.ThrowsAsync<Refused>(() => town.Publish(draft))).Rules.Select(r => r.Code));

        var byHand = await town.Solve();
        await town.Test.Do(new MovePeople(byHand, gone, town.Communities[1].Id, null, "本人要求回来"));
        await town.Solving.Run(byHand, new SolveOptions(), town.Test.Actor, WriteId.New());
        Assert.Equal(1, await Placed(town, byHand, gone));
        await town.Publish(byHand);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Several_of_the_reserve_are_placed_together_or_none_of_them_and_released_together(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Publish(await town.Solve());
        var gone = await Recall(town, 4);
        var refused = await Assert.ThrowsAsync<Refused>(() => town.Test.Do(new PlacePeople(town.Emergency, [.. town.People.Select(p => p.Id)], town.Communities[2].Id, null, town.Now.AddHours(1), null, "都去")));
        Assert.Contains("limit", refused.Rules.Select(r => r.Code));
        var two = gone.Take(2).ToList();
        Assert.Equal(2, (await town.Test.Do(new PlacePeople(town.Emergency, two, town.Communities[2].Id, null, town.Now.AddHours(1), null, "补人"))).Placements);
        Assert.Equal((2, 2), (await town.Number("select count(*) from placement where emergency_id = @e and area_id = @a and reason = '补人' and ends_at is null", ("@e", town.Emergency), ("@a", town.Communities[2].Id)),
            await town.Number("select count(*) from reserve where emergency_id = @e", ("@e", town.Emergency))));
        Assert.Equal(1, await town.Number("select count(*) from audit_entry where act = 'PlacePeople' and result = 'Done'"));

        await using var served = await Testing.Served.Of(town.Test);
        var page = await served.Client.GetStringAsync($"/in-force/{town.Emergency}/reserve");
        foreach (var word in new[] { "安排到一处", "归队", "移出集结" }) Assert.Contains(word, page, StringComparison.Ordinal);
        var ids = gone.Skip(2).Select(g => ("id", g.ToString())).ToArray();
        foreach (var (doing, said) in new[] { ("Place", "够"), ("Readmit", "2 人归队"), ("Release", "移出 2 人") })
        {
            using var looked = await served.Post($"/in-force/{town.Emergency}/reserve", $"/in-force/{town.Emergency}/reserve/bulk", [("Doing", doing), .. ids, ("Place", $"{town.Communities[1].Id}/"), ("StartsAt", "2020-02-20T08:00"), ("Reason", "缺人")]);
            var text = await looked.Content.ReadAsStringAsync();
            Assert.True(looked.StatusCode == System.Net.HttpStatusCode.OK, text[..Math.Min(500, text.Length)]);
            if (doing == "Place") Assert.Contains("第二社区", text, StringComparison.Ordinal);
            else Assert.Contains(said, text, StringComparison.Ordinal);
        }
        using var released = await served.Post($"/in-force/{town.Emergency}/reserve", $"/in-force/{town.Emergency}/reserve/bulk", [("Doing", "Release"), .. ids, ("Reason", "调走"), ("Do", "yes")]);
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, released.StatusCode);
        Assert.Equal((10, 0), (await town.Number("select count(*) from mustered where emergency_id = @e", ("@e", town.Emergency)), await town.Number("select count(*) from reserve where emergency_id = @e", ("@e", town.Emergency))));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_plans_page_says_who_is_left_out_and_puts_them_back(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Publish(await town.Solve());
        var gone = await Recall(town, 1);
        var draft = await town.Solve();
        await using var served = await Testing.Served.Of(town.Test);
        Assert.Contains("单位召回 1", await served.Client.GetStringAsync($"/plans/{draft}"), StringComparison.Ordinal);
        Assert.Contains("归队", await served.Client.GetStringAsync($"/plans/{draft}/people?reserve=yes&out=yes"), StringComparison.Ordinal);
        using var asked = await served.Post($"/plans/{draft}/people?reserve=yes&out=yes", $"/plans/{draft}/people/readmit", ("id", gone[0].ToString()));
        Assert.Contains("单位有事", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var done = await served.Post($"/plans/{draft}/people?reserve=yes&out=yes", $"/in-force/{town.Emergency}/reserve/bulk", ("Doing", "Readmit"), ("Plan", draft.ToString()), ("id", gone[0].ToString()), ("Reason", "回来了"), ("Do", "yes"));
        Assert.Equal($"/plans/{draft}", done.Headers.Location!.ToString());
        Assert.Contains("归队记录", await served.Client.GetStringAsync($"/in-force/{town.Emergency}/reserve"), StringComparison.Ordinal);
        Assert.Equal(1, await town.Test.Count("select count(*) from reserve where code = 'readmitted'"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Comparing_with_what_is_in_force_knows_who_was_called_back_since_the_publication(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Publish(await town.Solve());
        var draft = await town.Solve();
        var compare = town.Test.Get<ComparePlans>();
        var before = await compare.Compare(null, draft, default);
        var gone = (await town.Plans.People(draft, new TableAsk("/", []), default)).Rows.First(p => p.AreaId is not null).PersonId;
        await town.Test.Do(new EndPlacements(town.Emergency, [gone], town.Start, "单位有事"));
        var after = await compare.Compare(null, draft, default);
        Assert.Equal((0, 0, 1, 0), (before.NowPlaced, before.NowReserve, after.NowPlaced, after.NowReserve));
    }

    private static async Task<List<Guid>> Recall(Town town, int people)
    {
        town.Test.Clock.Advance(TimeSpan.FromDays(1));
        await using var store = await town.Test.Stores.Open();
        var gone = await store.Sql.List("select p.person_id from placement p join person w on w.id = p.person_id where p.emergency_id = @e and p.ends_at is null and w.agency_id = @a and p.role = 'Member' order by p.person_id limit @n",
            row => row.Guid(0), default, ("@e", town.Emergency), ("@a", town.Agencies[0].Id), ("@n", people));
        await town.Test.Do(new EndPlacements(town.Emergency, gone, town.Now, "单位有事"));
        return gone;
    }

    private static async Task<long> Placed(Town town, Guid plan, List<Guid> people)
    {
        var count = 0L;
        foreach (var person in people) count += await town.Number("select count(*) from plan_placement where plan_id = @p and person_id = @x", ("@p", plan), ("@x", person));
        return count;
    }
}
