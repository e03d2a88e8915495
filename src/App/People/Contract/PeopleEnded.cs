namespace Muster.People.Contract;

/// <summary>
/// People may not be sent any more (left, retired, died). Their records stay; every module takes them out of what it has them in, for good, in the same
/// transaction: an end that is taken back gives back none of it but the account.
/// </summary>
public sealed record PeopleEnded(IReadOnlyList<Guid> People, string Reason);
