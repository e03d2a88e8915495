namespace Muster.Rosters.Resting;

/// <summary>Caps of rest that an emergency, or one area of it and all below, has of its own. Those nearest to a roster hold; changed ones are new, and the old end.</summary>
public sealed class AreaRest
{
    public Guid Id { get; init; }
    public Guid EmergencyId { get; init; }

    /// <summary>Null: the whole emergency.</summary>
    public Guid? AreaId { get; init; }
    public int RestMinutes { get; init; }
    public int RunDays { get; init; }
    public int NightRun { get; init; }
    public int WeekMinutes { get; init; }
    public int WeekDays { get; init; }
    public int WeekNights { get; init; }
    public string Reason { get; init; } = "";
    public DateTimeOffset SetAt { get; init; }
    public string SetBy { get; init; } = "";
    public DateTimeOffset? EndedAt { get; set; }
    public string? EndedBy { get; set; }
}

/// <summary>破例: a cap is wider for one person on some days, because somebody who is named says why.</summary>
public sealed class RestWaiver
{
    public Guid Id { get; init; }
    public Guid EmergencyId { get; init; }
    public Guid PersonId { get; init; }
    public RestCap Cap { get; init; }

    /// <summary>What it is instead, as <see cref="RestCaps.Of"/> gives it.</summary>
    public int WidenedTo { get; init; }
    public DateOnly StartsOn { get; init; }

    /// <summary>The first day it no longer holds.</summary>
    public DateOnly EndsOn { get; init; }
    public string Reason { get; init; } = "";
    public DateTimeOffset GivenAt { get; init; }
    public string GivenBy { get; init; } = "";
    public DateTimeOffset? EndedAt { get; set; }
    public string? EndedBy { get; set; }
}
