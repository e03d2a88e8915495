using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Territory.Names;

namespace Muster.People.Agencies;

/// <summary>Enters an agency.</summary>
public sealed record AddAgency(AgencyFields Fields) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        Refused.Where(AgencyRules.Check(Fields));
        await PeopleLock.Share(work, stop);
        var agency = Make(Fields.Name, work.Actor.Name);
        await Fill(work, agency, Fields, stop);
        agency.Version = 1;
        work.Store.Add(agency);
        work.About("agency", agency.Id);
        return agency.Id;
    }

    internal static Agency Make(string name, string source)
    {
        var agency = new Agency { Id = Guid.CreateVersion7(), Source = source, Version = 1, Level = AgencyLevel.Other };
        Named(agency, name, null);
        return agency;
    }

    internal static void Named(Agency agency, string name, string? shortName)
    {
        agency.Name = name.Trim();
        agency.ShortName = string.IsNullOrWhiteSpace(shortName) ? agency.Name : shortName.Trim();
        (agency.Pinyin, agency.Initials) = Pinyin.Of(agency.Name, NameKind.Place);
    }

    internal static async Task Fill(Work work, Agency agency, AgencyFields fields, CancellationToken stop)
    {
        var name = fields.Name.Trim();
        if (await work.Store.Set<Agency>().AnyAsync(a => a.Name == name && a.ValidTo == null && a.Id != agency.Id, stop))
            throw new Refused("agency-name-taken", $"已有派出单位“{name}”。", $"There is already an agency “{name}”.", nameof(fields.Name));
        if (fields.AreaId is { } area && !await work.Store.Set<Territory.Area>().AnyAsync(a => a.Id == area, stop))
            throw new Refused(PersonRules.NotThere("属地", "area", area) with { Field = nameof(fields.AreaId) });
        if (fields.LiaisonId is { } liaison && !await work.Store.Set<Person>().AnyAsync(p => p.Id == liaison && p.EndedAt == null, stop))
            throw new Refused(PersonRules.NotThere("人员", "person", liaison) with { Field = nameof(fields.LiaisonId) });
        await NoCircle(work, agency.Id, fields.ParentId, stop);
        Named(agency, name, fields.ShortName);
        (agency.ParentId, agency.Level, agency.AreaId) = (fields.ParentId, fields.Level, fields.AreaId);
        (agency.Headcount, agency.MinimumStay, agency.QuotaPercent) = (fields.Headcount, fields.MinimumStay, fields.QuotaPercent);
        agency.LiaisonId = fields.LiaisonId;
    }

    private static async Task NoCircle(Work work, Guid id, Guid? parentId, CancellationToken stop)
    {
        for (var above = parentId; above is { } at;)
        {
            if (at == id) throw new Refused("agency-circle", "上级单位不能是本单位或其下级。", "The agency above cannot be this one or one below it.", nameof(AgencyFields.ParentId));
            var found = await work.Store.Set<Agency>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == at, stop)
                ?? throw new Refused(PersonRules.NotThere("派出单位", "agency", at) with { Field = nameof(AgencyFields.ParentId) });
            above = found.ParentId;
        }
    }
}
