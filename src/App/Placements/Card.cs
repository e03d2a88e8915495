namespace Muster.Placements;

/// <summary>A card as it was issued: its content is kept, so it reprints as issued.</summary>
public sealed class Card
{
    public Guid Id { get; set; }
    public Guid EmergencyId { get; set; }
    public CardKind Kind { get; set; }
    public Guid SubjectId { get; set; }
    public string Number { get; set; } = "";
    public string Content { get; set; } = "";
    public byte[] ContentHash { get; set; } = [];
    public DateTimeOffset IssuedAt { get; set; }
    public DateTimeOffset? ReplacedAt { get; set; }
}
