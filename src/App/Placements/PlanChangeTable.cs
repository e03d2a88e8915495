using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Organisation;
using Muster.People;
using Muster.Territory;

namespace Muster.Placements;

internal sealed class PlanChangeTable : IEntityTypeConfiguration<PlanChange>
{
    public void Configure(EntityTypeBuilder<PlanChange> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Plan>().WithMany().HasForeignKey(x => x.PlanId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.PlanId, x.At });
    }
}

internal sealed class PlanChangePersonTable : IEntityTypeConfiguration<PlanChangePerson>
{
    public void Configure(EntityTypeBuilder<PlanChangePerson> table)
    {
        table.HasKey(x => new { x.ChangeId, x.PersonId });
        table.HasOne<PlanChange>().WithMany().HasForeignKey(x => x.ChangeId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Post>().WithMany().HasForeignKey(x => x.PostId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Seat>().WithMany().HasForeignKey(x => x.SeatId).OnDelete(DeleteBehavior.NoAction);
    }
}
