using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;
using Muster.Territory;

namespace Muster.Placements.Cards;

internal sealed class CardTable : IEntityTypeConfiguration<Card>
{
    public void Configure(EntityTypeBuilder<Card> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.EmergencyId, x.Kind, x.SubjectId }).IsUnique().HasFilter("replaced_at is null");
        table.HasIndex(x => new { x.EmergencyId, x.Kind, x.Number }).IsUnique();
        table.HasIndex(x => new { x.SubjectId, x.IssuedAt });
        table.HasIndex(x => x.AreaId).HasFilter("replaced_at is null");
    }
}
