using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;
using Muster.People;
using Muster.Territory;

namespace Muster.Rosters.Owed;

internal sealed class OwedDutyTable : IEntityTypeConfiguration<OwedDuty>
{
    public void Configure(EntityTypeBuilder<OwedDuty> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Shift>().WithMany().HasForeignKey(x => x.ShiftId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Shift>().WithMany().HasForeignKey(x => x.ByShiftId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.ShiftId).IsUnique();
        table.HasIndex(x => x.PersonId).HasFilter("state = 'Owed'");
        table.HasIndex(x => x.ByShiftId).IsUnique().HasFilter("by_shift_id is not null and state = 'Owed'");
        table.HasIndex(x => x.RecordedAt);
    }
}
