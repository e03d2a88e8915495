using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Muster.People.Unmasking;

/// <summary>Somebody looked at one person's numbers in full, and why.</summary>
public sealed class PersonUnmasking
{
    public Guid Id { get; set; }
    public Guid PersonId { get; set; }
    public string Actor { get; set; } = "";
    public string Reason { get; set; } = "";
    public DateTimeOffset At { get; set; }
}

internal sealed class PersonUnmaskingTable : IEntityTypeConfiguration<PersonUnmasking>
{
    public void Configure(EntityTypeBuilder<PersonUnmasking> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.Actor, x.At });
        table.HasIndex(x => x.PersonId);
    }
}
