namespace Muster.Platform.Jobs;

/// <summary></summary>
public sealed class JobRun
{
    public Guid Id { get; set; }
    public string Kind { get; set; } = "";
    public string Label { get; set; } = "";
    public JobState State { get; set; }
    public string Stage { get; set; } = "";
    public long Done { get; set; }
    public long Total { get; set; }
    public string? Message { get; set; }
    public string? Result { get; set; }
    public string Actor { get; set; } = "";

    /// <summary>The account that started it; null for the installation and the machine's owner.</summary>
    public Guid? AccountId { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}
