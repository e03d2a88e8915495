using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Platform.Identity;

namespace Muster.Platform.Access.Tokens;

/// <summary>What a program may with a token, of what its owner may.</summary>
public enum TokenScope
{
    /// <summary>Asks only: GET.</summary>
    Read,

    /// <summary>Also does what its owner may in the field; never what opens doors.</summary>
    Change,
}

/// <summary>
/// A program's key to the API, in the name of an account: it may at most what the account may at that moment, for a scope, perhaps for one area, until it
/// expires. Kept as a hash.
/// </summary>
public sealed class ApiToken
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }

    /// <summary>What the program is called; stands in the audit trail beside the account's name.</summary>
    public string Name { get; init; } = "";
    public byte[] SecretHash { get; init; } = [];
    public TokenScope Scope { get; init; }

    /// <summary>For this area and all below it; null: wherever the account may.</summary>
    public Guid? AreaId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
}

internal sealed class ApiTokenTable : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Account>().WithMany().HasForeignKey(x => x.AccountId);
        table.HasIndex(x => x.SecretHash).IsUnique();
        table.HasIndex(x => x.AccountId);
    }
}
