namespace Muster.Organisation;

/// <summary></summary>
public sealed class Seat
{
    public Guid Id { get; set; }
    public Guid EmergencyId { get; set; }
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
