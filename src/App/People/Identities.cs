using Muster.Platform.Sealing;
using Muster.Platform.Storage;

namespace Muster.People;

/// <summary>Seals and opens ID numbers and telephones, each person's under a secret of their own.</summary>
public sealed class Identities(IdentityKeys keys, Sealer sealing)
{
    private const string IdNumberField = "person_identity.id_number", PhoneField = "person_identity.phone";

    /// <summary>The columns <see cref="Read"/> wants, in its order, of <c>person_identity i</c>.</summary>
    public const string Columns = "i.data_key, i.sealed_id_number, i.sealed_phone";

    public PersonIdentity Make(Guid person, string? idNumber, byte[]? idHash, string? phone, byte[]? phoneHash)
    {
        var identity = new PersonIdentity { PersonId = person, IdHash = idHash, PhoneHash = phoneHash };
        if (idNumber is null && phone is null) return identity;
        identity.DataKey = Sealer.NewSecret();
        using var key = sealing.With(identity.DataKey);
        if (idNumber is not null) identity.SealedIdNumber = key.Seal(person, IdNumberField, idNumber);
        if (phone is not null) identity.SealedPhone = key.Seal(person, PhoneField, phone);
        return identity;
    }

    /// <summary>What an import makes of a record it changed.</summary>
    internal PersonIdentity Of(PersonContent content)
    {
        var identity = new PersonIdentity { PersonId = content.Id, DataKey = content.DataKey };
        SetIdNumber(identity, content.IdNumber);
        SetPhone(identity, content.Phone);
        return identity;
    }

    public void SetIdNumber(PersonIdentity identity, string? number)
    {
        identity.IdHash = number is null ? null : keys.OfIdNumber(number);
        identity.SealedIdNumber = number is null ? null : sealing.Seal(identity.DataKey ??= Sealer.NewSecret(), identity.PersonId, IdNumberField, number);
    }

    public void SetPhone(PersonIdentity identity, string? phone)
    {
        identity.PhoneHash = phone is null ? null : keys.OfPhone(PersonInFile.FirstPhone(phone));
        identity.SealedPhone = phone is null ? null : sealing.Seal(identity.DataKey ??= Sealer.NewSecret(), identity.PersonId, PhoneField, phone);
    }

    public string? IdNumber(PersonIdentity? identity) => identity is null ? null : sealing.Open(identity.DataKey, identity.PersonId, IdNumberField, identity.SealedIdNumber);

    public string? Phone(PersonIdentity? identity) => identity is null ? null : sealing.Open(identity.DataKey, identity.PersonId, PhoneField, identity.SealedPhone);

    /// <param name="first">Where <see cref="Columns"/> begin in the row.</param>
    public (string? IdNumber, string? Phone) Read(Row row, Guid person, int first)
    {
        var identity = new PersonIdentity { PersonId = person, DataKey = row.BytesOrNull(first), SealedIdNumber = row.BytesOrNull(first + 1), SealedPhone = row.BytesOrNull(first + 2) };
        return (IdNumber(identity), Phone(identity));
    }

    /// <summary>The telephone alone, of <c>data_key</c> and <c>sealed_phone</c>.</summary>
    public string? ReadPhone(Row row, Guid person, int first) => sealing.Open(row.BytesOrNull(first), person, PhoneField, row.BytesOrNull(first + 1));
}
