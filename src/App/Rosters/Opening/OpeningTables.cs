using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;
using Muster.People;
using Muster.Territory;

namespace Muster.Rosters.Opening;

internal sealed class KitListTable : IEntityTypeConfiguration<KitList>
{
    public void Configure(EntityTypeBuilder<KitList> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<Post>().WithMany().HasForeignKey(x => x.PostId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.Kind).IsUnique().HasFilter("kind is not null");
        table.HasIndex(x => x.PostId).IsUnique().HasFilter("post_id is not null");
    }
}

internal sealed class PostOpeningTable : IEntityTypeConfiguration<PostOpening>
{
    public void Configure(EntityTypeBuilder<PostOpening> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<Post>().WithMany().HasForeignKey(x => x.PostId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.PostId).IsUnique().HasFilter("closed_at is null");
        table.HasIndex(x => new { x.PostId, x.OpenedAt });
    }
}

internal sealed class PostBriefingTable : IEntityTypeConfiguration<PostBriefing>
{
    public void Configure(EntityTypeBuilder<PostBriefing> table)
    {
        table.HasKey(x => new { x.PostId, x.PersonId });
        table.HasOne<Post>().WithMany().HasForeignKey(x => x.PostId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.PersonId);
    }
}
