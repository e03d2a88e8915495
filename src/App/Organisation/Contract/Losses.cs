using Muster.Platform.Storage;

namespace Muster.Organisation.Contract;

/// <summary>
/// People cannot be reached or may not work any more, from this moment on. Every module takes them out of what it has them in, in the same
/// transaction: what they stood for is loud, and comes back to them by <see cref="PeopleReturned"/> where nobody has decided otherwise.
/// </summary>
/// <param name="Areas">Areas whose seats or people are concerned; empty where the lost held no seat of an area.</param>
public sealed record PeopleLost(Guid LossId, IReadOnlyList<Guid> People, IReadOnlyList<Guid> Areas, string Reason);

/// <summary>People of a loss are back.</summary>
public sealed record PeopleReturned(Guid LossId, IReadOnlyList<Guid> People, string Reason);

/// <summary>A later module knows who serves in an area: they can take seats there, and are lost with it where all of a place are.</summary>
public interface IServeInAreas
{
    /// <summary>People who serve at or below an area at a moment, each once.</summary>
    Task<List<Guid>> At(Sql sql, Guid area, DateTimeOffset at, CancellationToken stop);
}

/// <summary>A later module knows people who are exposed together for a time: who stands on one shift.</summary>
/// <param name="Sqlite">A select of <c>person_id, kind, key</c>: equal kind (text) and key (bytes) are one exposure; may use <c>@at</c>.</param>
/// <param name="Postgres">The same for PostgreSQL.</param>
public sealed record ExposedTogether(string Sqlite, string Postgres);
