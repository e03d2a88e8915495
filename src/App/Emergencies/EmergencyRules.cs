using Muster.Platform.Acts;
using Muster.Territory;

namespace Muster.Emergencies;

/// <summary>What an emergency must be. An urgent one needs a document number (urgent powers exist only under one).</summary>
public static class EmergencyRules
{
    public const int NameLengthMax = 100;
    public const int DocumentNumberLengthMax = 100;
    public const int StartDaysAheadMax = 366;

    public static IEnumerable<Broken> ForOpening(OpenEmergency act, Area? area, DateTimeOffset now)
    {
        foreach (var broken in Naming(act.Name, act.Kind, act.DocumentNumber)) yield return broken;
        if (!Enum.IsDefined(act.CoveredLevel))
            yield return new("covered-level-unknown", "没有这一层级。", "There is no such level.", nameof(act.CoveredLevel));
        if (area is null)
            yield return new("area-unknown", "没有这个属地。", "There is no such area.", nameof(act.AreaId));
        else if (area.ValidTo is not null)
            yield return new("area-closed", $"{area.Name}已经撤销。", $"{area.Name} has been closed.", nameof(act.AreaId));
        else if (act.CoveredLevel < area.Level)
            yield return new("covered-level-above-area", $"要覆盖的层级在{area.Name}之上。", $"The level to cover lies above {area.Name}.", nameof(act.CoveredLevel));
        if (act.StartsAt is { } start && start > now.AddDays(StartDaysAheadMax))
            yield return new("start-too-far", $"开始时间最多提前 {StartDaysAheadMax} 天安排。", $"The start lies more than {StartDaysAheadMax} days ahead.", nameof(act.StartsAt));
    }

    public static IEnumerable<Broken> ForClosing(Emergency emergency, CloseEmergency act)
    {
        if (emergency.ClosedAt is not null)
            yield return new("emergency-closed", $"行动“{emergency.Name}”已经结束。", $"The emergency “{emergency.Name}” is closed already.");
        if (string.IsNullOrWhiteSpace(act.Reason))
            yield return new("reason-missing", "请写明结束的理由。", "Say why it ends.", nameof(act.Reason));
    }

    public static IEnumerable<Broken> ForEditing(Emergency emergency, EditEmergency act) => Naming(act.Name, emergency.Kind, act.DocumentNumber);

    private static IEnumerable<Broken> Naming(string name, EmergencyKind kind, string? documentNumber)
    {
        if (string.IsNullOrWhiteSpace(name))
            yield return new("name-missing", "请给行动起个名字。", "Give the emergency a name.", "Name");
        else if (name.Trim().Length > NameLengthMax)
            yield return new("name-too-long", $"名称最多 {NameLengthMax} 个字，现有 {name.Trim().Length} 个。",
                $"A name has at most {NameLengthMax} characters; this one has {name.Trim().Length}.", "Name");
        if (kind == EmergencyKind.Urgent && string.IsNullOrWhiteSpace(documentNumber))
            yield return new("document-number-missing", "应急行动必须填写文号：打卡、出入证和居民信息只有在文件授权下才能使用。",
                "An urgent emergency needs a document number: check-in, passes and residents' data exist only under one.", "DocumentNumber");
        if (documentNumber?.Trim().Length > DocumentNumberLengthMax)
            yield return new("document-number-too-long", $"文号最多 {DocumentNumberLengthMax} 个字。",
                $"A document number has at most {DocumentNumberLengthMax} characters.", "DocumentNumber");
    }
}
