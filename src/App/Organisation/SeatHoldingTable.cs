using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.People;

namespace Muster.Organisation;

internal sealed class SeatHoldingTable : IEntityTypeConfiguration<SeatHolding>
{
    public void Configure(EntityTypeBuilder<SeatHolding> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Seat>().WithMany().HasForeignKey(x => x.SeatId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.SeatId, x.Place }).IsUnique().HasFilter("ends_at is null");
        table.HasIndex(x => x.PersonId);
    }
}
