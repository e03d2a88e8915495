namespace Muster.Placements;

/// <summary>Draft: may be changed by hand. Solving: a job works on it. Reviewed: looked through by a named person. Published: never changes again.</summary>
public enum PlanState { Draft, Solving, Reviewed, Published, Discarded }

/// <summary>明白卡 of a post or of a person.</summary>
public enum CardKind { Post, Person }
