using Muster.Platform.Acts;

namespace Muster.People;

public sealed record SkillFields(string Skill, string Source, DateTimeOffset? ExpiresAt = null);

public sealed record LimitFields(LimitKind Kind, Guid? AreaId = null, Guid? OtherPersonId = null, string? Note = null, DateTimeOffset? Until = null);

/// <summary>Enters one person by hand. Refused: an ID number somebody else has, an agency or area that is not there.</summary>
public sealed record AddPerson(PersonFields Fields, string? IdNumber = null, string? Phone = null,
    IReadOnlyList<SkillFields>? Skills = null, IReadOnlyList<LimitFields>? Limits = null) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var id = Guid.CreateVersion7();
        Refused.Where(PersonRules.Check(Fields, work.Now.Year)
            .Concat(PersonRules.Identity(IdNumber, Phone))
            .Concat((Skills ?? []).SelectMany(s => PersonRules.Skill(s.Skill)))
            .Concat((Limits ?? []).SelectMany(l => PersonRules.Limit(l.Kind, l.AreaId, l.OtherPersonId, id))));
        await PeopleLock.Share(work, stop);
        await work.CheckLinks(Fields.AgencyId, Fields.HomeAreaId, stop);
        var keys = work.Of<IdentityKeys>();
        var idHash = IdNumber is null ? null : keys.OfIdNumber(IdNumber);
        if (idHash is not null) await work.FreeIdNumber(idHash, id, stop);

        var person = new Person { Id = id, Source = work.Actor.Name, CreatedAt = work.Now, ChangedAt = work.Now, Version = 1 };
        Fields.Onto(person);
        work.Store.Add(person);
        work.Store.Add(work.Of<Identities>().Make(id, IdNumber, idHash, Phone, Phone is null ? null : keys.OfPhone(PersonInFile.FirstPhone(Phone))));
        foreach (var skill in Skills ?? [])
            work.Store.Add(new PersonSkill { PersonId = id, Skill = skill.Skill.Trim(), Source = skill.Source, ExpiresAt = skill.ExpiresAt });
        foreach (var limit in Limits ?? []) work.Store.Add(AddLimit.Record(id, limit));
        await work.Join(id, Fields.AgencyId, stop);
        work.About("person", id);
        return id;
    }
}
