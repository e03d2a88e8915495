namespace Muster.Emergencies.Contract;

/// <summary>An emergency was opened. Modules that prepare something for each emergency listen.</summary>
public sealed record EmergencyOpened(Guid EmergencyId);

/// <summary>
/// An emergency is being closed: every module ends what it has open for it, at <paramref name="At"/> and with this reason, in the same
/// transaction. A listener that must not be interrupted throws <see cref="Platform.Acts.Refused"/>, and nothing is closed.
/// </summary>
public sealed record EmergencyClosed(Guid EmergencyId, DateTimeOffset At, string Reason);
