using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.People;

namespace Muster.Rosters.Changing;

internal sealed class ShiftChangeTable : IEntityTypeConfiguration<ShiftChange>
{
    public void Configure(EntityTypeBuilder<ShiftChange> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Roster>().WithMany().HasForeignKey(x => x.RosterId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Shift>().WithMany().HasForeignKey(x => x.ShiftId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.FromPersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.ToPersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.RosterId, x.At });
        table.HasIndex(x => x.ShiftId);
    }
}
