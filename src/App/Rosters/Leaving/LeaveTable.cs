using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.People;

namespace Muster.Rosters.Leaving;

internal sealed class LeaveTable : IEntityTypeConfiguration<Leave>
{
    public void Configure(EntityTypeBuilder<Leave> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.PersonId, x.StartsOn });
        table.HasIndex(x => x.AskedAt);
    }
}
