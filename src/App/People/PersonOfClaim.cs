using Muster.Platform.Identity.Outside;
using Muster.Platform.Storage;

namespace Muster.People;

/// <summary>Finds people by ID number or telephone, as an identity provider says them, by their keyed hashes.</summary>
internal sealed class PersonOfClaim(IdentityKeys keys) : IFindPersonByClaim
{
    public async Task<IReadOnlyList<(Guid Id, string Name)>> Find(Sql sql, ClaimMeaning meaning, string value, CancellationToken stop)
    {
        var (column, hash) = meaning == ClaimMeaning.IdNumber ? ("id_hash", keys.OfIdNumber(value.ToUpperInvariant())) : ("phone_hash", keys.OfPhone(Plain(value)));
        return await sql.List($"select p.id, p.name from person p join person_identity i on i.person_id = p.id where i.{column} = @h and p.ended_at is null limit 2",
            row => (row.Guid(0), row.Text(1)), stop, ("@h", hash));
    }

    /// <summary>+86 138 0000 0000 → 13800000000.</summary>
    private static string Plain(string phone)
    {
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        return digits.Length == 13 && digits.StartsWith("86", StringComparison.Ordinal) ? digits[2..] : digits;
    }
}
