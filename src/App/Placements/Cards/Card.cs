namespace Muster.Placements.Cards;

/// <summary>明白卡 of a post, of an area where people serve without a post, or of a person.</summary>
public enum CardKind { Post, Area, Person }

/// <summary>
/// A card as it was issued: its content is kept, so it reprints as issued. It is current until it is replaced by a changed one or
/// withdrawn because its subject serves no longer. Content names people and the contact's telephone: it is destroyed with the emergency.
/// </summary>
public sealed class Card
{
    public Guid Id { get; set; }
    public Guid EmergencyId { get; set; }
    public CardKind Kind { get; set; }

    /// <summary>The post, area or person.</summary>
    public Guid SubjectId { get; set; }

    /// <summary>Where it belongs, as issued.</summary>
    public Guid AreaId { get; set; }
    public string Number { get; set; } = "";

    /// <summary>JSON: <see cref="PlaceContent"/> or <see cref="PersonContent"/>, sealed under the emergency's key. Null once it was destroyed.</summary>
    public byte[]? SealedContent { get; set; }

    /// <summary>Of the content, under the emergency's key; a card whose content is the same is not issued again.</summary>
    public byte[] ContentHash { get; set; } = [];
    public DateTimeOffset IssuedAt { get; set; }
    public DateTimeOffset? ReplacedAt { get; set; }
}
