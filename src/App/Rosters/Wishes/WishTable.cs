using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.People;

namespace Muster.Rosters.Wishes;

internal sealed class WishTable : IEntityTypeConfiguration<Wish>
{
    public void Configure(EntityTypeBuilder<Wish> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.PersonId, x.StartsOn }).HasFilter("ended_at is null");
        table.HasIndex(x => x.MadeAt);
    }
}
