using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;
using Muster.People;

namespace Muster.Mobilisation;

internal sealed class MusteredTable : IEntityTypeConfiguration<Mustered>
{
    public void Configure(EntityTypeBuilder<Mustered> table)
    {
        table.HasKey(x => new { x.EmergencyId, x.PersonId });
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Agency>().WithMany().HasForeignKey(x => x.AgencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.EmergencyId, x.AgencyId });
        table.HasIndex(x => new { x.EmergencyId, x.Origin });
    }
}
