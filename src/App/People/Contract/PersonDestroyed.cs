namespace Muster.People.Contract;

/// <summary>A person's data is being destroyed; later modules destroy theirs. Told while the name is still known, which papers are searched for.</summary>
public sealed record PersonDestroyed(Guid PersonId, string Name);
