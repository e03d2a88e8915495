using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.People;

namespace Muster.Placements;

internal sealed class PlanReserveTable : IEntityTypeConfiguration<PlanReserve>
{
    public void Configure(EntityTypeBuilder<PlanReserve> table)
    {
        table.HasKey(x => new { x.PlanId, x.PersonId });
        table.HasOne<Plan>().WithMany().HasForeignKey(x => x.PlanId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
    }
}
