using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;
using Muster.People;
using Muster.Territory;

namespace Muster.Rosters.Alarms;

internal sealed class AlarmTable : IEntityTypeConfiguration<Alarm>
{
    public void Configure(EntityTypeBuilder<Alarm> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Post>().WithMany().HasForeignKey(x => x.PostId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Shift>().WithMany().HasForeignKey(x => x.ShiftId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.OwnerId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.ShiftId, x.Kind }, "ix_alarm_open").IsUnique().HasFilter("closed_at is null");
        table.HasIndex(x => x.ShiftId);
        table.HasIndex(x => new { x.AreaId, x.RaisedAt });
        table.HasIndex(x => x.PostId, "ix_alarm_unopened").HasFilter("kind = 'Unopened'");
        table.HasIndex(x => x.RaisedAt);
        table.HasIndex(x => x.OwnerId).HasFilter("closed_at is null");
        table.HasIndex(x => x.ClimbsAt).HasFilter("climbs_at is not null");
    }
}

internal sealed class AlarmStepTable : IEntityTypeConfiguration<AlarmStep>
{
    public void Configure(EntityTypeBuilder<AlarmStep> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Alarm>().WithMany().HasForeignKey(x => x.AlarmId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.AlarmId, x.At });
    }
}
