using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Muster.Platform.Importing;

internal sealed class HeaderMappingTable : IEntityTypeConfiguration<HeaderMapping>
{
    public void Configure(EntityTypeBuilder<HeaderMapping> table)
    {
        table.HasKey(x => new { x.Signature, x.Agency });
    }
}
