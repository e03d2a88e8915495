using Microsoft.EntityFrameworkCore;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Identity.SigningIn;

namespace Muster.People.Inviting;

/// <summary>A person to get an account, the name to sign in with (used where there is none yet), and the hash of the activation code.</summary>
public sealed record Invited(Guid PersonId, string Name, string CodeHash);

/// <summary>
/// Accounts with activation codes for people of one agency, for its liaison to hand out: single-use, at most 72 hours, a code made before is no longer good. A new
/// account is a member's, for its agency. Whoever has set a password already keeps it and gets no code. Answers how many codes are good.
/// </summary>
public sealed record InvitePeople(Guid AgencyId, IReadOnlyList<Invited> People) : Act<int>
{
    public const int PeopleMax = 2_000;

    protected internal override Permission Needs => Permission.InvitePeople;

    protected internal override bool IsSensitive => true;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        if (People.Count is 0 or > PeopleMax) throw new Refused("invite-count", $"一次 1 到 {PeopleMax} 人，现在是 {People.Count} 人。", $"One to {PeopleMax} people at a time; these are {People.Count}.");
        var asked = People.ToDictionary(p => p.PersonId);
        var ids = asked.Keys.ToList();
        var people = await work.Store.Set<Person>().AsNoTracking().Where(p => p.AgencyId == AgencyId && p.EndedAt == null && ids.Contains(p.Id)).Select(p => new { p.Id, p.Name }).ToListAsync(stop);
        if (people.Count != asked.Count) throw new Refused("invite-agency", "名单里有人已不在这个单位，请刷新后重做。", "Somebody on the list is no longer in this agency: reload and do it again.");
        var known = await work.Store.Set<Account>().Where(a => a.PersonId != null && ids.Contains(a.PersonId.Value)).ToDictionaryAsync(a => a.PersonId!.Value, stop);
        var (accounts, codes, roles) = (new List<Account>(), new List<Activation>(), new List<RoleGrant>());
        foreach (var person in people)
        {
            if (known.TryGetValue(person.Id, out var account) && (account.PasswordHash is not null || account.EndedAt is not null)) continue;
            if (account is null)
            {
                account = new Account { Id = Guid.CreateVersion7(), Name = asked[person.Id].Name, DisplayName = person.Name, PersonId = person.Id, CreatedAt = work.Now };
                accounts.Add(account);
                roles.Add(new RoleGrant
                {
                    Id = Guid.CreateVersion7(), AccountId = account.Id, Role = Role.Member, Kind = RoleKind.Field, AgencyId = AgencyId, StartsAt = work.Now, GivenBy = work.Actor.Name, Reason = "invitation",
                });
            }
            codes.Add(new Activation { Id = Guid.CreateVersion7(), AccountId = account.Id, CodeHash = System.Convert.FromHexString(asked[person.Id].CodeHash), CreatedAt = work.Now, ExpiresAt = work.Now + MakeActivation.Lifetime });
        }
        var waiting = codes.Select(c => c.AccountId).ToList();
        foreach (var earlier in await work.Store.Set<Activation>().Where(a => a.UsedAt == null && a.ExpiresAt > work.Now && waiting.Contains(a.AccountId)).ToListAsync(stop)) earlier.UsedAt = work.Now;
        work.Store.AddRange(accounts);
        work.Store.AddRange(roles);
        work.Store.AddRange(codes);
        work.About("agency", AgencyId);
        work.Note("accounts", accounts.Count);
        work.Note("codes", codes.Count);
        return codes.Count;
    }
}
