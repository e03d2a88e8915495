using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;

namespace Muster.Placements;

internal sealed class CardTable : IEntityTypeConfiguration<Card>
{
    public void Configure(EntityTypeBuilder<Card> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.EmergencyId, x.Kind, x.SubjectId });
    }
}
