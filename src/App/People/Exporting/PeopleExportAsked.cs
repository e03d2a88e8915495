using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Muster.People.Exporting;

/// <summary>Where a request for a list with numbers in full stands.</summary>
public enum ExportState { Waiting, Approved, Declined, Lapsed }

/// <summary>
/// A request for a list of people with their numbers in full: one asks, another decides, the one who asked may then fetch it until
/// <see cref="EndsAt"/>.
/// </summary>
public sealed class PeopleExportAsked
{
    public Guid Id { get; set; }

    /// <summary>JSON of the <see cref="PeopleFilter"/>: the list is what it gives when it is fetched.</summary>
    public string Filter { get; set; } = "";

    /// <summary>How many it gave when it was asked for.</summary>
    public long People { get; set; }
    public string Reason { get; set; } = "";
    public string AskedBy { get; set; } = "";

    /// <summary>The account: names are not always one person's alone. Null for the machine's owner.</summary>
    public Guid? AskedById { get; set; }
    public DateTimeOffset AskedAt { get; set; }
    public string? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public bool? Approved { get; set; }

    /// <summary>Undecided: when it lapses. Approved: when it can be fetched no longer.</summary>
    public DateTimeOffset EndsAt { get; set; }
    public int Taken { get; set; }

    public ExportState State(DateTimeOffset now) => Approved == false ? ExportState.Declined : now >= EndsAt ? ExportState.Lapsed : Approved is null ? ExportState.Waiting : ExportState.Approved;
}

internal sealed class PeopleExportAskedTable : IEntityTypeConfiguration<PeopleExportAsked>
{
    public void Configure(EntityTypeBuilder<PeopleExportAsked> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasIndex(x => x.AskedAt);
    }
}
