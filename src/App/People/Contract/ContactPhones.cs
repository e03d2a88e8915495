using Muster.Platform.Storage;

namespace Muster.People.Contract;

/// <summary>
/// Telephones of those who must be reached to do the job: whom a card or a personal page names as the one to report to. The only reading of
/// telephones in full that asks no reason, by the catalogue's purpose (see <see cref="Platform.Privacy.Catalogue"/>).
/// </summary>
public sealed class ContactPhones(Identities identities)
{
    /// <summary>The columns to select from <c>person_identity i</c>.</summary>
    public const string Columns = "i.data_key, i.sealed_phone";

    /// <param name="first">Where <see cref="Columns"/> begin in the row.</param>
    public string? Read(Row row, Guid person, int first) => identities.ReadPhone(row, person, first);
}
