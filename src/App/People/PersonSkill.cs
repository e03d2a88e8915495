namespace Muster.People;

/// <summary>A skill, where it is known from, and when it lapses.</summary>
public sealed class PersonSkill
{
    public Guid PersonId { get; set; }
    public string Skill { get; set; } = "";
    public string Source { get; set; } = "";
    public DateTimeOffset? ExpiresAt { get; set; }
}
