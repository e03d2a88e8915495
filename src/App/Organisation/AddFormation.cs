using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Territory;

namespace Muster.Organisation;

/// <summary>Adds a formation by hand, with its leader's seat: a squad (突击队), a work group, a branch over several units.</summary>
/// <param name="AreaIds">Areas it covers; none for a work group or a group at a post.</param>
public sealed record AddFormation(Guid EmergencyId, Guid? ParentId, FormationKind Kind, string Name, IReadOnlyList<Guid>? AreaIds = null, Guid? PostId = null) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        await work.OpenAlone(EmergencyId, stop);
        var broken = FormationRules.ForName(Name).ToList();
        if (ParentId is { } parent && !await work.Store.Set<Formation>().AnyAsync(f => f.Id == parent && f.EmergencyId == EmergencyId && f.EndsAt == null, stop))
            broken.Add(FormationRules.Unknown(nameof(ParentId)));
        var post = PostId is { } id ? await work.Store.Set<Post>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.ValidTo == null, stop) : null;
        if (PostId is not null && post is null) broken.Add(new("post-unknown", "没有这个岗位，或已撤销。", "There is no such post, or it was closed.", nameof(PostId)));
        Refused.Where(broken);
        var areas = AreaIds?.Distinct().ToList() ?? [];
        await CoveredAreas.Check(work, EmergencyId, Kind, null, areas, stop);
        var formation = new Formation
        {
            Id = Guid.CreateVersion7(), EmergencyId = EmergencyId, ParentId = ParentId, Kind = Kind, Name = Name.Trim(), PostId = PostId,
            AreaId = post?.AreaId ?? (areas.Count == 1 ? areas[0] : null), StartsAt = work.Now, Version = 1,
        };
        work.Store.Add(formation);
        foreach (var area in areas) work.Store.Add(new FormationArea { FormationId = formation.Id, AreaId = area });
        work.Store.Add(FormationSeats.Leader(formation));
        work.About("formation", formation.Id);
        await work.Store.SaveChangesAsync(stop);
        return formation.Id;
    }
}
