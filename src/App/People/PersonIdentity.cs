namespace Muster.People;

/// <summary>
/// ID number and telephone, apart from everything else: sealed under the person's own secret (see <see cref="Identities"/>), found by keyed hash.
/// Without <see cref="DataKey"/> both are gone.
/// </summary>
public sealed class PersonIdentity
{
    public Guid PersonId { get; set; }

    /// <summary>The person's secret; null where nothing was sealed yet, and after it was destroyed.</summary>
    public byte[]? DataKey { get; set; }
    public byte[]? SealedIdNumber { get; set; }
    public byte[]? IdHash { get; set; }
    public byte[]? SealedPhone { get; set; }
    public byte[]? PhoneHash { get; set; }
}
