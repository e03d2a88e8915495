namespace Muster.Territory;

/// <summary>
/// A named place in one area where people are needed: what is done there, by which rules, with what, and how many. Changes keep what was
/// in <see cref="PostPast"/>; a closed post may name the one that follows it.
/// </summary>
public sealed class Post
{
    public Guid Id { get; set; }
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
    public double? Latitude { get; set; }
    public double? Longitude { get; set; }
    public Datum? Datum { get; set; }
    public DateTimeOffset ValidFrom { get; set; }
    public DateTimeOffset? ValidTo { get; set; }
    public Guid? SuccessorId { get; set; }
    public int Version { get; set; }
}
