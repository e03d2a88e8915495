using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.People;

internal sealed class PersonTable : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<Agency>().WithMany().HasForeignKey(x => x.AgencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.HomeAreaId).OnDelete(DeleteBehavior.NoAction);
        table.Property(x => x.Name).UseByteOrder();
        table.Property(x => x.NameTail).UseByteOrder();
        table.Property(x => x.Pinyin).UseByteOrder();
        table.Property(x => x.Initials).UseByteOrder();
        table.Property(x => x.Team!).UseByteOrder();
        table.HasIndex(x => new { x.Name, x.Id });
        table.HasIndex(x => new { x.NameTail, x.Id });
        table.HasIndex(x => new { x.Pinyin, x.Id, x.Origin, x.PartyMember, x.Grade, x.HomeAreaId, x.EndedAt });
        table.HasIndex(x => new { x.Initials, x.Id });
        table.HasIndex(x => new { x.AgencyId, x.Pinyin, x.Id });
        table.HasIndex(x => new { x.HomeAreaId, x.Id });
        table.HasIndex(x => new { x.Origin, x.Id });
        table.HasIndex(x => new { x.ChangedAt, x.Id }).HasFilter("changed_at > created_at");
        table.HasIndex(x => new { x.Team, x.Pinyin, x.Id }).HasFilter("team is not null");
        table.HasIndex(x => new { x.Grade, x.Pinyin, x.Id }).HasFilter("grade >= 130");
    }
}
