namespace Muster.Platform.Identity;

/// <summary></summary>
public sealed class SetupLink
{
    public Guid Id { get; set; }
    public byte[] TokenHash { get; set; } = [];
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? UsedAt { get; set; }
}
