using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;

namespace Muster.Needs;

internal sealed class DemandRuleTable : IEntityTypeConfiguration<DemandRule>
{
    public void Configure(EntityTypeBuilder<DemandRule> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.Property(x => x.Level).HasConversion<int>();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.EmergencyId, x.Level }).IsUnique();
    }
}
