namespace Muster.Rosters.Posts;

/// <summary>
/// A time band of a post: on which days, from when, how long, how many people. A band may pass midnight; it belongs to the day it begins on.
/// One that changes ends, and another begins, so that shifts made from it keep what it said.
/// </summary>
public sealed class PostTime
{
    public Guid Id { get; set; }
    public Guid PostId { get; set; }
    public string Name { get; set; } = "";

    /// <summary>After midnight in the area's zone, 0–1439.</summary>
    public int FromMinute { get; set; }

    /// <summary>How long, 15–1440.</summary>
    public int Minutes { get; set; }

    /// <summary>Bits of <see cref="Patterns.WorkDays"/>: Monday 1 … Sunday 64, public holidays 128.</summary>
    public int Days { get; set; } = Patterns.WorkDays.Every;

    /// <summary>People it cannot do without.</summary>
    public int Needed { get; set; }

    /// <summary>People it should have, at least <see cref="Needed"/>.</summary>
    public int Target { get; set; }

    /// <summary>One of them leads.</summary>
    public bool Leader { get; set; }

    /// <summary>What at least one of them must be able to do.</summary>
    public string? Skill { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
    public int Version { get; set; }

    internal Patterns.Band Band => new(Name, FromMinute, Minutes, Days, Needed, Target, Leader, Skill);

    internal static PostTime Of(Guid post, Patterns.Band band) => new()
    {
        Id = Guid.CreateVersion7(), PostId = post, Name = band.Name, FromMinute = band.From, Minutes = band.Minutes, Days = band.Days, Needed = band.Needed ?? 1,
        Target = band.Target ?? band.Needed ?? 1, Leader = band.Leader, Skill = band.Skill, Version = 1,
    };
}
