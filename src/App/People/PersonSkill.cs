namespace Muster.People;

/// <summary></summary>
public sealed class PersonSkill
{
    public Guid PersonId { get; set; }
    public string Skill { get; set; } = "";
    public string Source { get; set; } = "";
    public DateTimeOffset? ExpiresAt { get; set; }
}
