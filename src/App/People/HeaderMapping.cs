namespace Muster.People;

/// <summary></summary>
public sealed class HeaderMapping
{
    public string Signature { get; set; } = "";
    public string Mapping { get; set; } = "";
    public DateTimeOffset ChangedAt { get; set; }
}
