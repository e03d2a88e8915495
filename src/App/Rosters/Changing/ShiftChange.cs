namespace Muster.Rosters.Changing;

/// <summary>A turn of a published roster went from one to another: whose it was, whose it is (null: nobody's), why.</summary>
public sealed class ShiftChange
{
    public Guid Id { get; set; }
    public Guid RosterId { get; set; }
    public Guid ShiftId { get; set; }
    public Guid? FromPersonId { get; set; }
    public Guid? ToPersonId { get; set; }
    public string Reason { get; set; } = "";
    public string Actor { get; set; } = "";
    public DateTimeOffset At { get; set; }
}
