namespace Muster.Platform.Identity;

/// <summary>Who signs in. Without a password it waits for its activation code.</summary>
public sealed class Account
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
    public string DisplayName { get; set; } = "";
    public string? PasswordHash { get; set; }
    public DateTimeOffset? PasswordAt { get; set; }

    /// <summary>The person that this account is of, where it was made for one.</summary>
    public Guid? PersonId { get; set; }

    /// <summary>The key of the one-time codes, encrypted by the installation's data protection; null: no second factor.</summary>
    public string? TotpKey { get; set; }

    /// <summary>The last 30-second step whose code was used: none is used twice.</summary>
    public long TotpStep { get; set; }
    public string? Language { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}
