namespace Muster.Platform.Ui.Kit;

/// <summary>What a job of a kind shows when it is done: counts, and the link to go on. The component has one parameter, <c>Job</c> (JobView).</summary>
public sealed record JobEnd(string Kind, Type Component);
