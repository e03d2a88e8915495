using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;
using Muster.People;
using Muster.Rosters.Posts;
using Muster.Territory;

namespace Muster.Rosters;

internal sealed class ShiftTable : IEntityTypeConfiguration<Shift>
{
    public void Configure(EntityTypeBuilder<Shift> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<Roster>().WithMany().HasForeignKey(x => x.RosterId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Post>().WithMany().HasForeignKey(x => x.PostId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<PostTime>().WithMany().HasForeignKey(x => x.PostTimeId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.RosterId, x.Day });
        table.HasIndex(x => new { x.PersonId, x.StartsAt }).HasFilter("person_id is not null");
        table.HasIndex(x => new { x.PostId, x.Day });
        table.HasIndex(x => new { x.AreaId, x.StartsAt });
        table.HasIndex(x => x.StartsAt).HasFilter("state = 'Published'");
        table.HasIndex(x => x.StartsAt, "ix_shift_open").HasFilter("state = 'Published' and person_id is null");
        table.HasIndex(x => x.EndsAt, "ix_shift_ends").HasFilter("state = 'Published' and person_id is not null");
    }
}
