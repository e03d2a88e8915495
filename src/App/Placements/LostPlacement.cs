using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Organisation.Continuity;

namespace Muster.Placements;

/// <summary>A placement that ended because its holder was lost; a return gives it back where the place still stands and the person serves nowhere else.</summary>
public sealed class LostPlacement
{
    public Guid PlacementId { get; init; }
    public Guid LossId { get; init; }

    /// <summary>When it would have ended.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>The placement that took up where it left off.</summary>
    public Guid? RestoredId { get; set; }
}

internal sealed class LostPlacementTable : IEntityTypeConfiguration<LostPlacement>
{
    public void Configure(EntityTypeBuilder<LostPlacement> table)
    {
        table.HasKey(x => x.PlacementId);
        table.Property(x => x.PlacementId).ValueGeneratedNever();
        table.HasOne<Placement>().WithOne().HasForeignKey<LostPlacement>(x => x.PlacementId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Placement>().WithMany().HasForeignKey(x => x.RestoredId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Loss>().WithMany().HasForeignKey(x => x.LossId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.LossId);
    }
}
