using Muster.Emergencies;
using Muster.Platform.Acts;

namespace Muster.Placements.Cards;

/// <summary>What must hold before cards are issued or links revoked; pure.</summary>
public static class CardRules
{
    /// <summary>More than this are chosen by area, not one by one.</summary>
    public const int SubjectsMost = 10_000;

    public static IEnumerable<Broken> Issuable(Emergency? emergency, long publications, IReadOnlyList<Guid>? subjects)
    {
        if (emergency is null)
            yield return new Broken("emergency-missing", "没有这个行动。", "There is no such emergency.", "EmergencyId");
        else if (emergency.ClosedAt is not null)
            yield return new Broken("emergency-closed", $"行动“{emergency.Name}”已结束，不再发卡。", $"The emergency “{emergency.Name}” is closed; no cards are issued any more.");
        else if (publications == 0)
            yield return new Broken("nothing-published", $"行动“{emergency.Name}”还没有发布方案。请先发布，再发明白卡。",
                $"No plan of “{emergency.Name}” is published yet. Publish one, then issue the cards.");
        foreach (var broken in Some(subjects)) yield return broken;
    }

    /// <summary>Those chosen one by one; null for all.</summary>
    public static IEnumerable<Broken> Some(IReadOnlyList<Guid>? subjects)
    {
        if (subjects is { Count: 0 })
            yield return new Broken("nothing-chosen", "还没有选择要发卡的岗位或人员。", "No post or person is chosen.", "Subjects");
        if (subjects?.Count > SubjectsMost)
            yield return new Broken("too-many-chosen", $"一次最多选 {SubjectsMost} 个，现在是 {subjects.Count} 个。请按属地发卡。",
                $"At most {SubjectsMost} can be chosen, these are {subjects.Count}. Issue by area instead.", "Subjects");
    }

    public static IEnumerable<Broken> Revocable(Links.PersonalLink? link, string reason)
    {
        if (string.IsNullOrWhiteSpace(reason)) yield return new Broken("reason-missing", "请写明收回的理由。", "Say why it is revoked.", "Reason");
        if (link is null)
            yield return new Broken("link-missing", "此人在这个行动里没有有效的个人链接。", "This person has no valid personal link in this emergency.");
    }
}
