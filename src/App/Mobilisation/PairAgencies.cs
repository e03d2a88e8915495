using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.People;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Mobilisation;

/// <summary>Pairs an agency with streets (战区制). The streets given replace those it had; none ends its pairing.</summary>
/// <param name="Hard">Its people serve in these streets only; else elsewhere only costs.</param>
public sealed record PairAgency(Guid EmergencyId, Guid AgencyId, IReadOnlyList<Guid> AreaIds, bool Hard) : Act<int>
{
    protected internal override Permission Needs => Permission.RunEmergencies;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        await work.OpenAlone(EmergencyId, stop);
        var ground = (await work.Sql.GroundOf(EmergencyId, stop))!;
        var wanted = AreaIds.Distinct().ToList();
        var broken = new List<Broken>();
        if (!await work.Store.Set<Agency>().AnyAsync(a => a.Id == AgencyId && a.ValidTo == null, stop))
            broken.Add(new("agency-unknown", "没有这个派出单位。", "There is no such agency.", nameof(AgencyId)));
        foreach (var id in wanted)
            if (await work.Sql.Number("select count(*) from area where id = @a and level = @level and path >= @from and path < @end and valid_to is null", stop,
                ("a", id), ("level", (int)AreaLevel.Street), ("from", ground.Path), ("end", ground.End)) == 0)
                broken.Add(new("street-unknown", "有一个街道不在这次行动的属地内。", "A street is not in the emergency's area.", nameof(AreaIds)));
        Refused.Where(broken);
        await work.Sql.Run("delete from pairing where emergency_id = @e and agency_id = @g", stop, ("e", EmergencyId), ("g", AgencyId));
        foreach (var id in wanted) work.Store.Add(new Pairing { EmergencyId = EmergencyId, AgencyId = AgencyId, AreaId = id, Hard = Hard });
        work.About("emergency", EmergencyId);
        work.Note("paired", new { AgencyId, Streets = wanted.Count, Hard });
        return wanted.Count;
    }
}

/// <summary>
/// Pairs every agency with mustered people that has no street yet, the largest first, each with the street that still lacks most against
/// the targets of its places.
/// </summary>
public sealed record PairRemaining(Guid EmergencyId, bool Hard = false) : Act<int>
{
    protected internal override Permission Needs => Permission.RunEmergencies;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        await work.OpenAlone(EmergencyId, stop);
        var pairs = await Suggest(work.Sql, EmergencyId, stop);
        foreach (var (agency, street) in pairs) work.Store.Add(new Pairing { EmergencyId = EmergencyId, AgencyId = agency, AreaId = street, Hard = Hard });
        work.About("emergency", EmergencyId);
        work.Note("paired", pairs.Count);
        return pairs.Count;
    }

    /// <summary>What <see cref="Do"/> would pair now.</summary>
    public static async Task<IReadOnlyList<(Guid Agency, Guid Street)>> Suggest(Sql sql, Guid emergencyId, CancellationToken stop)
    {
        var ground = await sql.GroundOf(emergencyId, stop) ?? throw new Refused("emergency-unknown", "没有这个行动。", "There is no such emergency.", nameof(EmergencyId));
        var streets = await sql.List("""
            select s.id, coalesce((select sum(d.target) from demand d join area a on a.id = d.area_id where d.emergency_id = @e and d.place_kind = 'Area' and a.level = @covered
                and a.path >= s.path and a.path < s.path || '~'), 0)
              - coalesce((select sum(x.people) from (select p.area_id as street, (select count(*) from mustered m where m.emergency_id = @e and m.agency_id = p.agency_id) as people
                from pairing p where p.emergency_id = @e) x where x.street = s.id), 0)
            from area s where s.level = @street and s.path >= @from and s.path < @end and s.valid_to is null order by s.path
            """, row => (row.Guid(0), row.Long(1)), stop, ("e", emergencyId), ("covered", (int)ground.Covered), ("street", (int)AreaLevel.Street), ("from", ground.Path), ("end", ground.End));
        var agencies = await sql.List("""
            select m.agency_id, count(*) from mustered m where m.emergency_id = @e and m.agency_id is not null
              and not exists (select 1 from pairing p where p.emergency_id = @e and p.agency_id = m.agency_id) group by m.agency_id
            """, row => (row.Guid(0), row.Long(1)), stop, ("e", emergencyId));
        return QuotaRules.Pair(agencies, streets);
    }
}
