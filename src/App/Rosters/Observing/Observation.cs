namespace Muster.Rosters.Observing;

/// <summary>What an observer saw at a post: the person there, or not there.</summary>
public enum Seen { AtPost, Away }

/// <summary>An observer's tick about a turn under way. The person sees it and has one answer; nobody is ranked by it.</summary>
public sealed class Observation
{
    public Guid Id { get; init; }
    public Guid EmergencyId { get; init; }
    public Guid AreaId { get; init; }
    public Guid PostId { get; init; }
    public Guid ShiftId { get; init; }
    public Guid PersonId { get; init; }
    public Seen Seen { get; init; }
    public string Note { get; init; } = "";
    public DateTimeOffset At { get; init; }

    /// <summary>Who looked, by name; the account where it was one.</summary>
    public string Observer { get; init; } = "";
    public Guid? AccountId { get; init; }
    public string Answer { get; set; } = "";
    public DateTimeOffset? AnsweredAt { get; set; }
}
