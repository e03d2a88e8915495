namespace Muster.People;

/// <summary>ID number and telephone, apart from everything else so that they can be masked, encrypted and destroyed; found by keyed hash.</summary>
public sealed class PersonIdentity
{
    public Guid PersonId { get; set; }
    public string? IdNumber { get; set; }
    public byte[]? IdHash { get; set; }
    public string? Phone { get; set; }
    public byte[]? PhoneHash { get; set; }
}
