using Muster.App.Tests.Rosters.Swapping;
using Muster.App.Tests.Testing;
using Muster.Platform.Storage;
using Muster.Rosters.Leaving;

namespace Muster.App.Tests.Rosters;

/// <summary>Leave asked for and answered on the phone.</summary>
public sealed class OwnLeaveTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Somebody_asks_for_leave_on_the_phone_the_host_is_told_and_answers(Engine engine)
    {
        await using var p = await Posted.Make(engine);
        var turn = await p.Give(0, p.Early, 2);
        await p.Publish();
        await p.Command(7);
        var day = Posted.First.AddDays(2);
        Assert.Equal("account-of-nobody", await p.Refused(new AskOwnLeave(day)));
        Assert.Equal("leave-days", await p.Refused(0, new AskOwnLeave(day, 0)));
        var asked = await p.Do(0, new AskOwnLeave(day, 1, LeaveKind.Family, "孩子发烧"));
        Assert.Equal("leave-twice", await p.Refused(0, new AskOwnLeave(day)));
        Assert.Equal(1, await p.Notices(7, "leave-asked"));
        Assert.Equal(0, await p.Town.Number("select count(*) from notice where zh like '%发烧%'"));
        Assert.Equal("leave-unknown", await p.Refused(1, new WithdrawLeave(asked)));
        await p.Do(0, new WithdrawLeave(asked));
        asked = await p.Do(0, new AskOwnLeave(day));
        Assert.Equal(1, await p.Test.Do(new AnswerLeave(asked, true)));
        Assert.Null(await p.Has(turn));
        Assert.Equal("leave-answered", await p.Refused(0, new WithdrawLeave(asked)));
        Assert.Equal([LeaveState.Granted, LeaveState.Withdrawn], (await p.Test.Get<LeaveQueries>().Own((await p.As(0)).Id, default))!.Select(l => l.State));
    }
}
