namespace Muster.People;

/// <summary>Which column was taken for what under a row of headers seen before, known again by its signature.</summary>
public sealed class HeaderMapping
{
    public string Signature { get; set; } = "";
    public string Mapping { get; set; } = "";
    public DateTimeOffset ChangedAt { get; set; }
}
