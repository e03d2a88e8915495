using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Muster.People;

internal sealed class PersonReviewTable : IEntityTypeConfiguration<PersonReview>
{
    public void Configure(EntityTypeBuilder<PersonReview> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.PersonId);
        table.HasIndex(x => x.CreatedAt).HasFilter("settled_at is null");
    }
}
