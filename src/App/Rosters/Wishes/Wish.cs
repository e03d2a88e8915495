namespace Muster.Rosters.Wishes;

/// <summary>Which turns of a day: any, those that begin before noon, those after, those that are nights.</summary>
public enum WishPart { Any, Early, Late, Night }

/// <summary>
/// Somebody would like turns on some days, or would rather not have them. The optimiser weighs it against everything else; it promises nothing and is
/// never a leave.
/// </summary>
public sealed class Wish
{
    public Guid Id { get; set; }
    public Guid PersonId { get; set; }
    public DateOnly StartsOn { get; set; }

    /// <summary>The first day it is not about.</summary>
    public DateOnly EndsOn { get; set; }
    public WishPart Part { get; set; }

    /// <summary>Would like them; else would rather not.</summary>
    public bool Wanted { get; set; }
    public DateTimeOffset MadeAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public int Version { get; set; }
}
