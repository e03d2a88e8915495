namespace Muster.Rosters.Opening;

/// <summary>What must be there before a post opens, and what is said to who stands there first: for a kind of post, or for one post in its place.</summary>
public sealed class KitList
{
    public Guid Id { get; set; }

    /// <summary>All posts of this kind that have no list of their own; null where it is one post's.</summary>
    public string? Kind { get; set; }
    public Guid? PostId { get; set; }

    /// <summary>One thing to a line.</summary>
    public string Items { get; set; } = "";

    /// <summary>The place, its difficulties, the duties.</summary>
    public string Briefing { get; set; } = "";
    public DateTimeOffset SetAt { get; set; }
    public string SetBy { get; set; } = "";
    public int Version { get; set; }
}

/// <summary>A post was opened: what was there, what was not, and why it was opened all the same. It stands until the post is closed or confirmed anew.</summary>
public sealed class PostOpening
{
    public Guid Id { get; set; }
    public Guid PostId { get; set; }
    public Guid EmergencyId { get; set; }
    public Guid AreaId { get; set; }
    public DateTimeOffset OpenedAt { get; set; }
    public string OpenedBy { get; set; } = "";

    /// <summary>One thing to a line.</summary>
    public string There { get; set; } = "";
    public string Missing { get; set; } = "";
    public bool Briefed { get; set; }

    /// <summary>Why it was opened although something was missing or nobody was briefed.</summary>
    public string Reason { get; set; } = "";
    public DateTimeOffset? ClosedAt { get; set; }
    public string? ClosedBy { get; set; }
    public int Version { get; set; }
}

/// <summary>Somebody heard or read what there is to know of a post before the first turn there.</summary>
public sealed class PostBriefing
{
    public Guid PostId { get; set; }
    public Guid PersonId { get; set; }
    public DateTimeOffset At { get; set; }
    public string GivenBy { get; set; } = "";
}
