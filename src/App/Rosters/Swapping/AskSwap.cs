using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Notify;
using Muster.Rosters.Field;

namespace Muster.Rosters.Swapping;

/// <param name="Told">How many were asked.</param>
public sealed record SwapAsked(Guid Id, int Told);

/// <summary>Asks to give one's own turn away or to exchange it. Who is named is told; else everybody whom the rules let have it.</summary>
/// <param name="ToPersonId">Null: anybody who fits.</param>
/// <param name="BackShiftId">The colleague's turn that is wanted in return; null where none is, or whoever accepts names it.</param>
public sealed record AskSwap(Guid ShiftId, Guid? ToPersonId = null, bool Exchange = false, Guid? BackShiftId = null, string Reason = "") : Act<SwapAsked>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<SwapAsked> Do(Work work, CancellationToken stop)
    {
        var (own, book) = (await Own.Person(work, stop), new SwapBook(work, stop));
        Refused.Where(SwapRules.ForAsked(Reason, own.Id, ToPersonId, Exchange, BackShiftId));
        var shift = await book.Turn(ShiftId);
        if (shift is null) Refused.Where(SwapRules.ForTurn(null, own.Id, work.Now, default));
        await work.Open(shift!.EmergencyId, stop);
        var lead = TimeSpan.FromMinutes((await book.Terms(shift.EmergencyId)).LeadMinutes);
        Refused.Where(SwapRules.ForTurn(shift, own.Id, work.Now, lead));
        if (await work.Store.Set<Swap>().AnyAsync(s => s.ShiftId == ShiftId && (s.State == SwapState.Asked || s.State == SwapState.Accepted), stop))
            throw new Refused("swap-twice", "这个班已经在求换了。", "A swap of this turn is open already.", "ShiftId");
        var back = await book.Turn(BackShiftId);
        if (BackShiftId is not null) Refused.Where(SwapRules.ForTurn(back, ToPersonId, work.Now, lead, "BackShiftId"));
        if (ToPersonId is { } named) Refused.Where(SwapRules.WithoutReasons((await book.Judge(shift, back, own.Id, named)).Broken, "PersonId", "ToPersonId"));
        var swap = new Swap
        {
            Id = Guid.CreateVersion7(), EmergencyId = shift.EmergencyId, AreaId = shift.AreaId, ShiftId = shift.Id, FromPersonId = own.Id, ToPersonId = ToPersonId, Exchange = Exchange, BackShiftId = BackShiftId,
            State = SwapState.Asked, Reason = Reason.Trim(), AskedAt = work.Now, Version = 1,
        };
        work.Store.Add(swap);
        var (zh, en) = await book.Said(shift);
        var asked = ToPersonId is { } one ? [one] : await Fitting(book, shift, own.Id);
        foreach (var person in asked)
            work.Tell(Addressee.Person(person), SwapBook.Asked, Exchange ? $"{own.Name}想和您换班：{zh}。" : $"{own.Name}请您代班：{zh}。", Exchange ? $"{own.Name} asks to exchange {en} with you." : $"{own.Name} asks you to take {en}.", "/field/swaps");
        work.About("swap", swap.Id);
        work.Note("shift", shift.Id);
        work.Note("told", asked.Count);
        return new SwapAsked(swap.Id, asked.Count);
    }

    private static async Task<IReadOnlyList<Guid>> Fitting(SwapBook book, Shift shift, Guid own)
    {
        var ground = await book.Ground(shift.RosterId);
        return [.. ground.People.Where(p => p.Id != own && !SwapRules.ForGetting(ground, shift, p.Id, null).Any()).Select(p => p.Id)];
    }
}

/// <summary>Takes back what one asked for, while nothing has come of it.</summary>
public sealed record WithdrawSwap(Guid SwapId) : Act<Guid>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var (own, swap) = (await Own.Person(work, stop), await new SwapBook(work, stop).Alone(SwapId));
        if (swap?.FromPersonId != own.Id) swap = null;
        Refused.Where(SwapRules.ForState(swap, SwapState.Asked, SwapState.Accepted));
        (swap!.State, swap.SettledAt, swap.SettledBy, swap.Version) = (SwapState.Withdrawn, work.Now, work.Actor.Name, swap.Version + 1);
        if (swap.TakenById is { } taker) work.Tell(Addressee.Person(taker), SwapBook.Settled, $"{own.Name}收回了换班，不用您上了。", $"{own.Name} took the swap back; nothing changes for you.", "/field/swaps");
        work.About("swap", swap.Id);
        return swap.Id;
    }
}
