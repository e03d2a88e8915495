using Muster.Platform.Acts;

namespace Muster.Organisation;

/// <summary>The seat as its rules see it.</summary>
/// <param name="Held">Who holds it now.</param>
public sealed record SeatFacts(string Title, int? MinimumGrade, bool PartyMember, bool FromAlternates, bool Ended, IReadOnlyDictionary<Holder, Guid> Held);

/// <summary>The person as the rules of a seat see one.</summary>
/// <param name="Alternate">Stands by (B or C) for the secretary of the seat's area.</param>
public sealed record SeatCandidate(Guid Id, string Name, int? Grade, bool PartyMember, bool Ended, bool Alternate)
{
    /// <summary>Declared lost, and not back yet.</summary>
    public bool Lost { get; init; }
}

/// <summary>
/// Who may hold which seat. A holds it, B and C stand by. One person holds a seat once: A is not B. The least grade and membership hold for
/// everyone who sits or stands by; that a leader comes from the alternates (S2.2) holds for A.
/// </summary>
public static class SeatRules
{
    public const int ReasonLengthMax = 200;

    public static IEnumerable<Broken> ForTaking(SeatFacts seat, SeatCandidate person, Holder place)
    {
        if (seat.Ended)
            yield return new("seat-ended", $"职位“{seat.Title}”已撤销。", $"The seat {seat.Title} has ended.", "SeatId");
        if (seat.Held.TryGetValue(place, out var holder))
            yield return holder == person.Id
                ? new("seat-held-already", $"{person.Name}已经是{seat.Title}的{place}角。", $"{person.Name} is {place} of {seat.Title} already.", "PersonId")
                : new("seat-taken", $"{seat.Title}的{place}角已有人，请先让其离任或对调。", $"{seat.Title} has a holder {place}: let that one leave, or swap.", "Place");
        if (seat.Held.Any(h => h.Key != place && h.Value == person.Id))
            yield return new("seat-twice", $"{person.Name}已是{seat.Title}的另一角，A、B 角不能是同一人。", $"{person.Name} stands in {seat.Title} already; A and B are two people.", "PersonId");
        foreach (var broken in ForHolding(seat, person, place)) yield return broken;
    }

    /// <summary>What a holder must be, whether sitting down or moving from B to A.</summary>
    public static IEnumerable<Broken> ForHolding(SeatFacts seat, SeatCandidate person, Holder place)
    {
        if (person.Ended)
            yield return new("person-ended", $"{person.Name}的档案已终止。", $"The record of {person.Name} has ended.", "PersonId");
        if (person.Lost)
            yield return new("person-lost", $"{person.Name}已登记为减员，返岗后才能任职。", $"{person.Name} is recorded as lost: let the return be recorded first.", "PersonId");
        if (seat.MinimumGrade is { } least && person.Grade is null)
            yield return new("grade-unknown", $"{seat.Title}要求职级不低于 {least}，{person.Name}的职级未登记。", $"{seat.Title} asks for a grade of at least {least}; none is recorded for {person.Name}.", "PersonId");
        else if (seat.MinimumGrade is { } lowest && person.Grade < lowest)
            yield return new("grade-too-low", $"{seat.Title}要求职级不低于 {lowest}，{person.Name}为 {person.Grade}。", $"{seat.Title} asks for a grade of at least {lowest}; {person.Name} has {person.Grade}.", "PersonId");
        if (seat.PartyMember && !person.PartyMember)
            yield return new("not-a-member", $"{seat.Title}须由党员担任，{person.Name}不是党员。", $"{seat.Title} asks for a party member; {person.Name} is none.", "PersonId");
        if (seat.FromAlternates && place == Holder.A && !person.Alternate)
            yield return new("not-an-alternate", $"{seat.Title}须从属地书记的 B 角中选任，{person.Name}不是 B 角。", $"{seat.Title} is chosen from the alternates of the secretary; {person.Name} is none of them.", "PersonId");
    }

    public static IEnumerable<Broken> ForReason(string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Trim().Length > ReasonLengthMax)
            yield return new("reason-missing", $"请写明理由（最多 {ReasonLengthMax} 字）。", $"Say why (at most {ReasonLengthMax} characters).", "Reason");
    }
}
