namespace Muster.People.Contract;

/// <summary>A person as other modules show one: never more than this without asking People.</summary>
public sealed record PersonRef(Guid Id, string Name, string? Agency, string? JobTitle);

/// <summary>An agency as other modules show one.</summary>
public sealed record AgencyRef(Guid Id, string Name, string ShortName, AgencyLevel Level);

/// <summary>
/// People chosen by another module: a sub-select that yields person ids, with its parameters, e.g.
/// <c>select person_id from mustered where emergency_id = @emergency</c>. Parameter names must not begin with <c>@people_</c>.
/// </summary>
public sealed record PeopleSet(string Sql, params (string Name, object? Value)[] Values);

/// <summary>What the optimiser asks of a person.</summary>
/// <param name="Grade">Rank, higher is more senior; 0 where none is known.</param>
/// <param name="Skills">Those that have not lapsed at the moment asked for.</param>
/// <param name="Limits">No nights, health, care duties; those in force at the moment asked for.</param>
/// <param name="FirstTimer">Never served in a place so far.</param>
public sealed record PersonForPlacing(Guid Id, Guid? AgencyId, Origin Origin, int Grade, bool Member, Guid? HomeAreaId, string? Team, bool FirstTimer,
    IReadOnlyList<string> Skills, IReadOnlyList<LimitKind> Limits, IReadOnlyList<Guid> AvoidAreas, IReadOnlyList<Guid> AvoidPeople);

/// <summary>What the optimiser asks of an agency.</summary>
/// <param name="Headcount">As stated, else the people on record.</param>
public sealed record AgencyForPlacing(Guid Id, string Name, AgencyLevel Level, int Headcount, int MinimumStay, int QuotaPercent, Guid? AreaId);
