using Muster.Emergencies.Contract;
using Muster.Platform.Acts;

namespace Muster.Rosters.Swapping;

/// <summary>Says for an emergency until when people may swap by themselves, and whether the host has to agree.</summary>
public sealed record SetSwapTerms(Guid EmergencyId, int LeadHours, SwapApproval Approval) : Act<Guid>
{
    protected internal override Permission Needs => Permission.RunEmergencies;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        await work.Open(EmergencyId, stop);
        if (LeadHours is < 0 or > SwapRules.LeadMinutesMax / 60) throw new Refused("swap-lead", $"提前 0–{SwapRules.LeadMinutesMax / 60} 小时。", $"0–{SwapRules.LeadMinutesMax / 60} hours ahead.", "LeadHours");
        var terms = await work.Store.FindAsync<SwapTerms>([EmergencyId], stop);
        if (terms is null) work.Store.Add(terms = new SwapTerms { EmergencyId = EmergencyId });
        work.Note("before", terms.Version == 0 ? null : new { terms.LeadMinutes, terms.Approval });
        (terms.LeadMinutes, terms.Approval, terms.SetAt, terms.SetBy, terms.Version) = (LeadHours * 60, Approval, work.Now, work.Actor.Name, terms.Version + 1);
        work.About("emergency", EmergencyId);
        return EmergencyId;
    }
}
