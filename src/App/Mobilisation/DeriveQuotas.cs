using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.People;
using Muster.Platform.Acts;

namespace Muster.Mobilisation;

/// <param name="Cut">Agencies where the share was cut because more must stay.</param>
/// <param name="Short">Agencies of which fewer are mustered than they owe.</param>
/// <param name="Kept">Quotas that a person set with a reason; they were left as they are.</param>
public sealed record QuotaOutcome(int Agencies, int Kept, int Cut, int Short, long Sent);

/// <summary>
/// Derives the quota of each agency of the levels named, in or under the emergency's area or with mustered people: the agency's own percentage,
/// or <paramref name="Percent"/> where it has none, of its headcount (as stated, else its people on record). Agencies of other levels owe
/// nothing unless they have a percentage of their own: the city's people are support on top.
/// </summary>
public sealed record DeriveQuotas(Guid EmergencyId, int Percent = QuotaRules.UsualPercent, IReadOnlyList<AgencyLevel>? Levels = null) : Act<QuotaOutcome>
{
    protected internal override Permission Needs => Permission.RunEmergencies;

    protected internal override async Task<QuotaOutcome> Do(Work work, CancellationToken stop)
    {
        if (Percent is < 0 or > 100) throw new Refused("percent-out-of-range", "比例须在 0 到 100 之间。", "A percentage lies between 0 and 100.", nameof(Percent));
        await work.OpenAlone(EmergencyId, stop);
        var ground = (await work.Sql.GroundOf(EmergencyId, stop))!;
        var levels = Levels ?? [AgencyLevel.County, AgencyLevel.Street];
        var agencies = await work.Sql.List("""
            select g.id, g.level, coalesce(g.headcount, (select count(*) from person p where p.agency_id = g.id and p.ended_at is null and p.origin in ('City', 'County', 'Street'))),
              g.minimum_stay, g.quota_percent, (select count(*) from mustered m where m.emergency_id = @e and m.agency_id = g.id)
            from agency g left join area a on a.id = g.area_id
            where g.valid_to is null and ((a.path >= @from and a.path < @end) or exists (select 1 from mustered m where m.emergency_id = @e and m.agency_id = g.id))
            order by g.id
            """, row => (Id: row.Guid(0), Level: row.Enum<AgencyLevel>(1), Headcount: row.Int(2), Stay: row.Int(3), Percent: row.Int(4), Mustered: row.Int(5)), stop,
            ("e", EmergencyId), ("from", ground.Path), ("end", ground.End));
        var before = await work.Store.Set<Quota>().Where(q => q.EmergencyId == EmergencyId).ToDictionaryAsync(q => q.AgencyId, stop);
        int made = 0, kept = 0, cut = 0, few = 0;
        long sent = 0;
        foreach (var agency in agencies)
        {
            var percent = agency.Percent > 0 ? agency.Percent : levels.Contains(agency.Level) ? Percent : 0;
            if (percent == 0 && agency.Stay == 0) continue;
            var figures = QuotaRules.Derive(agency.Headcount, percent, agency.Stay);
            var known = before.TryGetValue(agency.Id, out var quota);
            if (known && quota!.Reason is not null) kept++;
            else
            {
                if (!known) work.Store.Add(quota = new Quota { EmergencyId = EmergencyId, AgencyId = agency.Id });
                if (quota!.Headcount != agency.Headcount || quota.MinimumSent != figures.Sent || quota.MinimumStay != figures.Stay || !known) quota.Version++;
                (quota.Headcount, quota.MinimumSent, quota.MinimumStay) = (agency.Headcount, figures.Sent, figures.Stay);
                made++;
                if (figures.Cut) cut++;
            }
            sent += quota!.MinimumSent;
            if (agency.Mustered < quota.MinimumSent) few++;
        }
        var outcome = new QuotaOutcome(made, kept, cut, few, sent);
        work.About("emergency", EmergencyId);
        work.Note("quotas", outcome);
        return outcome;
    }
}
