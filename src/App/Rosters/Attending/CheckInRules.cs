using Muster.Platform.Acts;

namespace Muster.Rosters.Attending;

/// <summary>Where somebody served or serves: a placement of an urgent emergency.</summary>
public sealed record ServedPlace(Guid EmergencyId, Guid AreaId, string Path, Guid? PostId, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt)
{
    public bool InForce(DateTimeOffset at) => StartsAt <= at && (EndsAt is null || at < EndsAt);
}

/// <summary>A published turn of an urgent emergency.</summary>
public sealed record OwnShift(Guid Id, Guid EmergencyId, Guid AreaId, string Path, Guid PostId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool Leads, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt);

/// <summary>A period in which the sender might call the roll in an area and below it; an empty path is everywhere.</summary>
public sealed record RollRight(string Path, DateTimeOffset StartsAt, DateTimeOffset? EndsAt);

/// <summary>Everything a check-in is judged by.</summary>
/// <param name="Own">The person whose account sent it; null for an account of nobody.</param>
/// <param name="SignatureHolds">The device's signature is of what was sent.</param>
/// <param name="DeviceFrom">When the sign-in began, where it was the sender's.</param>
/// <param name="Rights">Of the sender, for a roll call.</param>
/// <param name="OwnShifts">Of the sender, for a roll call.</param>
public sealed record Ground(Guid? Own, bool SignatureHolds, DateTimeOffset? DeviceFrom, DateTimeOffset? DeviceUntil, bool CodeHolds,
    IReadOnlyList<ServedPlace> Places, IReadOnlyList<OwnShift> Shifts, IReadOnlyList<RollRight> Rights, IReadOnlyList<OwnShift> OwnShifts);

/// <summary>How it is judged: where it belongs, and why the host has to look at it; or what is wrong with it.</summary>
public sealed record Verdict(Guid PersonId, Guid EmergencyId, Guid AreaId, Guid? PostId, Guid? ShiftId, HeldFor? Held, IReadOnlyList<Broken> Broken)
{
    public static Verdict No(string code, string zh, string en) => new(default, default, default, null, null, null, [new Broken(code, zh, en)]);
}

/// <summary>
/// A check-in is judged by the placement, the shift, the sign-in and the emergency in force at its device time. What does not fit is held for the
/// host of the place, not thrown away; only what belongs nowhere is refused. Pure.
/// </summary>
public static class CheckInRules
{
    /// <summary>A device's clock may be ahead by this.</summary>
    public static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(2);

    /// <summary>How long a device keeps what it could not send.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromDays(14);

    /// <summary>So early one may come, and so late go.</summary>
    public static readonly TimeSpan EarlyMax = TimeSpan.FromHours(2), LateMax = TimeSpan.FromHours(6);

    /// <summary>Coming so long after the start is late; without having come, the turn is missed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <summary>“Near the post”; positions of phones between houses are not better than some tens of metres.</summary>
    public const int NearMetres = 200;

    public static Verdict Judge(CheckIn asked, Ground ground, DateTimeOffset now)
    {
        if ((asked.PersonId ?? ground.Own) is not { } person)
            return Verdict.No("account-of-nobody", "这个账号没有对应的人员，不能签到。请找管理员。", "This account is of no person, so it cannot check in. Ask an administrator.");
        var at = asked.DeviceAt;
        var shift = ShiftOf(asked, ground.Shifts);
        var place = ground.Places.FirstOrDefault(p => p.InForce(at)) ?? ground.Places.Where(p => p.StartsAt <= at).MaxBy(p => p.StartsAt) ?? ground.Places.MinBy(p => p.StartsAt);
        if (shift is null && place is null)
            return Verdict.No("no-place", "没有您在应急行动中的安排，不能签到。平时没有签到。", "There is no placement in an urgent emergency, so there is nothing to check in to.");
        var (emergency, area, path, post) = shift is not null ? (shift.EmergencyId, shift.AreaId, shift.Path, (Guid?)shift.PostId) : (place!.EmergencyId, place.AreaId, place.Path, place.PostId ?? asked.PostId);
        var (opened, closed) = shift is not null ? (shift.OpenedAt, shift.ClosedAt) : (place!.OpenedAt, place.ClosedAt);
        HeldFor? notLeader = null;
        if (person != ground.Own)
        {
            if (asked.How != AttendanceHow.RollCall) return Verdict.No("not-oneself", "只能为自己签到；替班组点名请用点名页。", "One checks in for oneself; a leader uses the roll call.");
            var (may, ever) = MayCall(ground, path, post, at);
            if (!ever) return Verdict.No("not-leader", "您不带这个班，也不管这个属地，不能点名。", "You neither lead this relief nor answer for the area, so you cannot call its roll.");
            if (!may) notLeader = HeldFor.NotLeader;
        }
        var held = Held(asked, ground, now) ?? (at < opened || at >= closed ? HeldFor.EmergencyClosed
            : shift is null && !place!.InForce(at) ? HeldFor.NotPlaced
            : notLeader ?? AtPost(asked, ground, shift?.PostId ?? place?.PostId));
        return new Verdict(person, emergency, area, post, shift?.Id, held, []);
    }

    /// <summary>The turn that a check-in belongs to: the one it names, else the nearest that it can be of.</summary>
    public static OwnShift? ShiftOf(CheckIn asked, IReadOnlyList<OwnShift> shifts)
    {
        var at = asked.DeviceAt;
        var fit = shifts.Where(s => asked.Kind == AttendanceKind.In ? s.StartsAt - EarlyMax <= at && at < s.EndsAt : s.StartsAt < at && at <= s.EndsAt + LateMax).ToList();
        return fit.FirstOrDefault(s => s.Id == asked.ShiftId) ?? fit.MinBy(s => (at - (asked.Kind == AttendanceKind.In ? s.StartsAt : s.EndsAt)).Duration());
    }

    private static HeldFor? Held(CheckIn asked, Ground ground, DateTimeOffset now)
    {
        if (!ground.SignatureHolds) return HeldFor.Unsigned;
        if (ground.DeviceFrom is not { } from || asked.DeviceAt < from - AheadMax || asked.DeviceAt >= ground.DeviceUntil) return HeldFor.DeviceEnded;
        if (asked.DeviceAt > now + AheadMax) return HeldFor.ClockAhead;
        return asked.DeviceAt < now - AgeMax ? HeldFor.TooOld : null;
    }

    private static HeldFor? AtPost(CheckIn asked, Ground ground, Guid? post)
    {
        if (asked.PostId is { } said && post is { } own && said != own) return HeldFor.OtherPost;
        return asked.How switch
        {
            AttendanceHow.Qr or AttendanceHow.Code when !ground.CodeHolds => HeldFor.CodeWrong,
            AttendanceHow.Place when asked.Metres is not (>= 0 and <= NearMetres) => HeldFor.TooFar,
            _ => null,
        };
    }

    private static (bool May, bool Ever) MayCall(Ground ground, string path, Guid? post, DateTimeOffset at)
    {
        var rights = ground.Rights.Where(r => path.StartsWith(r.Path, StringComparison.Ordinal)).ToList();
        var leads = ground.OwnShifts.Where(s => s.Leads && s.PostId == post).ToList();
        return (rights.Exists(r => r.StartsAt <= at && (r.EndsAt is null || at < r.EndsAt)) || leads.Exists(s => s.StartsAt - EarlyMax <= at && at <= s.EndsAt + LateMax), rights.Count > 0 || leads.Count > 0);
    }
}
