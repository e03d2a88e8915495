using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;

namespace Muster.Organisation;

/// <summary>Changes a formation by hand: its name, what it stands under, what it covers. Null leaves that as it is.</summary>
/// <param name="ParentId">The formation above; the same emergency's, and none of its own below.</param>
/// <param name="AreaIds">Areas it covers from now on; a branch may cover several units.</param>
/// <param name="Version">Of what was shown.</param>
public sealed record ChangeFormation(Guid FormationId, int Version, string? Name = null, Guid? ParentId = null, IReadOnlyList<Guid>? AreaIds = null) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var formation = await work.Store.Set<Formation>().SingleOrDefaultAsync(f => f.Id == FormationId && f.EndsAt == null, stop) ?? throw new Refused(FormationRules.Unknown(nameof(FormationId)));
        await work.OpenAlone(formation.EmergencyId, stop);
        if (formation.Version != Version)
            throw new Refused("stale", $"别人刚刚改过“{formation.Name}”，您的修改未保存。", $"Somebody changed “{formation.Name}” meanwhile; yours was not saved.");
        if (Name is not null) await Rename(work, formation, stop);
        if (ParentId is { } parent) await Move(work, formation, parent, stop);
        if (AreaIds is not null) await Cover(work, formation, AreaIds.Distinct().ToList(), stop);
        formation.Version++;
        work.About("formation", formation.Id);
        return formation.Id;
    }

    private async Task Rename(Work work, Formation formation, CancellationToken stop)
    {
        Refused.Where(FormationRules.ForName(Name));
        work.Note("before", formation.Name);
        var was = formation.Name;
        formation.Name = Name!.Trim();
        foreach (var seat in await work.Store.Set<Seat>().Where(s => s.FormationId == formation.Id && s.EndsAt == null).ToListAsync(stop))
            if (seat.Title.StartsWith(was, StringComparison.Ordinal)) (seat.Title, seat.Version) = (formation.Name + seat.Title[was.Length..], seat.Version + 1);
    }

    private static async Task Move(Work work, Formation formation, Guid parent, CancellationToken stop)
    {
        for (Guid? at = parent; at is { } id;)
        {
            var above = await work.Store.Set<Formation>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == id && f.EmergencyId == formation.EmergencyId && f.EndsAt == null, stop)
                ?? throw new Refused(FormationRules.Unknown(nameof(ParentId)));
            if (above.Id == formation.Id) throw new Refused("formation-circle", "不能移到自己或自己的下级之下。", "A formation cannot stand under itself.", nameof(ParentId));
            at = above.ParentId;
        }
        work.Note("movedFrom", formation.ParentId);
        formation.ParentId = parent;
    }

    private static async Task Cover(Work work, Formation formation, List<Guid> areas, CancellationToken stop)
    {
        if (formation.PostId is not null) throw new Refused("group-at-post", "岗位上的小组随岗位，不覆盖属地。", "A group at a post follows its post and covers no area.", nameof(AreaIds));
        await CoveredAreas.Check(work, formation.EmergencyId, formation.Kind, formation.Id, areas, stop);
        var old = await work.Store.Set<FormationArea>().Where(c => c.FormationId == formation.Id).ToListAsync(stop);
        work.Note("coveredBefore", old.Select(c => c.AreaId));
        work.Store.RemoveRange(old.Where(c => !areas.Contains(c.AreaId)));
        foreach (var area in areas.Where(a => old.All(c => c.AreaId != a))) work.Store.Add(new FormationArea { FormationId = formation.Id, AreaId = area });
        formation.AreaId = areas.Count == 1 ? areas[0] : null;
    }
}
