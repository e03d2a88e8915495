using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;
using Muster.People;

namespace Muster.Mobilisation;

internal sealed class QuotaTable : IEntityTypeConfiguration<Quota>
{
    public void Configure(EntityTypeBuilder<Quota> table)
    {
        table.HasKey(x => new { x.EmergencyId, x.AgencyId });
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Agency>().WithMany().HasForeignKey(x => x.AgencyId).OnDelete(DeleteBehavior.NoAction);
    }
}
