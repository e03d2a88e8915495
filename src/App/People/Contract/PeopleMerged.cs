namespace Muster.People.Contract;

/// <summary>
/// Two records became one. What the <see cref="PersonReference"/>s of all modules name has moved already, in this transaction; who listens sees to
/// what cannot simply change hands.
/// </summary>
public sealed record PeopleMerged(Guid MergeId, Guid KeptId, Guid GoneId);

/// <summary>A merge was taken back, and so was what had moved; what had ended stays so.</summary>
public sealed record PeopleUnmerged(Guid MergeId, Guid KeptId, Guid GoneId, DateTimeOffset MergedAt);
