using Muster.Platform.Acts;

namespace Muster.Organisation;

/// <summary>Seats a person as A, or as an alternate B or C. History stays: a holding is ended, never changed.</summary>
public sealed record TakeSeat(Guid SeatId, Guid PersonId, Holder Place, string Reason) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        work.About("seat", SeatId);
        work.Note("place", Place);
        return await Seating.Take(work, SeatId, PersonId, Place, Reason, stop);
    }
}

/// <summary>Ends a holding with a reason. The seat is loud until somebody takes it.</summary>
public sealed record LeaveSeat(Guid SeatId, Holder Place, string Reason) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        work.About("seat", SeatId);
        work.Note("place", Place);
        return (await Seating.Leave(work, SeatId, Place, Reason, stop)).PersonId;
    }
}

/// <summary>Swaps two places of a seat: B is A at once (补角).</summary>
public sealed record SwapSeat(Guid SeatId, Holder One, Holder Other, string Reason) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        work.About("seat", SeatId);
        work.Note("swapped", new { One, Other });
        await Seating.Swap(work, SeatId, One, Other, Reason, stop);
        return SeatId;
    }
}
