using Muster.Platform.Acts;
using Muster.Platform.Notify;

namespace Muster.Rosters.Swapping;

/// <summary>The host agrees to a swap that two have agreed on, or does not. The rules are asked again: what has changed since counts.</summary>
public sealed record AnswerSwap(Guid SwapId, bool Grant, string Answer = "") : Act<SwapState>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<SwapState> Do(Work work, CancellationToken stop)
    {
        var book = new SwapBook(work, stop);
        var swap = await book.Alone(SwapId);
        Refused.Where(SwapRules.ForState(swap, SwapState.Accepted).Concat(SwapRules.ForAnswer(Grant, Answer)));
        var (from, to) = (swap!.FromPersonId, swap.TakenById!.Value);
        await book.Hold(from, to);
        (swap.SettledAt, swap.SettledBy, swap.Answer, swap.Version) = (work.Now, work.Actor.Name, Answer.Trim(), swap.Version + 1);
        work.About("swap", swap.Id);
        work.Note("granted", Grant);
        if (!Grant)
        {
            swap.State = SwapState.Refused;
            foreach (var person in new[] { from, to }) work.Tell(Addressee.Person(person), SwapBook.Settled, $"换班没有同意：{Answer.Trim()}", $"The swap is refused: {Answer.Trim()}", "/field/swaps");
            return swap.State;
        }
        var (shift, back) = (await book.Turn(swap.ShiftId), await book.Turn(swap.BackShiftId));
        Refused.Where(SwapRules.ForTurn(shift, from, work.Now, default).Concat(swap.Exchange ? SwapRules.ForTurn(back, to, work.Now, default, "BackShiftId") : []));
        Refused.Where((await book.Judge(shift!, back, from, to)).Broken);
        var reason = "换班" + (swap.Reason.Length > 0 ? "：" + swap.Reason : "");
        swap.State = SwapState.Done;
        await book.Move(swap, shift!, back, from, to, reason);
        await book.TellDone(shift!, back, from, to, reason);
        return swap.State;
    }
}

/// <summary>Takes a swap back that was done: each has the own turn again, as far as the rules allow it now.</summary>
public sealed record UndoSwap(Guid SwapId, string Reason) : Act<SwapState>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<SwapState> Do(Work work, CancellationToken stop)
    {
        var book = new SwapBook(work, stop);
        var swap = await book.Alone(SwapId);
        Refused.Where(SwapRules.ForState(swap, SwapState.Done));
        if (string.IsNullOrWhiteSpace(Reason) || Reason.Length > 200) throw new Refused("reason-missing", "撤销换班要写明原因，不超过 200 个字。", "Give a reason of at most 200 characters for undoing it.", "Reason");
        var (from, to) = (swap!.FromPersonId, swap.TakenById!.Value);
        await book.Hold(from, to);
        var (shift, back) = (await book.Turn(swap.ShiftId), await book.Turn(swap.BackShiftId));
        Refused.Where(SwapRules.ForTurn(shift, to, work.Now, default).Concat(swap.Exchange ? SwapRules.ForTurn(back, from, work.Now, default, "BackShiftId") : []));
        Refused.Where((await book.Judge(shift!, back, to, from)).Broken);
        (swap.State, swap.SettledAt, swap.SettledBy, swap.Answer, swap.Version) = (SwapState.Undone, work.Now, work.Actor.Name, Reason.Trim(), swap.Version + 1);
        work.About("swap", swap.Id);
        await book.Move(swap, shift!, back, to, from, "撤销换班：" + Reason.Trim());
        await book.TellDone(shift!, back, to, from, "撤销换班：" + Reason.Trim());
        return swap.State;
    }
}
