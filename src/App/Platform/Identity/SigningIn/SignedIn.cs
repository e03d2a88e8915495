using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Muster.Platform.Identity.SigningIn;

/// <summary>How long somebody stays signed in.</summary>
public enum StayKind
{
    /// <summary>Manages something: ends after 30 minutes without a request, and after 12 hours.</summary>
    Managing,

    /// <summary>Serves in the field: the device stays signed in for 7 days, until it is revoked.</summary>
    Field,
}

/// <summary>An account is signed in on a device. Every request looks it up, so that ending it ends it everywhere within seconds.</summary>
public sealed class SignedIn
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public StayKind Kind { get; init; }

    /// <summary>What the browser calls itself.</summary>
    public string Device { get; init; } = "";
    public string? Address { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset EndsAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Something besides the password was shown: a code, or a passkey that its device unlocked.</summary>
    public bool TwoFactors { get; set; }

    /// <summary>When it was last shown who this is; something sensitive asks anew after a while.</summary>
    public DateTimeOffset ProvedAt { get; set; }
}

/// <summary>Failed tries to sign in, counted per account and device, so that a stranger's tries never lock a device that is known.</summary>
public sealed class SignInLock
{
    /// <summary>See <see cref="LockRules.Key"/>.</summary>
    public string Key { get; init; } = "";
    public int Failures { get; set; }
    public DateTimeOffset LastAt { get; set; }
    public DateTimeOffset? LockedUntil { get; set; }
}

/// <summary>A code with which an account gets its password; single-use, kept as a hash, at most 72 hours.</summary>
public sealed class Activation
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public byte[] CodeHash { get; init; } = [];
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>One of ten codes that each replace the second factor once.</summary>
public sealed class RecoveryCode
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public byte[] CodeHash { get; init; } = [];
    public DateTimeOffset? UsedAt { get; set; }
}

internal sealed class SignedInTable : IEntityTypeConfiguration<SignedIn>
{
    public void Configure(EntityTypeBuilder<SignedIn> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Account>().WithMany().HasForeignKey(x => x.AccountId);
        table.HasIndex(x => x.AccountId);
    }
}

internal sealed class SignInLockTable : IEntityTypeConfiguration<SignInLock>
{
    public void Configure(EntityTypeBuilder<SignInLock> table) => table.HasKey(x => x.Key);
}

internal sealed class ActivationTable : IEntityTypeConfiguration<Activation>
{
    public void Configure(EntityTypeBuilder<Activation> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Account>().WithMany().HasForeignKey(x => x.AccountId);
        table.HasIndex(x => x.CodeHash).IsUnique();
        table.HasIndex(x => x.AccountId);
    }
}

internal sealed class RecoveryCodeTable : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Account>().WithMany().HasForeignKey(x => x.AccountId);
        table.HasIndex(x => x.AccountId);
    }
}
