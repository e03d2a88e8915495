using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Platform.Identity;

namespace Muster.Platform.Notify;

/// <summary>
/// Somebody was told something: saved in the transaction of the act that caused it (<see cref="Acts.Work.Tell"/>), so that no act is done without
/// those it concerns knowing, and nobody is told of what was not done. The inbox shows it; this table is what any later channel reads.
/// </summary>
public sealed class Notice
{
    public Guid Id { get; init; }

    /// <summary>Who is told: an account, or a person, whose account sees it whether it is there now or made later. One of the two.</summary>
    public Guid? AccountId { get; init; }
    public Guid? PersonId { get; init; }

    /// <summary>A <see cref="NoticeKind"/>'s name.</summary>
    public string Kind { get; init; } = "";
    public string Zh { get; init; } = "";
    public string En { get; init; } = "";

    /// <summary>The page it is about: a path of ours.</summary>
    public string? Link { get; init; }

    /// <summary>Stands first and in colour until it is read.</summary>
    public bool Loud { get; init; }
    public DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset? ReadAt { get; set; }
}

/// <summary>A kind of notice; a module registers each of its own with <c>services.AddSingleton(X.Kind)</c>, so that the inbox can filter by it.</summary>
/// <param name="Name">kebab-case, stored.</param>
/// <param name="TextKey">What the kind is called on pages.</param>
/// <param name="Loud">Somebody has to do something now.</param>
public sealed record NoticeKind(string Name, string TextKey, bool Loud = false);

/// <summary>Who is told.</summary>
public readonly record struct Addressee
{
    public Guid? AccountId { get; private init; }

    public Guid? PersonId { get; private init; }

    public static Addressee Account(Guid id) => new() { AccountId = id };

    public static Addressee Person(Guid id) => new() { PersonId = id };
}

internal sealed class NoticeTable : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Account>().WithMany().HasForeignKey(x => x.AccountId);
        table.HasIndex(x => new { x.AccountId, x.MadeAt });
        table.HasIndex(x => new { x.PersonId, x.MadeAt });
        table.HasIndex(x => x.MadeAt);
    }
}
