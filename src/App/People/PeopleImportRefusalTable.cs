using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Muster.People;

internal sealed class PeopleImportRefusalTable : IEntityTypeConfiguration<PeopleImportRefusal>
{
    public void Configure(EntityTypeBuilder<PeopleImportRefusal> table)
    {
        table.HasKey(x => new { x.ImportId, x.Sheet, x.Row });
        table.HasOne<PeopleImport>().WithMany().HasForeignKey(x => x.ImportId).OnDelete(DeleteBehavior.NoAction);
    }
}
