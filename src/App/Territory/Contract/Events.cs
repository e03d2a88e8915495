namespace Muster.Territory.Contract;

/// <summary>An area goes by another name from now on; the id stays.</summary>
public sealed record AreaRenamed(Guid AreaId, Guid ChangeId, string From, string To);

/// <summary>An area, with all below it, stands under another; ids stay, paths change.</summary>
public sealed record AreaMoved(Guid AreaId, Guid ChangeId, Guid? FromParentId, Guid? ToParentId);

/// <summary>
/// An area ended and others stand in its place: one for a merge or a close into another, several for a split. Whatever still points at it
/// goes on to one of <paramref name="To"/> (where there is one only, to that) or ends with the reason.
/// </summary>
public sealed record AreaSucceeded(Guid AreaId, IReadOnlyList<Guid> To, Guid ChangeId, string Reason);

/// <summary>An area ended and nothing stands in its place; whatever still points at it ends with the reason.</summary>
public sealed record AreaClosed(Guid AreaId, Guid ChangeId, string Reason);

/// <summary>A post went to another area with the change of its own.</summary>
public sealed record PostMoved(Guid PostId, Guid FromAreaId, Guid ToAreaId, string Reason);

/// <summary>A post ended; what points at it goes on to the successor, or ends with the reason where there is none.</summary>
public sealed record PostClosed(Guid PostId, Guid AreaId, Guid? SuccessorId, string Reason);
