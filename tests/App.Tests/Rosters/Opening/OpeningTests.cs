using Muster.App.Tests.Rosters.Swapping;
using Muster.App.Tests.Testing;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Opening;
using Muster.Rosters.Patterns;

namespace Muster.App.Tests.Rosters.Opening;

/// <summary>A post opens with its kit and its briefing, or says why it opened without.</summary>
public sealed class OpeningTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_post_opens_with_kit_and_briefing_or_says_loudly_why_it_opens_without(Engine engine)
    {
        await using var p = await Posted.Make(engine);
        await p.Give(0, p.Early, 0);
        await p.Give(1, p.Early, 1);
        await p.Publish();
        var (post, queries) = (p.Town.Posts[0], p.Test.Get<OpeningQueries>());
        Assert.Equal("kit-whose", await p.Refused(new SetKitList(null, null, "口罩")));
        await p.Test.Do(new SetKitList(post.Kind, null, "口罩 20 只\n体温枪", "三个出口，东门夜里锁。"));
        p.Test.Clock.Now = WorkDays.At(Posted.First, 470);
        Assert.Equal(Openness.NotOpen, (await queries.Of(post.Id, default))!.Openness);
        Assert.Equal(["post-not-own", "post-not-own"], [await p.Refused(3, new OpenPost(post.Id, ["体温枪"])), await p.Refused(1, new OpenPost(post.Id))]);
        Assert.Equal("kit-missing", await p.Refused(0, new OpenPost(post.Id, ["体温枪"], true)));
        Assert.Equal("not-briefed", await p.Refused(0, new OpenPost(post.Id, ["体温枪", "口罩 20 只"])));
        await p.Do(0, new OpenPost(post.Id, ["体温枪"], true, "口罩在路上"));
        var kit = (await queries.Of(post.Id, default))!;
        Assert.Equal((Openness.Short, "口罩 20 只", "口罩在路上", "member0"), (kit.Openness, kit.Opening!.Missing, kit.Opening.Reason, kit.Opening.OpenedBy));
        Assert.Equal(1, (await queries.Page(new TableAsk("/openings", [new("state", "short")]), default)).Total);
        await p.Do(0, new OpenPost(post.Id, ["体温枪", "口罩 20 只"], true));
        Assert.Equal(Openness.Open, (await queries.Of(post.Id, default))!.Openness);

        // The next one reads by herself; the one on the relief was briefed with it.
        Assert.Equal((true, false), ((await queries.Own((await p.As(0)).Id, post.Id, default))!.Value.Briefed, (await queries.Own((await p.As(1)).Id, post.Id, default))!.Value.Briefed));
        Assert.Null(await queries.Own((await p.As(5)).Id, post.Id, default));
        Assert.Equal("post-not-own", await p.Refused(5, new ReadBriefing(post.Id)));
        await p.Do(1, new ReadBriefing(post.Id));
        Assert.Empty((await queries.Of(post.Id, default))!.Unbriefed);

        // A list that changes is confirmed anew; the post's own stands in place of its kind's.
        await p.Test.Do(new SetKitList(null, post.Id, "口罩 20 只\n体温枪\n对讲机", "三个出口，东门夜里锁。"));
        Assert.Equal(Openness.Outdated, (await queries.Of(post.Id, default))!.Openness);
        Assert.Equal(2, (await queries.Lists(new TableAsk("/kits", []), default)).Total);
        await p.Test.Do(new OpenPost(post.Id, ["口罩 20 只", "体温枪", "对讲机"], true));
        Assert.Equal(Openness.Open, (await queries.Of([post.Id], default))[post.Id].Openness);
        await p.Test.Do(new ClosePostOpening(post.Id));
        Assert.Equal("post-not-open", await p.Refused(new ClosePostOpening(post.Id)));
        await p.Test.Do(new SetKitList(null, post.Id, ""));
        Assert.Equal(["口罩 20 只", "体温枪"], (await queries.Of(post.Id, default))!.Wanted.Items);
        Assert.Equal("kit-long", await p.Refused(new SetKitList(post.Kind, null, new string('长', 61))));
    }
}
