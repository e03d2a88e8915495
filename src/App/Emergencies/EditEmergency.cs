using Muster.Emergencies.Contract;
using Muster.Platform.Acts;

namespace Muster.Emergencies;

/// <summary>Corrects an open emergency's name or document number. Area and covered level stay: plans were made on them.</summary>
public sealed record EditEmergency(Guid EmergencyId, string Name, string? DocumentNumber, int Version) : Act<Guid>
{
    protected internal override Permission Needs => Permission.RunEmergencies;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var emergency = await work.Open(EmergencyId, stop);
        if (Version != emergency.Version) throw Stale(emergency);
        Refused.Where(EmergencyRules.ForEditing(emergency, this));
        work.About("emergency", emergency.Id);
        work.Note("before", new { emergency.Name, emergency.DocumentNumber });
        emergency.Name = Name.Trim();
        emergency.DocumentNumber = string.IsNullOrWhiteSpace(DocumentNumber) ? null : DocumentNumber.Trim();
        emergency.Version++;
        return emergency.Id;
    }

    internal static Refused Stale(Emergency now) => new("stale",
        $"别人刚刚改过这个行动（现为“{now.Name}”，文号 {now.DocumentNumber ?? "无"}），您的修改未保存。",
        $"Somebody changed this emergency meanwhile (now “{now.Name}”, {now.DocumentNumber ?? "no document number"}); yours was not saved.");
}
