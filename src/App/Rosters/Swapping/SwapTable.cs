using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;
using Muster.People;
using Muster.Territory;

namespace Muster.Rosters.Swapping;

internal sealed class SwapTable : IEntityTypeConfiguration<Swap>
{
    public void Configure(EntityTypeBuilder<Swap> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.Ignore(x => x.IsOpen);
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Shift>().WithMany().HasForeignKey(x => x.ShiftId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Shift>().WithMany().HasForeignKey(x => x.BackShiftId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.FromPersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.ToPersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.TakenById).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.ShiftId).IsUnique().HasFilter("settled_at is null");
        table.HasIndex(x => new { x.FromPersonId, x.AskedAt });
        table.HasIndex(x => x.ToPersonId).HasFilter("state = 'Asked'");
        table.HasIndex(x => new { x.AreaId, x.AskedAt });
        table.HasIndex(x => x.AskedAt);
    }
}

internal sealed class SwapTermsTable : IEntityTypeConfiguration<SwapTerms>
{
    public void Configure(EntityTypeBuilder<SwapTerms> table)
    {
        table.HasKey(x => x.EmergencyId);
        table.Property(x => x.EmergencyId).ValueGeneratedNever();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
    }
}
