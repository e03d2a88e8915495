using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.People;
using Muster.Platform.Acts;

namespace Muster.Mobilisation;

/// <param name="Version">Of the quota that was shown; null to set it whatever stands there.</param>
public sealed record QuotaChange(Guid AgencyId, int MinimumSent, int MinimumStay, int? Version = null);

/// <summary>Sets quotas by hand, one or many, with a reason; deriving again leaves them as they are.</summary>
public sealed record SetQuotas(Guid EmergencyId, IReadOnlyList<QuotaChange> Quotas, string Reason) : Act<int>
{
    protected internal override Permission Needs => Permission.RunEmergencies;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        await work.OpenAlone(EmergencyId, stop);
        var broken = new List<Broken>();
        if (string.IsNullOrWhiteSpace(Reason)) broken.Add(new("reason-missing", "请写明为什么改。", "Say why.", nameof(Reason)));
        foreach (var change in Quotas)
        {
            var agency = await work.Store.Set<Agency>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == change.AgencyId && a.ValidTo == null, stop);
            if (agency is null)
            {
                broken.Add(new("agency-unknown", "没有这个派出单位。", "There is no such agency.", nameof(Quotas)));
                continue;
            }
            var headcount = agency.Headcount ?? await work.Store.Set<Person>().CountAsync(p => p.AgencyId == agency.Id && p.EndedAt == null && (p.Origin == Origin.City || p.Origin == Origin.County || p.Origin == Origin.Street), stop);
            broken.AddRange(QuotaRules.ForChange(agency.Name, headcount, change.MinimumSent, change.MinimumStay));
            var quota = await work.Store.Set<Quota>().SingleOrDefaultAsync(q => q.EmergencyId == EmergencyId && q.AgencyId == change.AgencyId, stop);
            if (change.Version is { } seen && seen != (quota?.Version ?? 0))
                broken.Add(new("stale", $"{agency.Name}的指标刚被别人改过，您的修改未保存。", $"Somebody changed the quota of {agency.Name} meanwhile; yours was not saved.", nameof(Quotas)));
            if (broken.Count > 0) continue;
            if (quota is null) work.Store.Add(quota = new Quota { EmergencyId = EmergencyId, AgencyId = change.AgencyId });
            (quota.Headcount, quota.MinimumSent, quota.MinimumStay, quota.Reason) = (headcount, change.MinimumSent, change.MinimumStay, Reason.Trim());
            quota.Version++;
        }
        Refused.Where(broken);
        work.About("emergency", EmergencyId);
        work.Note("quotas", Quotas.Count);
        work.Note("reason", Reason.Trim());
        return Quotas.Count;
    }
}
