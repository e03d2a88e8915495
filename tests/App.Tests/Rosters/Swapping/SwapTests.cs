using Muster.App.Tests.Testing;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters;
using Muster.Rosters.Changing;
using Muster.Rosters.Leaving;
using Muster.Rosters.Swapping;

namespace Muster.App.Tests.Rosters.Swapping;

/// <summary>Turns that people give and exchange among themselves.</summary>
public sealed class SwapTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_turn_is_given_exchanged_agreed_to_and_taken_back_and_everybody_is_told(Engine engine)
    {
        await using var p = await Posted.Make(engine);
        var (mine, other, late) = (await p.Give(0, p.Early, 1), await p.Give(1, p.Early, 3), await p.Give(2, p.Late, 1));
        Assert.Equal("shift-unknown", await p.Refused(0, new AskSwap(mine)));
        await p.Publish();

        // Named and wanted in return: the colleague's turn.
        Assert.Equal("swap-not-own", await p.Refused(1, new AskSwap(mine)));
        Assert.Equal("swap-back-missing", await p.Refused(0, new AskSwap(mine, p.Person(1), Exchange: true)));
        Assert.Equal("swap-cannot", await p.Refused(0, new AskSwap(mine, p.Person(2))));
        var swap = (await p.Do(0, new AskSwap(mine, p.Person(1), true, other, "家里有事"))).Id;
        Assert.Equal("swap-twice", await p.Refused(0, new AskSwap(mine)));
        Assert.Equal(1, await p.Notices(1, "swap-asked"));
        Assert.Equal("swap-unknown", await p.Refused(2, new AcceptSwap(swap)));
        var seen = await p.Test.Get<OwnSwaps>().Day((await p.As(1)).Id, default);
        Assert.Equal([swap], seen.Asked.Select(a => a.Swap.Id));
        Assert.Equal(SwapState.Accepted, await p.Do(1, new AcceptSwap(swap)));
        Assert.Equal(p.Person(0), await p.Has(mine));
        Assert.Equal("answer-missing", await p.Refused(new AnswerSwap(swap, false)));
        Assert.Equal(SwapState.Done, await p.Test.Do(new AnswerSwap(swap, true)));
        Assert.Equal((p.Person(1), p.Person(0)), (await p.Has(mine), await p.Has(other)));
        Assert.Equal("swap-taken", await p.Refused(new AnswerSwap(swap, true)));
        Assert.True(await p.Notices(0, "swap-settled") >= 2);
        Assert.Equal("reason-missing", await p.Refused(new UndoSwap(swap, "")));
        Assert.Equal(SwapState.Undone, await p.Test.Do(new UndoSwap(swap, "弄错了")));
        Assert.Equal((p.Person(0), p.Person(1)), (await p.Has(mine), await p.Has(other)));
        Assert.Equal(4, (await p.Test.Get<RosterQueries>().Changes(p.Roster, default)).Count);

        // Two turns of one hour change hands though each would overlap with the other; no host where the terms say so.
        await p.Test.Do(new SetSwapTerms(p.Town.Emergency, 6, SwapApproval.Never));
        Assert.Equal("swap-lead", await p.Refused(new SetSwapTerms(p.Town.Emergency, 200, SwapApproval.Never)));
        var crossed = (await p.Do(2, new AskSwap(late, p.Person(0), true, mine))).Id;
        Assert.Equal("swap-unknown", await p.Refused(1, new DeclineSwap(crossed)));
        Assert.Equal(SwapState.Done, await p.Do(0, new AcceptSwap(crossed)));
        Assert.Equal((p.Person(2), p.Person(0)), (await p.Has(mine), await p.Has(late)));

        // Declined, withdrawn, void when the turn goes another way.
        var no = (await p.Do(1, new AskSwap(other, p.Person(3)))).Id;
        await p.Do(3, new DeclineSwap(no));
        var back = (await p.Do(1, new AskSwap(other))).Id;
        Assert.Equal("swap-unknown", await p.Refused(3, new WithdrawSwap(back)));
        await p.Do(1, new WithdrawSwap(back));
        var gone = (await p.Do(1, new AskSwap(other))).Id;
        await p.Test.Do(new AssignShift(other, p.Person(4), Reason: "另有安排"));
        Assert.Equal("swap-over", await p.Refused(5, new AcceptSwap(gone)));
        var page = await p.Test.Get<SwapQueries>().Page(new TableAsk("/swaps", [new("state", "Lapsed")]), default);
        Assert.Equal([gone], page.Rows.Select(r => r.Id));

        // Too near, and on leave.
        p.Test.Clock.Now = Muster.Rosters.Patterns.WorkDays.At(Posted.First.AddDays(3), 480).AddHours(-5);
        Assert.Equal("swap-late", await p.Refused(4, new AskSwap(other)));
        await p.Test.Do(new SetSwapTerms(p.Town.Emergency, 0, SwapApproval.Never));
        await p.Test.Do(new AnswerLeave(await p.Test.Do(new AskLeave(p.Person(5), Posted.First.AddDays(3), 1, LeaveKind.Personal)), true));
        Assert.Equal("swap-cannot", await p.Refused(4, new AskSwap(other, p.Person(5))));
        Assert.True(RosterCheck.Of((await p.Test.Get<RosterQueries>().Ground(p.Roster, default))!).Holds);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Of_many_who_accept_one_swap_one_has_it_and_nobody_breaks_a_rest_by_two_at_once(Engine engine)
    {
        await using var p = await Posted.Make(engine);
        var turn = await p.Give(0, p.Early, 1);
        var (evening, morning) = (await p.Give(1, p.Late, 4), await p.Give(2, p.Early, 5));
        await p.Publish();
        await p.Test.Do(new SetSwapTerms(p.Town.Emergency, 1, SwapApproval.Never));
        var swap = (await p.Do(0, new AskSwap(turn))).Id;
        for (var i = 3; i < 9; i++) await p.As(i);
        var taken = await Task.WhenAll(Enumerable.Range(3, 6).Select(i => Try(p, i, swap)));
        Assert.Equal((1, 5), (taken.Count(t => t is null), taken.Count(t => t == "swap-taken")));
        Assert.Equal(p.Person(3 + Array.IndexOf(taken, null)), await p.Has(turn));

        // From ten in the evening to eight in the morning is too short: each of the two alone is within the rules, both are not.
        var (one, two) = ((await p.Do(1, new AskSwap(evening))).Id, (await p.Do(2, new AskSwap(morning))).Id);
        await p.As(9);
        var both = await Task.WhenAll(Try(p, 9, one), Try(p, 9, two));
        Assert.Equal(["rest-short"], both.OfType<string>());
        Assert.True(RosterCheck.Of((await p.Test.Get<RosterQueries>().Ground(p.Roster, default))!).Holds);
    }

    private static async Task<string?> Try(Posted p, int person, Guid swap)
    {
        await Task.Yield();
        try
        {
            await p.Do(person, new AcceptSwap(swap));
            return null;
        }
        catch (Refused refused)
        {
            return refused.Rules[0].Code;
        }
    }
}
