namespace Muster.Organisation;

/// <summary></summary>
public sealed class AreaOwner
{
    public Guid Id { get; set; }
    public Guid AreaId { get; set; }
    public Guid PersonId { get; set; }
    public DateTimeOffset StartsAt { get; set; }
    public DateTimeOffset? EndsAt { get; set; }
    public string Reason { get; set; } = "";
}
