namespace Muster.Organisation;

/// <summary></summary>
public sealed class Formation
{
    public Guid Id { get; set; }
    public Guid EmergencyId { get; set; }
    public Guid? ParentId { get; set; }
    public FormationKind Kind { get; set; }
    public string Name { get; set; } = "";
    public Guid? AreaId { get; set; }
    public Guid? PostId { get; set; }
    public DateTimeOffset StartsAt { get; set; }
    public DateTimeOffset? EndsAt { get; set; }
    public int Version { get; set; }
}
