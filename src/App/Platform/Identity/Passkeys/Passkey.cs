using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Muster.Platform.Identity.Passkeys;

/// <summary>A passkey: the public half of a key that a device keeps for an account and unlocks by finger, face or code.</summary>
public sealed class Passkey
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }

    /// <summary>The device's own name for it; at most 1,023 bytes.</summary>
    public byte[] CredentialId { get; init; } = [];

    /// <summary>COSE.</summary>
    public byte[] PublicKey { get; init; } = [];

    /// <summary>What its owner calls it.</summary>
    public string Name { get; init; } = "";

    /// <summary>How often the device has signed with it, where it counts; a lower number than before betrays a copy.</summary>
    public long SignCount { get; set; }

    /// <summary>Words of WebAuthn with commas between: internal, hybrid, usb.</summary>
    public string Transports { get; init; } = "";
    public bool BackupEligible { get; init; }
    public bool BackedUp { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastAt { get; set; }
}

internal sealed class PasskeyTable : IEntityTypeConfiguration<Passkey>
{
    public void Configure(EntityTypeBuilder<Passkey> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Account>().WithMany().HasForeignKey(x => x.AccountId);
        table.HasIndex(x => x.CredentialId).IsUnique();
        table.HasIndex(x => x.AccountId);
    }
}
