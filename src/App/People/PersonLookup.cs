using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Privacy.Destroying;

namespace Muster.People;

/// <summary>What several acts of this module do first: fetch the record they change, refuse where it is gone or newer.</summary>
internal static class PersonLookup
{
    public static async Task<Person> Person(this Work work, Guid id, int? version, CancellationToken stop)
    {
        var person = await work.Store.Set<Person>().SingleOrDefaultAsync(p => p.Id == id, stop)
            ?? throw new Refused(PersonRules.NotThere("人员", "person", id));
        if (version is { } seen && seen != person.Version) throw new Refused(PersonRules.Stale());
        if (person.EndedAt is not null && await work.IsDestroyed(DestructionKind.Person, id, stop)) throw new Refused(PersonRules.Destroyed);
        return person;
    }

    public static async Task<Agency> Agency(this Work work, Guid id, int? version, CancellationToken stop)
    {
        var agency = await work.Store.Set<Agency>().SingleOrDefaultAsync(a => a.Id == id, stop)
            ?? throw new Refused(PersonRules.NotThere("派出单位", "agency", id));
        if (version is { } seen && seen != agency.Version) throw new Refused(PersonRules.Stale());
        return agency;
    }

    public static void Touch(this Work work, Person person)
    {
        person.ChangedAt = work.Now;
        person.Version++;
    }

    /// <summary>Agency and home must be there and open.</summary>
    public static async Task CheckLinks(this Work work, Guid? agencyId, Guid? areaId, CancellationToken stop)
    {
        if (agencyId is { } agency && !await work.Store.Set<Agency>().AnyAsync(a => a.Id == agency && a.ValidTo == null, stop))
            throw new Refused(PersonRules.NotThere("派出单位", "agency", agency) with { Field = "AgencyId" });
        if (areaId is { } area && !await work.Store.Set<Territory.Area>().AnyAsync(a => a.Id == area, stop))
            throw new Refused(PersonRules.NotThere("属地", "area", area) with { Field = "AreaId" });
    }

    /// <summary>Closes the open membership and opens one in the new agency, dated now.</summary>
    public static async Task Join(this Work work, Guid personId, Guid? agencyId, CancellationToken stop)
    {
        var open = await work.Store.Set<AgencyMembership>().SingleOrDefaultAsync(m => m.PersonId == personId && m.EndsAt == null, stop);
        if (open?.AgencyId == agencyId) return;
        if (open is not null)
        {
            // A membership of no length says nothing: it is taken back rather than closed.
            if (open.StartsAt >= work.Now) work.Store.Remove(open);
            else open.EndsAt = work.Now;
            // One open membership per person is an index: the old one must be closed before the new one comes.
            await work.Store.SaveChangesAsync(stop);
        }
        if (agencyId is { } joined)
            work.Store.Add(new AgencyMembership { Id = Guid.CreateVersion7(), PersonId = personId, AgencyId = joined, StartsAt = work.Now });
    }

    /// <summary>Refuses a number that somebody else already has; says who, not the number.</summary>
    public static async Task FreeIdNumber(this Work work, byte[] hash, Guid except, CancellationToken stop)
    {
        var taken = await work.Sql.First("select p.id, p.name from person_identity i join person p on p.id = i.person_id where i.id_hash = @hash and i.person_id <> @id",
            row => new { Id = row.Guid(0), Name = row.Text(1) }, stop, ("@hash", hash), ("@id", except));
        if (taken is not null)
            throw new Refused("id-taken", $"这个身份证号已登记在“{taken.Name}”名下。", $"This ID number is already on record for {taken.Name}.", "IdNumber");
    }
}
