namespace Muster.Rosters;

public enum ShiftState { Draft, Published, Ended }

/// <summary>
/// One person's turn at a post, half-open in time. Nobody has two published ones that overlap: the database refuses the second, in any race.
/// </summary>
public sealed class Shift
{
    public Guid Id { get; set; }
    public Guid RosterId { get; set; }
    public Guid EmergencyId { get; set; }
    public Guid PostId { get; set; }
    public Guid PostTimeId { get; set; }

    /// <summary>The post's area.</summary>
    public Guid AreaId { get; set; }

    /// <summary>Null is an open turn: somebody is needed and nobody has it; <see cref="Reason"/> says why.</summary>
    public Guid? PersonId { get; set; }

    /// <summary>The day it begins on, in the area's zone.</summary>
    public DateOnly Day { get; set; }
    public DateTimeOffset StartsAt { get; set; }
    public DateTimeOffset EndsAt { get; set; }

    /// <summary>Leads the relief.</summary>
    public bool Leads { get; set; }

    /// <summary>Solving again leaves it as it is.</summary>
    public bool Locked { get; set; }

    public ShiftState State { get; set; }
    public string Reason { get; set; } = "";
    public int Version { get; set; }
}
