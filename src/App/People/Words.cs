namespace Muster.People;

/// <summary>Level of the agency that sends people down.</summary>
public enum AgencyLevel { City, County, Street, Other }

public enum Sex { Male, Female }

/// <summary>Where a person comes from; only the first three count against quotas.</summary>
public enum Origin { City, County, Street, ReportingMember, Volunteer, LocalStaff }

public enum LimitKind { NoNights, Health, Care, AvoidArea, AvoidPerson }

/// <summary>What a person must decide after an import: who it is, or where the home is.</summary>
public enum ReviewKind { AmbiguousPerson, HomeAreaNotFound, HomeAreaAmbiguous, PossibleDouble, BadPhone }
