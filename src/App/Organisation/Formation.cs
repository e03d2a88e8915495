namespace Muster.Organisation;

/// <summary>
/// A temporary organisation. <see cref="AreaId"/> is the area it mirrors one to one, or for a group at a post the post's area; null where it covers
/// several. What it covers stands in <see cref="FormationArea"/>, for one area too, except for groups at posts.
/// </summary>
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
    public string? EndReason { get; set; }
    public int Version { get; set; }
}
