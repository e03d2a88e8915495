namespace Muster.Emergencies;

/// <summary>Urgent: check-in, passes and residents' data are allowed; it has a document number. Standing: peacetime.</summary>
public enum EmergencyKind { Urgent, Standing }
