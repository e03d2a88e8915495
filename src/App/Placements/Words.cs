namespace Muster.Placements;

/// <summary>Draft: may be changed by hand. Solving: a job works on it. Reviewed: looked through by a named person. Published: never changes again.</summary>
public enum PlanState { Draft, Solving, Reviewed, Published, Discarded }
