using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Rosters.Attending;

namespace Muster.Rosters.Handover;

/// <summary>Going while a relief is due and nobody else is at the post: asked for a reason, and told up.</summary>
internal static class LeftAlone
{
    /// <summary>Of these turns, those whose person would leave the post to nobody though somebody should follow.</summary>
    public static async Task<HashSet<Guid>> Of(Sql sql, IReadOnlyCollection<Guid> shifts, CancellationToken stop)
    {
        if (shifts.Count == 0) return [];
        var (among, values) = sql.Among("@shifts", shifts);
        return [.. await sql.List($"select s.id from shift s where s.id in ({among}) and {ReliefSql.Follows("s")} and not {ReliefSql.There("s")}", row => row.Guid(0), stop, [.. values, ReliefSql.Overlap(sql)])];
    }

    /// <summary>What is said to somebody who goes without a reason. A phone that was without network could not ask: what it says later is taken as it is.</summary>
    public static Broken? Refusal(CheckIn asked, DateTimeOffset now)
    {
        if (asked.Reason?.Length > Alarms.AlarmRules.WordsMax) return new Broken("reason-long", $"原因最多 {Alarms.AlarmRules.WordsMax} 字。", $"A reason has at most {Alarms.AlarmRules.WordsMax} characters.");
        return string.IsNullOrWhiteSpace(asked.Reason) && now - asked.DeviceAt <= CheckInRules.AheadMax
            ? new Broken("relief-missing", "接班的人还没到，现在走岗位就没人了：请等一等；一定要走，请写明原因，会告警给负责人。", "Your relief has not come, and nobody would be at the post. Please wait; if you must go, say why: whoever commands is told.") : null;
    }
}
