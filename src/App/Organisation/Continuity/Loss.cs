using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Organisation.Commanding;
using Muster.People;
using Muster.Platform.Access;
using Muster.Territory;

namespace Muster.Organisation.Continuity;

/// <summary>Some people, the whole committee of an area (整建制), or people whose records ended: of these nobody comes back.</summary>
public enum LossKind { People, Committee, Ended }

/// <summary>How a place that somebody left was taken.</summary>
public enum TakeoverWay
{
    /// <summary>Who stood by for the seat.</summary>
    Alternate,

    /// <summary>Who holds another seat at the same area or in the same formation.</summary>
    Chain,

    /// <summary>Who serves there.</summary>
    Serving,

    /// <summary>The seat stays empty; its command is delegated to somebody from above or beside.</summary>
    Delegated,

    /// <summary>Nobody could be found: loud until somebody is seated by hand.</summary>
    Nobody,

    /// <summary>A further alternate went, and another still stands by.</summary>
    LeftOpen,
}

/// <summary>People were lost at one moment: quarantined, ill, unreachable. It is over when the last of them is back.</summary>
public sealed class Loss
{
    public Guid Id { get; init; }
    public LossKind Kind { get; init; }

    /// <summary>Whose committee it was.</summary>
    public Guid? AreaId { get; init; }
    public string Reason { get; init; } = "";
    public DateTimeOffset MadeAt { get; init; }
    public string MadeBy { get; init; } = "";
    public DateTimeOffset? ReturnedAt { get; set; }
}

/// <summary>Who was lost. The database lets nobody be lost twice at once.</summary>
public sealed class LossPerson
{
    public Guid LossId { get; init; }
    public Guid PersonId { get; init; }
    public DateTimeOffset? ReturnedAt { get; set; }
    public string? ReturnReason { get; set; }
}

/// <summary>One place of a seat that was left because of a loss, and what became of it.</summary>
public sealed class Takeover
{
    public Guid Id { get; init; }
    public Guid LossId { get; init; }
    public Guid SeatId { get; init; }
    public Holder Place { get; init; }

    /// <summary>The lost person whose return takes this back.</summary>
    public Guid CauseId { get; init; }

    /// <summary>Who left the place: the lost person, or the alternate who moved up.</summary>
    public Guid LeftId { get; init; }
    public Guid? SuccessorId { get; set; }
    public TakeoverWay Way { get; set; }

    /// <summary>The successor shares an exposure with somebody lost, and nobody better was there.</summary>
    public bool Exposed { get; set; }

    /// <summary>Why others who were asked first do not sit here: codes of rules, each with how many.</summary>
    public string Passed { get; set; } = "";
    public Guid? HoldingId { get; set; }
    public Guid? DelegationId { get; set; }

    /// <summary>The role that the successor was given because of it; null where none had to be, or could be.</summary>
    public Guid? GrantId { get; set; }
    public DateTimeOffset? UndoneAt { get; set; }
}

internal sealed class LossTable : IEntityTypeConfiguration<Loss>
{
    public void Configure(EntityTypeBuilder<Loss> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.MadeAt);
        table.HasIndex(x => x.AreaId);
    }
}

internal sealed class LossPersonTable : IEntityTypeConfiguration<LossPerson>
{
    public void Configure(EntityTypeBuilder<LossPerson> table)
    {
        table.HasKey(x => new { x.LossId, x.PersonId });
        table.HasOne<Loss>().WithMany().HasForeignKey(x => x.LossId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.PersonId).IsUnique().HasFilter("returned_at is null");
    }
}

internal sealed class TakeoverTable : IEntityTypeConfiguration<Takeover>
{
    public void Configure(EntityTypeBuilder<Takeover> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Loss>().WithMany().HasForeignKey(x => x.LossId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Seat>().WithMany().HasForeignKey(x => x.SeatId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.CauseId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.LeftId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.SuccessorId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<SeatHolding>().WithMany().HasForeignKey(x => x.HoldingId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<CommandDelegation>().WithMany().HasForeignKey(x => x.DelegationId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<RoleGrant>().WithMany().HasForeignKey(x => x.GrantId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.LossId);
        table.HasIndex(x => x.SeatId);
    }
}
