namespace Muster.Platform.Files;

/// <summary></summary>
public sealed class KeptFile
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
    public string ContentType { get; set; } = "";
    public long Bytes { get; set; }
    public byte[] Sha256 { get; set; } = [];
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset KeepUntil { get; set; }
}
