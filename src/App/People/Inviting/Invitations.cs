using System.Security.Cryptography;
using Muster.Platform.Identity;
using Muster.Platform.Storage;

namespace Muster.People.Inviting;

/// <summary>One line of the sheet that is handed out.</summary>
public sealed record Invitation(Guid PersonId, string Person, string Name, string Secret);

/// <summary>How far an agency's people have accounts.</summary>
/// <param name="Waiting">Have none, or have not set a password yet.</param>
public sealed record InvitationCounts(long People, long Waiting);

/// <summary>Reads whom an agency's sheet is for. The codes are made here and live in the answer alone.</summary>
public sealed class Invitations(Stores stores)
{
    public async Task<InvitationCounts> Count(Guid agency, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return (await store.Sql.First("""
            select count(*), coalesce(sum(case when a.id is null or (a.password_hash is null and a.ended_at is null) then 1 else 0 end), 0)
            from person p left join account a on a.person_id = p.id where p.agency_id = @g and p.ended_at is null
            """, row => new InvitationCounts(row.Long(0), row.Long(1)), stop, ("@g", agency)))!;
    }

    /// <summary>Who has no account or has not set a password, with new codes; at most as many as one act takes.</summary>
    public async Task<List<Invitation>> Make(Guid agency, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var people = await store.Sql.List("""
            select p.id, p.name, p.initials, a.name from person p left join account a on a.person_id = p.id
            where p.agency_id = @g and p.ended_at is null and (a.id is null or (a.password_hash is null and a.ended_at is null)) order by p.name, p.id limit @n
            """, row => (Id: row.Guid(0), Name: row.Text(1), Initials: row.Text(2), Account: row.TextOrNull(3)), stop, ("@g", agency), ("@n", InvitePeople.PeopleMax));
        var taken = (await store.Sql.List("select name from account", row => row.Text(0), stop)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. people.Select(p => new Invitation(p.Id, p.Name, p.Account ?? Free(p.Initials, taken), Secret.New()))];
    }

    /// <summary>Initials and four digits: short enough to type, and says nothing but who one is.</summary>
    private static string Free(string initials, HashSet<string> taken)
    {
        var begin = new string([.. initials.Where(char.IsAsciiLetter).Take(4)]);
        for (var digits = 4; ; digits++)
            for (var tries = 0; tries < 20; tries++)
            {
                var name = (begin.Length == 0 ? "m" : begin) + RandomNumberGenerator.GetString("0123456789", digits);
                if (taken.Add(name)) return name;
            }
    }

    public static InvitePeople Act(Guid agency, IEnumerable<Invitation> sheet) => new(agency, [.. sheet.Select(i => new Invited(i.PersonId, i.Name, Secret.HexHash(i.Secret)))]);
}
