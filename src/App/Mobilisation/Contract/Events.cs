namespace Muster.Mobilisation.Contract;

/// <summary>
/// People are leaving the mustered set of an emergency, in this transaction. A module that still needs one of them (a placement is open)
/// throws <see cref="Platform.Acts.Refused"/>, and nobody is removed.
/// </summary>
public sealed record PeopleUnmustered(Guid EmergencyId, IReadOnlyList<Guid> PersonIds, string Reason);
