using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Territory;

namespace Muster.Organisation;

internal sealed class FormationAreaTable : IEntityTypeConfiguration<FormationArea>
{
    public void Configure(EntityTypeBuilder<FormationArea> table)
    {
        table.HasKey(x => new { x.FormationId, x.AreaId });
        table.HasOne<Formation>().WithMany().HasForeignKey(x => x.FormationId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
    }
}
