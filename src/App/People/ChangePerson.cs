using Muster.Platform.Acts;

namespace Muster.People;

/// <summary>Saves the fields of a person over the version they were read from; a change of agency closes one membership and opens the next.</summary>
public sealed record ChangePerson(Guid Id, int Version, PersonFields Fields) : Act<int>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override bool InPart => true;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        Refused.Where(PersonRules.Check(Fields, work.Now.Year));
        await PeopleLock.Share(work, stop);
        var person = await work.Person(Id, Version, stop);
        await work.CheckLinks(Fields.AgencyId == person.AgencyId ? null : Fields.AgencyId, Fields.HomeAreaId, stop);
        if (person.EndedAt is null) await work.Join(Id, Fields.AgencyId, stop);
        var before = PersonFields.Of(person);
        Fields.Onto(person);
        work.Touch(person);
        work.About("person", Id);
        work.Note("changed", Differences(before, PersonFields.Of(person)));
        return person.Version;
    }

    /// <summary>The names of the fields that differ; the values are personal and stay out of the audit trail.</summary>
    public static string[] Differences(PersonFields before, PersonFields after) => typeof(PersonFields).GetProperties()
        .Where(p => !Equals(p.GetValue(before), p.GetValue(after))).Select(p => p.Name).ToArray();
}

/// <summary>Sets or removes the ID number and telephone of a person.</summary>
public sealed record ChangeIdentity(Guid Id, int Version, string? IdNumber, string? Phone) : Act<int>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override bool InPart => true;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        Refused.Where(PersonRules.Identity(IdNumber, Phone));
        await PeopleLock.Share(work, stop);
        var person = await work.Person(Id, Version, stop);
        var keys = work.Of<IdentityKeys>();
        var hash = IdNumber is null ? null : keys.OfIdNumber(IdNumber);
        if (hash is not null) await work.FreeIdNumber(hash, Id, stop);
        var identity = await work.Store.FindAsync<PersonIdentity>([Id], stop);
        if (identity is null) work.Store.Add(identity = new PersonIdentity { PersonId = Id });
        var identities = work.Of<Identities>();
        work.Note("idNumberChanged", identities.IdNumber(identity) != IdNumber);
        work.Note("phoneChanged", identities.Phone(identity) != Phone);
        identities.SetIdNumber(identity, IdNumber);
        identities.SetPhone(identity, Phone);
        work.Touch(person);
        work.About("person", Id);
        return person.Version;
    }
}
