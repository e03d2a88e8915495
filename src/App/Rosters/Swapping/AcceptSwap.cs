using Muster.Platform.Acts;
using Muster.Platform.Notify;
using Muster.Rosters.Field;

namespace Muster.Rosters.Swapping;

/// <summary>
/// Says yes to a swap. Of several who do, the first has it. Where the emergency's terms ask for the host it waits for the host, else the turns move
/// at once.
/// </summary>
/// <param name="BackShiftId">The own turn that is given in return, where an exchange was asked of anybody.</param>
public sealed record AcceptSwap(Guid SwapId, Guid? BackShiftId = null) : Act<SwapState>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<SwapState> Do(Work work, CancellationToken stop)
    {
        var (own, book) = (await Own.Person(work, stop), new SwapBook(work, stop));
        var swap = await book.Alone(SwapId);
        Refused.Where(SwapRules.ForTaking(swap, own.Id, BackShiftId));
        await book.Hold(swap!.FromPersonId, own.Id);
        swap.BackShiftId ??= swap.Exchange ? BackShiftId : null;
        var (shift, back, terms) = (await book.Turn(swap.ShiftId), await book.Turn(swap.BackShiftId), await book.Terms(swap.EmergencyId));
        var lead = TimeSpan.FromMinutes(terms.LeadMinutes);
        Refused.Where(SwapRules.ForTurn(shift, swap.FromPersonId, work.Now, lead));
        if (swap.Exchange) Refused.Where(SwapRules.ForTurn(back, own.Id, work.Now, lead, "BackShiftId"));
        var (broken, samePost) = await book.Judge(shift!, back, swap.FromPersonId, own.Id);
        Refused.Where(SwapRules.WithoutReasons(broken, "BackShiftId", "BackShiftId"));
        (swap.TakenById, swap.TakenAt, swap.Version) = (own.Id, work.Now, swap.Version + 1);
        work.About("swap", swap.Id);
        if (SwapRules.NeedsHost(terms.Approval, samePost))
        {
            swap.State = SwapState.Accepted;
            var (zh, en) = await book.Said(shift!);
            work.Tell(Addressee.Person(swap.FromPersonId), SwapBook.Settled, $"{own.Name}愿意接：{zh}。等属地同意。", $"{own.Name} would take {en}. The host is to agree.", "/field/swaps");
            await book.TellHosts(swap, shift!, swap.FromPersonId, own.Id);
            return swap.State;
        }
        var reason = "换班" + (swap.Reason.Length > 0 ? "：" + swap.Reason : "");
        (swap.State, swap.SettledAt, swap.SettledBy) = (SwapState.Done, work.Now, work.Actor.Name);
        await book.Move(swap, shift!, back, swap.FromPersonId, own.Id, reason);
        await book.TellDone(shift!, back, swap.FromPersonId, own.Id, reason);
        return swap.State;
    }
}

/// <summary>Says no to a swap that one was asked for by name.</summary>
public sealed record DeclineSwap(Guid SwapId) : Act<Guid>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var (own, swap) = (await Own.Person(work, stop), await new SwapBook(work, stop).Alone(SwapId));
        if (swap?.ToPersonId != own.Id) swap = null;
        Refused.Where(SwapRules.ForState(swap, SwapState.Asked));
        (swap!.State, swap.SettledAt, swap.SettledBy, swap.Version) = (SwapState.Declined, work.Now, work.Actor.Name, swap.Version + 1);
        work.Tell(Addressee.Person(swap.FromPersonId), SwapBook.Settled, $"{own.Name}换不了，可以再问别人。", $"{own.Name} cannot swap; you may ask somebody else.", "/field/swaps");
        work.About("swap", swap.Id);
        return swap.Id;
    }
}
