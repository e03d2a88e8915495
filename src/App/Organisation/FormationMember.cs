namespace Muster.Organisation;

/// <summary></summary>
public sealed class FormationMember
{
    public Guid FormationId { get; set; }
    public Guid PersonId { get; set; }
    public string Role { get; set; } = "";
    public DateTimeOffset StartsAt { get; set; }
    public DateTimeOffset? EndsAt { get; set; }
}
