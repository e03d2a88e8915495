namespace Muster.Organisation;

/// <summary>
/// A chair in the chain. Seats of the territory itself (host secretary, building leader) belong to no emergency: they are the same in every
/// one, which is how an area keeps exactly one commander. The others end with their emergency.
/// </summary>
public sealed class Seat
{
    public Guid Id { get; set; }
    public Guid? EmergencyId { get; set; }
    public Guid? FormationId { get; set; }
    public Guid? AreaId { get; set; }
    public SeatKind Kind { get; set; }
    public string Title { get; set; } = "";
    public int? MinimumGrade { get; set; }
    public bool PartyMember { get; set; }
    public bool FromAlternates { get; set; }
    public bool Commands { get; set; }
    public DateTimeOffset? EndsAt { get; set; }
    public int Version { get; set; }
}
