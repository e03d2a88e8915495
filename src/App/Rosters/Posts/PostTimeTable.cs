using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Territory;

namespace Muster.Rosters.Posts;

internal sealed class PostTimeTable : IEntityTypeConfiguration<PostTime>
{
    public void Configure(EntityTypeBuilder<PostTime> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<Post>().WithMany().HasForeignKey(x => x.PostId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.PostId).HasFilter("ended_at is null");
    }
}
