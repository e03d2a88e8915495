namespace Muster.Placements;

/// <summary>A link with which one person sees the own page; random, kept only as a hash, revocable.</summary>
public sealed class PersonalLink
{
    public Guid Id { get; set; }
    public Guid PersonId { get; set; }
    public Guid EmergencyId { get; set; }
    public byte[] TokenHash { get; set; } = [];
    public DateTimeOffset MadeAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
    public DateTimeOffset? OpenedAt { get; set; }
}
