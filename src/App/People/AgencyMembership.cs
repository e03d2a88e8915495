namespace Muster.People;

/// <summary>Which agency a person belonged to, from when to when (half-open); at most one is open.</summary>
public sealed class AgencyMembership
{
    public Guid Id { get; set; }
    public Guid PersonId { get; set; }
    public Guid AgencyId { get; set; }
    public DateTimeOffset StartsAt { get; set; }
    public DateTimeOffset? EndsAt { get; set; }
}
