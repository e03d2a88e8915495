using Muster.Platform.Acts;
using Muster.Rosters.Filling;
using Muster.Rosters.Resting;

namespace Muster.Rosters.Changing;

/// <summary>A turn of a roster, published or not, is somebody else's or nobody's.</summary>
public sealed record ShiftReassigned(Guid ShiftId, Guid RosterId, Guid? FromPersonId, Guid? ToPersonId);

/// <summary>What a change of a turn must keep; pure.</summary>
public static class ChangeRules
{
    public static IEnumerable<Broken> Of(Shift shift, Guid? to, string reason, DateTimeOffset now)
    {
        if (shift.State == ShiftState.Ended) yield return new Broken("shift-ended", "这个班次已经取消。", "This turn was taken out.", "ShiftId");
        else if (shift.State == ShiftState.Published && shift.EndsAt <= now) yield return new Broken("shift-over", "这个班已经过去，不能再改。", "This turn is over and cannot be changed.", "ShiftId");
        if (shift.State == ShiftState.Published && string.IsNullOrWhiteSpace(reason)) yield return new Broken("reason-missing", "排班已发布：改班要写明原因。", "The roster is published: give a reason for the change.", "Reason");
        if (reason is { Length: > 200 }) yield return new Broken("reason-long", "原因不超过 200 个字。", "A reason has at most 200 characters.", "Reason");
        if (shift.PersonId == to) yield return new Broken("shift-same", "这个班本来就是这样。", "The turn is like that already.", "PersonId");
    }

    /// <summary>What is against somebody having a turn; a cap may be broken for a reason, and then that is answered.</summary>
    public static (IReadOnlyList<Broken> Refused, bool Broke) For(AvailablePerson? person, PostBand band, DateOnly day, IEnumerable<Turn> turns, Roster roster, string exception)
    {
        if (person is null) return ([new Broken("not-placed", "这个人这些天没有安排在这里。", "This person is not placed here on these days.", "PersonId")], false);
        var refusal = TurnRefusal.Of(person, band, day, [.. person.Elsewhere, .. turns], roster);
        if (refusal is null) return ([], false);
        if (!string.IsNullOrWhiteSpace(exception) && TurnRefusal.IsCap(refusal)) return ([], true);
        return ([Told(refusal, person.Name, person.Guard.On(day))], false);
    }

    /// <param name="caps">Those of the person that day; null: the usual ones.</param>
    public static Broken Told(string refusal, string name, RestCaps? caps = null) => refusal switch
    {
        TurnRefusal.Leave => new("on-leave", $"{name}这天请假。", $"{name} is on leave that day.", "PersonId"),
        TurnRefusal.Away => new("not-there", $"{name}这天不在这里下沉。", $"{name} is not placed here that day.", "PersonId"),
        TurnRefusal.Nights => new("no-nights", $"{name}不上夜班。", $"{name} takes no nights.", "PersonId"),
        TurnRefusal.Busy => new("shift-same-day", $"{name}这天已有一班。", $"{name} has a turn that day already.", "PersonId"),
        TurnRefusal.Rotation => new("rotation-week", $"这一周不是{name}的轮换周。", $"It is another's week in the rotation, not that of {name}.", "PersonId"),
        _ => RestRules.Told(TurnRefusal.Breach(refusal), name, caps ?? RestCaps.Usual),
    };
}
