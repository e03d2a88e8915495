namespace Muster.Rosters.Attending;

/// <summary>Somebody has come, or goes.</summary>
public enum AttendanceKind { In, Out }

/// <summary>How it was said: the post's code as a picture or typed, being near the post, the leader's roll call, or a button alone.</summary>
public enum AttendanceHow { Qr, Code, Place, RollCall, Button }

/// <summary>It counts; it waits for the host; the host said that it does not count.</summary>
public enum AttendanceState { Accepted, Held, Dismissed }

/// <summary>Why the host has to look at it.</summary>
public enum HeldFor { Unsigned, DeviceEnded, ClockAhead, TooOld, EmergencyClosed, NotPlaced, OtherPost, CodeWrong, TooFar, NotLeader }

/// <summary>One check-in or check-out. Its id is the write id that the device made, so that the same one sent twice is one.</summary>
public sealed class Attendance
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public Guid EmergencyId { get; init; }
    public Guid AreaId { get; init; }
    public Guid? PostId { get; init; }

    /// <summary>The turn it belongs to; null where the person serves there without one.</summary>
    public Guid? ShiftId { get; init; }
    public AttendanceKind Kind { get; init; }
    public AttendanceHow How { get; init; }

    /// <summary>By the device's clock, under the device's signature. It says when; the server's own stands beside it.</summary>
    public DateTimeOffset DeviceAt { get; init; }
    public DateTimeOffset ServerAt { get; init; }

    /// <summary>The sign-in it was made under.</summary>
    public Guid? Device { get; init; }

    /// <summary>The account that sent it.</summary>
    public Guid? AccountId { get; init; }
    public AttendanceState State { get; set; }
    public HeldFor? Reason { get; init; }
    public DateTimeOffset? AnsweredAt { get; set; }
    public string? AnsweredBy { get; set; }

    /// <summary>What the host wrote.</summary>
    public string? Answer { get; set; }
}
