namespace Muster.People;

/// <summary></summary>
public sealed class PersonIdentity
{
    public Guid PersonId { get; set; }
    public string? IdNumber { get; set; }
    public byte[]? IdHash { get; set; }
    public string? Phone { get; set; }
    public byte[]? PhoneHash { get; set; }
}
