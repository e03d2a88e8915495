using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Organisation;
using Muster.People;
using Muster.Territory;

namespace Muster.Placements;

internal sealed class PlanPlacementTable : IEntityTypeConfiguration<PlanPlacement>
{
    public void Configure(EntityTypeBuilder<PlanPlacement> table)
    {
        table.HasKey(x => new { x.PlanId, x.PersonId });
        table.HasOne<Plan>().WithMany().HasForeignKey(x => x.PlanId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Seat>().WithMany().HasForeignKey(x => x.SeatId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Post>().WithMany().HasForeignKey(x => x.PostId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.PlanId, x.AreaId });
        table.HasIndex(x => x.PlanId).HasFilter("pinned");
        table.HasIndex(x => new { x.PlanId, x.Role }).HasFilter($"role <> '{KeepSolution.Member}'");
        table.HasIndex(x => new { x.PlanId, x.Cost, x.PersonId });
    }
}
