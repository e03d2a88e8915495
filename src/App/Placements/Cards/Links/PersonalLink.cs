namespace Muster.Placements.Cards.Links;

/// <summary>A link with which one person sees the own page (<see cref="LinkSecrets"/>); kept only as a hash, revocable, one at a time per emergency.</summary>
public sealed class PersonalLink
{
    public Guid Id { get; set; }
    public Guid PersonId { get; set; }
    public Guid EmergencyId { get; set; }
    public byte[] TokenHash { get; set; } = [];
    public DateTimeOffset MadeAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>When the page was first seen.</summary>
    public DateTimeOffset? OpenedAt { get; set; }
}
