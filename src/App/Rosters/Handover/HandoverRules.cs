using Muster.Platform.Acts;
using Muster.Rosters.Attending;

namespace Muster.Rosters.Handover;

/// <summary>One's own turn at a post, as handing over sees it.</summary>
/// <param name="PersonId">Null: nobody has it.</param>
public sealed record PostTurn(Guid ShiftId, Guid EmergencyId, Guid AreaId, Guid PostId, Guid? PersonId, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>When one relief hands over to the next, and who may; pure.</summary>
public static class HandoverRules
{
    /// <summary>Handing over begins so long before the turn ends; both reliefs are at the post meanwhile.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(30);

    /// <summary>So long after the end it can still be written down.</summary>
    public static readonly TimeSpan WrittenWithin = TimeSpan.FromHours(6);

    public const int TextMax = 2000;

    /// <summary>Whether a turn takes over from one that ends then: it begins around that hour and lasts beyond it.</summary>
    public static bool Relieves(PostTurn next, Guid post, DateTimeOffset relievesAt) =>
        next.PostId == post && next.StartsAt >= relievesAt - Overlap && next.StartsAt <= relievesAt + Overlap && next.EndsAt > relievesAt;

    /// <param name="person">Who hands over.</param>
    /// <param name="note">What was handed over already.</param>
    /// <param name="at">When it was written, by the device's clock: what waited on a phone is judged by then.</param>
    public static IEnumerable<Broken> ForGiving(PostTurn? turn, Guid? person, HandoverNote? note, IEnumerable<string> texts, DateTimeOffset at, DateTimeOffset now)
    {
        if (at > now + CheckInRules.AheadMax || at < now - CheckInRules.AgeMax) yield return new("handover-clock", $"交接的时间不对：设备时间不能超前，也不能早于 {CheckInRules.AgeMax.TotalDays:0} 天。请核对手机时间。", $"The time of the handover is wrong: not ahead, and at most {CheckInRules.AgeMax.TotalDays:0} days old. Check the phone's clock.", "At");
        if (turn is null || person is null || turn.PersonId != person) yield return new("turn-unknown", "这不是您的班，不能由您交班。", "This turn is not yours, so you cannot hand it over.", "ShiftId");
        else if (at < turn.EndsAt - Overlap) yield return new("handover-early", $"下班前 {Overlap.TotalMinutes:0} 分钟开始交接。", $"Handing over begins {Overlap.TotalMinutes:0} minutes before the turn ends.", "ShiftId");
        else if (at > turn.EndsAt + WrittenWithin) yield return new("handover-late", "这个班早已结束，不能再写交接。", "This turn ended long ago; it cannot be handed over any more.", "ShiftId");
        if (note is { TakenAt: null } && note.GivenAt > at) yield return new("handover-newer", "同一班后来又写了交接，以后写的为准。", "A later handover of this turn is there already; it stands.");
        if (note?.TakenAt is not null) yield return new("handover-taken", "接班的人已确认，不能再改。", "The relief has confirmed it; it cannot be changed any more.");
        if (texts.Any(t => t.Length > TextMax)) yield return new("handover-long", $"每一栏最多 {TextMax} 字。", $"Each part has at most {TextMax} characters.");
    }

    /// <param name="note">What was handed over to the turn.</param>
    /// <param name="turn">The turn of who takes over.</param>
    public static IEnumerable<Broken> ForTaking(HandoverNote? note, PostTurn? turn, Guid? person, string remark)
    {
        if (turn is null || person is null || turn.PersonId != person) yield return new("turn-unknown", "这不是您的班，不能由您接班。", "This turn is not yours, so you cannot take it over.", "ShiftId");
        else if (note is null) yield return new("handover-unknown", "上一班还没有写交接。", "The relief before you has not handed over yet.", "ShiftId");
        else if (note.TakenAt is not null) yield return new("handover-taken", "这份交接已有人确认接班。", "This handover was confirmed already.", "ShiftId");
        else if (note.GivenBy == person) yield return new("handover-own", "交班和接班不能是同一人。", "Who hands over does not take over.", "ShiftId");
        if (remark.Length > TextMax) yield return new("handover-long", $"每一栏最多 {TextMax} 字。", $"Each part has at most {TextMax} characters.", "Remark");
    }
}
