using Muster.Rosters.Attending;

namespace Muster.Rosters.Field;

/// <summary>A turn as its person sees it.</summary>
/// <param name="Came">When the person said to have come, by the device's clock; null while nobody did.</param>
/// <param name="Leader">Who leads the relief.</param>
/// <param name="Relief">The others of the relief, for who leads it; empty for everybody else.</param>
public sealed record FieldShift(Guid Id, Guid PostId, string Post, string Area, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool Leads, string? Leader, string Address, string Contact, string Duty, string Kit,
    double? Latitude, double? Longitude, DateTimeOffset? Came, DateTimeOffset? Went, IReadOnlyList<FieldMember> Relief)
{
    /// <summary>Going now would leave the post to nobody though a relief is due: it needs a reason.</summary>
    public bool Alone { get; init; }
}

/// <summary>One of a relief, as its leader calls the roll.</summary>
public sealed record FieldMember(Guid PersonId, string Name, DateTimeOffset? Came);

/// <summary>What waits for the host's answer, or was answered lately.</summary>
public sealed record FieldItem(Guid Id, AttendanceKind Kind, DateTimeOffset DeviceAt, AttendanceState State, HeldFor? Reason, string? Answer);

/// <summary>
/// Everything a person in the field needs for today and next: a phone keeps it for when there is no network. Only the person's own.
/// </summary>
/// <param name="Name">Null for an account of nobody.</param>
/// <param name="Emergency">The urgent one the person serves in; null where there is none: nobody checks in then.</param>
/// <param name="Place">Where the placement in force is.</param>
public sealed record FieldDay(DateTimeOffset Now, string? Name, string? Emergency, string? Document, string? Place, IReadOnlyList<FieldShift> Shifts, IReadOnlyList<FieldItem> Items)
{
    /// <summary>What observers ticked.</summary>
    public IReadOnlyList<Observing.ObservationLine> Observations { get; init; } = [];

    /// <summary>Swaps that ask the person by name.</summary>
    public long SwapsAsked { get; init; }

    /// <summary>Missed turns that are still to be made up.</summary>
    public long Owed { get; init; }

    /// <summary>Posts of the turns of the next hours, with how they stand.</summary>
    public IReadOnlyList<Opening.FieldPost> Posts { get; init; } = [];
}

/// <summary>What a device needs to sign and send: the antiforgery token, its own id and key, and whose it is.</summary>
public sealed record FieldKeys(string Token, Guid Device, Guid Account, string Key);
