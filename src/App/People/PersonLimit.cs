namespace Muster.People;

/// <summary></summary>
public sealed class PersonLimit
{
    public Guid Id { get; set; }
    public Guid PersonId { get; set; }
    public LimitKind Kind { get; set; }
    public Guid? AreaId { get; set; }
    public Guid? OtherPersonId { get; set; }
    public string? Note { get; set; }
    public DateTimeOffset? Until { get; set; }
}
