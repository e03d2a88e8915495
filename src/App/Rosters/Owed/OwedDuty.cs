namespace Muster.Rosters.Owed;

/// <summary>Still owed; served later; written off by somebody with a reason; or there was a check-in after all.</summary>
public enum OwedState { Owed, MadeUp, WrittenOff, Cleared }

/// <summary>Somebody missed a turn without leave and owes one (补课). The turn that is to make it up is named as soon as there is one.</summary>
public sealed class OwedDuty
{
    public Guid Id { get; set; }
    public Guid PersonId { get; set; }
    public Guid EmergencyId { get; set; }
    public Guid AreaId { get; set; }

    /// <summary>The turn that was missed; it is owed once.</summary>
    public Guid ShiftId { get; set; }

    /// <summary>The turn that makes it up, once served.</summary>
    public Guid? ByShiftId { get; set; }
    public OwedState State { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public DateTimeOffset? SettledAt { get; set; }
    public string? SettledBy { get; set; }
    public string? Reason { get; set; }
    public int Version { get; set; }
}
