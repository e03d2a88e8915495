using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;
using Muster.People;

namespace Muster.Placements;

internal sealed class ReadmissionTable : IEntityTypeConfiguration<Readmission>
{
    public void Configure(EntityTypeBuilder<Readmission> table)
    {
        table.HasKey(x => new { x.Id, x.PersonId });
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.EmergencyId, x.At });
    }
}
