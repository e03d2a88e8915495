using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.People;
using Muster.Platform.Acts;

namespace Muster.Organisation;

/// <summary>Makes people members of a work group, squad or other formation, beside their placement.</summary>
public sealed record JoinFormation(Guid FormationId, IReadOnlyList<Guid> PersonIds, string Role = "") : Act<int>
{
    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override bool InPart => true;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        var formation = await work.Store.Set<Formation>().SingleOrDefaultAsync(f => f.Id == FormationId && f.EndsAt == null, stop) ?? throw new Refused(FormationRules.Unknown(nameof(FormationId)));
        await work.OpenAlone(formation.EmergencyId, stop);
        var wanted = PersonIds.Distinct().ToList();
        var known = await work.Store.Set<Person>().Where(p => wanted.Contains(p.Id) && p.EndedAt == null).CountAsync(stop);
        if (known != wanted.Count) throw new Refused("person-unknown", $"有 {wanted.Count - known} 人查无此人或档案已终止。", $"{wanted.Count - known} of the people are not there or have ended.", nameof(PersonIds));
        var already = await work.Store.Set<FormationMember>().Where(m => m.FormationId == FormationId && m.EndsAt == null && wanted.Contains(m.PersonId)).Select(m => m.PersonId).ToListAsync(stop);
        foreach (var person in wanted.Except(already))
            work.Store.Add(new FormationMember { FormationId = FormationId, PersonId = person, Role = Role.Trim(), StartsAt = work.Now });
        work.About("formation", FormationId);
        work.Note("joined", wanted.Count - already.Count);
        return wanted.Count - already.Count;
    }
}

/// <summary>Ends memberships.</summary>
public sealed record LeaveFormation(Guid FormationId, IReadOnlyList<Guid> PersonIds, string Reason) : Act<int>
{
    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override bool InPart => true;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        Refused.Where(SeatRules.ForReason(Reason));
        var members = await work.Store.Set<FormationMember>().Where(m => m.FormationId == FormationId && m.EndsAt == null && PersonIds.Contains(m.PersonId)).ToListAsync(stop);
        foreach (var member in members) member.EndsAt = work.Now;
        work.About("formation", FormationId);
        work.Note("left", members.Count);
        work.Note("reason", Reason.Trim());
        return members.Count;
    }
}
