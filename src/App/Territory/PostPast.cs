namespace Muster.Territory;

/// <summary>What a post was until a change of it, and why it was changed.</summary>
public sealed class PostPast
{
    public Guid Id { get; set; }
    public Guid PostId { get; set; }
    public DateTimeOffset Until { get; set; }
    public PostChangeKind Change { get; set; }
    public Guid AreaId { get; set; }
    public string Name { get; set; } = "";
    public string Kind { get; set; } = "";
    public string? Number { get; set; }
    public int Minimum { get; set; }
    public int Target { get; set; }
    public int? Absorption { get; set; }
    public string Duty { get; set; } = "";
    public string Rules { get; set; } = "";
    public string Kit { get; set; } = "";
    public string Address { get; set; } = "";
    public string Contact { get; set; } = "";
    public string Reason { get; set; } = "";
    public string Actor { get; set; } = "";
}

/// <summary>What happened to a post: edited, taken along to another area, ended.</summary>
public enum PostChangeKind { Change, Move, Close }
