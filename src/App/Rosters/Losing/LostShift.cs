using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Organisation.Continuity;
using Muster.People;

namespace Muster.Rosters.Losing;

/// <summary>A turn that opened because who had it was lost; a return gives it back while it is open and still to come.</summary>
public sealed class LostShift
{
    public Guid ShiftId { get; init; }
    public Guid LossId { get; init; }
    public Guid PersonId { get; init; }
}

internal sealed class LostShiftTable : IEntityTypeConfiguration<LostShift>
{
    public void Configure(EntityTypeBuilder<LostShift> table)
    {
        table.HasKey(x => new { x.ShiftId, x.LossId });
        table.HasOne<Shift>().WithMany().HasForeignKey(x => x.ShiftId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Loss>().WithMany().HasForeignKey(x => x.LossId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.LossId);
    }
}
