using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.People;

namespace Muster.Organisation;

internal sealed class FormationMemberTable : IEntityTypeConfiguration<FormationMember>
{
    public void Configure(EntityTypeBuilder<FormationMember> table)
    {
        table.HasKey(x => new { x.FormationId, x.PersonId, x.StartsAt });
        table.HasOne<Formation>().WithMany().HasForeignKey(x => x.FormationId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.PersonId);
    }
}
