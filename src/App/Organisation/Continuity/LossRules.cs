using Muster.Platform.Acts;

namespace Muster.Organisation.Continuity;

/// <summary>When people can be declared lost and come back; pure.</summary>
public static class LossRules
{
    /// <summary>Losses whose dossiers one account may open in full in a day; the same one again counts no further.</summary>
    public const int OpeningsDayMax = 30;

    /// <summary>Nobody comes back of people who ended; whoever took over from them reads the dossier in full so long.</summary>
    public static readonly TimeSpan TakingOverTakes = TimeSpan.FromDays(7);

    /// <param name="others">Other losses whose dossiers the actor opened in full today.</param>
    public static IEnumerable<Broken> ForOpening(Loss loss, int others, DateTimeOffset now)
    {
        if (loss.ReturnedAt is not null && (loss.Kind != LossKind.Ended || now - loss.MadeAt > TakingOverTakes)) yield return new("loss-over", "这次减员已了结，电话不再全部显示。", "This loss is over: telephones are masked again.");
        else if (others >= OpeningsDayMax)
            yield return new("dossiers-enough", $"您今天已查看 {others} 卷完整电话，每天最多 {OpeningsDayMax} 卷，这一卷的电话已隐去。请另一位同事打开。",
                $"You have opened {others} dossiers with telephones in full today, and {OpeningsDayMax} are the most in a day: here they are masked. Have a colleague open it.");
    }

    /// <param name="unknown">Of the asked, those who are not on record, or whose record has ended.</param>
    /// <param name="away">Names of those who are lost already.</param>
    public static IEnumerable<Broken> ForLosing(int asked, int unknown, IReadOnlyList<string> away)
    {
        if (asked == 0) yield return new("nobody-chosen", "请先选择人员。", "Choose the people.", "People");
        if (unknown > 0) yield return new("person-unknown", $"有 {unknown} 人不存在，或档案已终止。", $"{unknown} of them are not on record, or their record has ended.", "People");
        if (away.Count > 0) yield return new("already-lost", $"{string.Join('、', away)}已登记减员，尚未返岗。", $"{string.Join(", ", away)}: recorded as lost already and not back yet.", "People");
    }

    /// <param name="open">How many of the loss are not back yet.</param>
    /// <param name="strangers">Of the asked, those who are not among them.</param>
    public static IEnumerable<Broken> ForReturning(bool known, int open, int strangers)
    {
        if (!known) yield return new("loss-unknown", "没有这次减员记录。", "There is no such loss.", "LossId");
        else if (open == 0) yield return new("loss-over", "这次减员的人都已返岗。", "Everybody of this loss is back already.", "LossId");
        else if (strangers > 0) yield return new("not-lost", $"有 {strangers} 人不在这次减员里，或已返岗。", $"{strangers} of them are not of this loss, or are back already.", "People");
    }
}
