namespace Muster.Platform.Ui.Kit;

/// <summary>What a job of a kind shows when it is done: counts, and the link to go on. The component has one parameter, <c>Job</c> (JobView).</summary>
public sealed record JobEnd(string Kind, Type Component);

/// <summary>What a job of a kind shows while it runs, instead of stage and counts: the component has one parameter, <c>Job</c> (JobView).</summary>
/// <param name="CancelKey">The text of its stop button: what stopping keeps.</param>
public sealed record JobLive(string Kind, Type Component, string CancelKey, string CancelAboutKey);
