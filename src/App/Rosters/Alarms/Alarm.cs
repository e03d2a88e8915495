namespace Muster.Rosters.Alarms;

/// <summary>Nobody has the turn; who has it did not come; who had it left before anybody came to relieve; people stand at a post that nobody opened.</summary>
public enum AlarmKind { Gap, NoShow, LeftAlone, Unopened }

/// <summary>How an alarm ended. All but <see cref="Answered"/> it finds out by itself: the turn has somebody, the person came, somebody else has it now, it is over, it was taken out, the post was opened.</summary>
public enum AlarmOutcome { Filled, Came, Replaced, Over, Cancelled, Answered, Opened }

/// <summary>
/// Something is wrong with a turn and somebody has to act: exactly one owner, and a clock that climbs to the next superior while it is not taken.
/// A turn has one open alarm of a kind at most: the database keeps that.
/// </summary>
public sealed class Alarm
{
    public Guid Id { get; init; }
    public AlarmKind Kind { get; init; }
    public Guid EmergencyId { get; init; }
    public Guid AreaId { get; init; }
    public Guid PostId { get; init; }
    public Guid ShiftId { get; init; }

    /// <summary>Who did not come, or left; null for a gap and for a post that is not open.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>Of the turn.</summary>
    public DateTimeOffset StartsAt { get; init; }
    public DateTimeOffset EndsAt { get; init; }

    /// <summary>It rang last for so many minutes before the start: one of <see cref="AlarmRules.Stages"/>.</summary>
    public int Ahead { get; set; }
    public DateTimeOffset RaisedAt { get; init; }

    /// <summary>Who has to act; null: it climbed past everybody who commands, and is the organisers'.</summary>
    public Guid? OwnerId { get; set; }

    /// <summary>How far above the area the owner commands; 0 is the area itself.</summary>
    public int Step { get; set; }

    /// <summary>When it goes to the next superior unless it is taken; null: taken, ended, or at the top.</summary>
    public DateTimeOffset? ClimbsAt { get; set; }
    public DateTimeOffset? TakenAt { get; set; }
    public string? TakenBy { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public string? ClosedBy { get; set; }
    public AlarmOutcome? Outcome { get; set; }

    /// <summary>What was done, as who answered it wrote.</summary>
    public string Done { get; set; } = "";
    public int Version { get; set; }
}

/// <summary>What happened to an alarm.</summary>
public enum AlarmMove { Raised, RangAgain, Climbed, Taken, Answered, Ended }

/// <summary>One line of an alarm's history.</summary>
public sealed class AlarmStep
{
    public Guid Id { get; init; }
    public Guid AlarmId { get; init; }
    public DateTimeOffset At { get; init; }
    public AlarmMove Move { get; init; }

    /// <summary>Whose it was from then on; null: the organisers'.</summary>
    public Guid? PersonId { get; init; }
    public string Actor { get; init; } = "";
    public string Note { get; init; } = "";
}
