using System.Globalization;

namespace Muster.Rosters.Attending;

/// <summary>
/// What a device says when somebody comes or goes. Its id, made by the device, is the write id and travels beside it. Where the device is never
/// leaves it: the page reckons the metres to the post.
/// </summary>
/// <param name="DeviceAt">By the device's clock.</param>
/// <param name="PostId">The post whose code was read, or that the device is near; null for a button.</param>
/// <param name="Code">The six digits that stand at the post.</param>
/// <param name="Metres">To the post, where somebody let the page know the place.</param>
/// <param name="PersonId">Somebody else, in a roll call; null for oneself.</param>
/// <param name="Device">The sign-in under which it was made.</param>
/// <param name="Reason">Why one goes before the relief has come.</param>
/// <param name="Signature">Of <see cref="Signed"/>, base64url.</param>
public sealed record CheckIn(AttendanceKind Kind, AttendanceHow How, DateTimeOffset DeviceAt, Guid? ShiftId = null, Guid? PostId = null, string? Code = null, int? Metres = null,
    Guid? PersonId = null, Guid? Device = null, string? Signature = null, string? Reason = null)
{
    /// <summary>The text that the device signs: what is claimed, for whom, when (milliseconds since 1970), under which id.</summary>
    public string Signed(Guid id) => string.Create(CultureInfo.InvariantCulture, $"{id}|{Kind}|{How}|{DeviceAt.ToUnixTimeMilliseconds()}|{PostId}|{PersonId}");
}

/// <summary>What became of it.</summary>
/// <param name="Unopened">Somebody came to a post that nobody opened: it counts, and is said loudly.</param>
public sealed record CheckedIn(AttendanceState State, HeldFor? Reason, DateTimeOffset ServerAt, Guid? ShiftId, bool Unopened = false);
