namespace Muster.Organisation;

/// <summary></summary>
public sealed class SeatHolding
{
    public Guid Id { get; set; }
    public Guid SeatId { get; set; }
    public Guid PersonId { get; set; }
    public Holder Place { get; set; }
    public DateTimeOffset StartsAt { get; set; }
    public DateTimeOffset? EndsAt { get; set; }
    public string Reason { get; set; } = "";
}
