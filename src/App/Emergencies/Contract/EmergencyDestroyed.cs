namespace Muster.Emergencies.Contract;

/// <summary>The key of what was kept for one emergency is destroyed; later modules erase what it sealed.</summary>
public sealed record EmergencyDestroyed(Guid EmergencyId);
