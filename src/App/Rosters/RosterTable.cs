using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;
using Muster.Territory;

namespace Muster.Rosters;

internal sealed class RosterTable : IEntityTypeConfiguration<Roster>
{
    public void Configure(EntityTypeBuilder<Roster> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.Ignore(x => x.EndsOn);
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.AreaId, x.StartsOn });
        table.HasIndex(x => new { x.EmergencyId, x.StartsOn });
    }
}
