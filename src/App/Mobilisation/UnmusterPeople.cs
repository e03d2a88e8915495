using Muster.Emergencies.Contract;
using Muster.Mobilisation.Contract;
using Muster.Platform.Acts;

namespace Muster.Mobilisation;

/// <param name="TeamsBroken">Own teams of which some are mustered and some are not any more.</param>
public sealed record UnmusterOutcome(int Removed, int TeamsBroken, long Total);

/// <summary>Takes people out of the mustered set, with a reason. Whoever still has a placement is refused by the module that keeps it.</summary>
public sealed record UnmusterPeople(Guid EmergencyId, MusterFilter Filter, string Reason) : Act<UnmusterOutcome>
{
    protected internal override Permission Needs => Permission.RunEmergencies;

    protected internal override async Task<UnmusterOutcome> Do(Work work, CancellationToken stop)
    {
        var broken = new List<Broken>();
        if (Filter.Empty) broken.Add(new("filter-empty", "请先选择要移出的人员。", "Choose the people to take out first.", nameof(Filter)));
        if (string.IsNullOrWhiteSpace(Reason)) broken.Add(new("reason-missing", "请写明为什么移出。", "Say why they are taken out.", nameof(Reason)));
        Refused.Where(broken);
        await work.OpenAlone(EmergencyId, stop);
        var (where, values) = MusterQueries.Where(Filter, alsoEnded: true);
        values.Add(("e", EmergencyId));
        var people = await work.Sql.List($"select m.person_id from mustered m join person p on p.id = m.person_id where m.emergency_id = @e and {where}",
            row => row.Guid(0), stop, [.. values]);
        work.Raise(new PeopleUnmustered(EmergencyId, people, Reason.Trim()));
        var removed = await work.Sql.Run($"delete from mustered where emergency_id = @e and person_id in (select p.id from person p where {where})", stop, [.. values]);
        var teamsBroken = await work.Sql.Number("""
            select count(*) from (select p.agency_id, p.team from person p left join mustered m on m.emergency_id = @e and m.person_id = p.id
              where p.team is not null and p.agency_id is not null and p.ended_at is null group by p.agency_id, p.team
              having count(m.person_id) > 0 and count(m.person_id) < count(*)) t
            """, stop, ("e", EmergencyId));
        work.About("emergency", EmergencyId);
        work.Note("removed", removed);
        work.Note("reason", Reason.Trim());
        return new(removed, (int)teamsBroken, await work.Sql.Number("select count(*) from mustered where emergency_id = @e", stop, ("e", EmergencyId)));
    }
}
