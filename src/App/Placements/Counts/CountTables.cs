using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;

namespace Muster.Placements.Counts;

internal sealed class PlanCountTable : IEntityTypeConfiguration<PlanCount>
{
    public void Configure(EntityTypeBuilder<PlanCount> table)
    {
        table.HasKey(x => new { x.PlanId, x.PlaceId });
        table.HasOne<Plan>().WithMany().HasForeignKey(x => x.PlanId).OnDelete(DeleteBehavior.NoAction);
    }
}

internal sealed class StandingCountTable : IEntityTypeConfiguration<StandingCount>
{
    public void Configure(EntityTypeBuilder<StandingCount> table)
    {
        table.HasKey(x => new { x.EmergencyId, x.PlaceId, x.At });
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
    }
}
