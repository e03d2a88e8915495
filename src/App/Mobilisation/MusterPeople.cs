using Muster.Emergencies.Contract;
using Muster.People;
using Muster.Platform.Acts;

namespace Muster.Mobilisation;

/// <summary>
/// Which people: those of any of the origins, and of any of the agencies, and of the import run, and of the list; an empty list does not
/// restrict. Local staff are mustered only where origin LocalStaff or the person is named: they serve at home anyway.
/// </summary>
public sealed record MusterFilter(IReadOnlyList<Origin>? Origins = null, IReadOnlyList<Guid>? AgencyIds = null, Guid? ImportId = null, IReadOnlyList<Guid>? PersonIds = null,
    string? Team = null)
{
    public bool Empty => Origins is not { Count: > 0 } && AgencyIds is not { Count: > 0 } && ImportId is null && PersonIds is not { Count: > 0 } && string.IsNullOrWhiteSpace(Team);
}

/// <param name="Added">People mustered now, those of <paramref name="ForTeams"/> among them.</param>
/// <param name="ForTeams">Added only because an agency's own team comes whole.</param>
/// <param name="Already">People of the filter who were mustered before.</param>
/// <param name="Elsewhere">People of this emergency who are mustered in another open one too; one place at a time is kept when they are placed.</param>
/// <param name="Total">Mustered in this emergency afterwards.</param>
public sealed record MusterOutcome(long Added, long ForTeams, long Already, long Elsewhere, long Total);

/// <summary>Musters people for an emergency by a filter, in one statement whatever their number.</summary>
/// <param name="Source">What the list shows as the reason they are there, e.g. the file's name.</param>
/// <param name="WholeTeams">An agency's own team (先锋队) comes whole: who shares agency and team with a mustered person is mustered too.</param>
public sealed record MusterPeople(Guid EmergencyId, MusterFilter Filter, string? Source = null, bool WholeTeams = true) : Act<MusterOutcome>
{
    protected internal override Permission Needs => Permission.RunEmergencies;

    protected internal override async Task<MusterOutcome> Do(Work work, CancellationToken stop)
    {
        if (Filter.Empty) throw new Refused("filter-empty", "请先选择来源、单位、导入批次或人员。", "Choose origins, agencies, an import or people first.", nameof(Filter));
        await work.OpenAlone(EmergencyId, stop);
        var (where, values) = MusterQueries.Where(Filter);
        values.AddRange([("e", EmergencyId), ("source", Source?.Trim() ?? MusterQueries.Describe(Filter)), ("now", work.Now)]);
        var matched = await work.Sql.Number($"select count(*) from person p where {where}", stop, [.. values]);
        var added = await work.Sql.Run($"""
            insert into mustered (emergency_id, person_id, agency_id, origin, source, at)
            select @e, p.id, p.agency_id, p.origin, @source, @now from person p where {where}
              and not exists (select 1 from mustered m where m.emergency_id = @e and m.person_id = p.id)
            """, stop, [.. values]);
        var teams = WholeTeams ? await work.Sql.Run("""
            insert into mustered (emergency_id, person_id, agency_id, origin, source, at)
            select @e, p.id, p.agency_id, p.origin, @team, @now from person p
            where p.ended_at is null and p.team is not null and p.agency_id is not null
              and not exists (select 1 from mustered m where m.emergency_id = @e and m.person_id = p.id)
              and exists (select 1 from mustered m join person q on q.id = m.person_id where m.emergency_id = @e and q.team = p.team and q.agency_id = p.agency_id)
            """, stop, ("e", EmergencyId), ("team", "team"), ("now", work.Now)) : 0;
        var elsewhere = await work.Sql.Number("""
            select count(*) from mustered m where m.emergency_id = @e and exists (select 1 from mustered o join emergency x on x.id = o.emergency_id
              where o.person_id = m.person_id and o.emergency_id <> @e and x.closed_at is null)
            """, stop, ("e", EmergencyId));
        var total = await work.Sql.Number("select count(*) from mustered where emergency_id = @e", stop, ("e", EmergencyId));
        var outcome = new MusterOutcome(added + teams, teams, matched - added, elsewhere, total);
        work.About("emergency", EmergencyId);
        work.Note("mustered", outcome);
        return outcome;
    }
}
