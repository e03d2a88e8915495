namespace Muster.People;

/// <summary>What a person cannot do or must not meet, and until when.</summary>
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
