using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;
using Muster.People;
using Muster.Territory;

namespace Muster.Rosters.Attending;

internal sealed class AttendanceTable : IEntityTypeConfiguration<Attendance>
{
    public void Configure(EntityTypeBuilder<Attendance> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Post>().WithMany().HasForeignKey(x => x.PostId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Shift>().WithMany().HasForeignKey(x => x.ShiftId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.PersonId, x.DeviceAt });
        table.HasIndex(x => new { x.AreaId, x.DeviceAt });
        table.HasIndex(x => x.ShiftId).HasFilter("shift_id is not null");
        table.HasIndex(x => x.AreaId, "ix_attendance_held").HasFilter("state = 'Held'");
    }
}
