namespace Muster.Needs;

public enum PlaceKind { Area, Post }

/// <summary>Where a demand comes from: the rule of the emergency, the post itself, or a person who overrode it.</summary>
public enum DemandSource { Rule, Post, Override, Import }
