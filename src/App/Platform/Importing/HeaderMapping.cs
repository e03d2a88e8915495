namespace Muster.Platform.Importing;

/// <summary>Which column was taken for what under a row of headers seen before, known again by its signature.</summary>
public sealed class HeaderMapping
{
    public string Signature { get; set; } = "";
    /// <summary>The agency whose file it was, by the name that was given for the import; empty for what was last chosen whoever's it was.</summary>
    public string Agency { get; set; } = "";
    public string Mapping { get; set; } = "";
    public DateTimeOffset ChangedAt { get; set; }
}
