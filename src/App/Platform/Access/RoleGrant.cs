using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Platform.Identity;

namespace Muster.Platform.Access;

/// <summary>An account holds a role, somewhere, for a period. Ending it ends the record; nothing is taken away silently.</summary>
public sealed class RoleGrant
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public Role Role { get; init; }
    public RoleKind Kind { get; init; }

    /// <summary>The area with all below it; null together with <see cref="AgencyId"/>: everywhere.</summary>
    public Guid? AreaId { get; init; }
    public Guid? AgencyId { get; init; }
    public DateTimeOffset StartsAt { get; init; }

    /// <summary>Not included; null: until it is ended.</summary>
    public DateTimeOffset? EndsAt { get; set; }
    public string GivenBy { get; init; } = "";
    public string Reason { get; init; } = "";
    public string? EndedBy { get; set; }
}

internal sealed class RoleGrantTable : IEntityTypeConfiguration<RoleGrant>
{
    public void Configure(EntityTypeBuilder<RoleGrant> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Account>().WithMany().HasForeignKey(x => x.AccountId);
        table.HasIndex(x => x.AccountId);
    }
}
