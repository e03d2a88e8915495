using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Platform.Privacy.Destroying;

/// <summary>Asks for the personal data of a person or an emergency to be destroyed. Nothing happens until a security administrator confirms it.</summary>
public sealed record AskDestruction(DestructionKind Kind, Guid SubjectId, string Reason) : Act<Guid>
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    protected internal override Permission Needs => Permission.AskDestruction;

    protected internal override bool IsSensitive => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var waits = await work.Store.Set<Destruction>().AnyAsync(d => d.Kind == Kind && d.SubjectId == SubjectId && d.Confirmed == null && d.EndsAt > work.Now, stop);
        Refused.Where(DestructionRules.Ask(Reason, waits));
        if (await work.Destroys(Kind).Refusal(work, SubjectId, stop) is { } broken) throw new Refused(broken);
        var asked = new Destruction
        {
            Id = Guid.CreateVersion7(), Kind = Kind, SubjectId = SubjectId, Reason = Reason.Trim(), AskedBy = work.Actor.Name, AskedAt = work.Now, EndsAt = work.Now + Lifetime,
        };
        work.Store.Add(asked);
        work.About(Kind.ToString().ToLowerInvariant(), SubjectId);
        work.Note("reason", asked.Reason);
        return asked.Id;
    }
}

/// <summary>Confirms or declines what somebody else asked for. Confirmed, the data is destroyed in the same transaction: there is no way back.</summary>
public sealed record DecideDestruction(Guid Id, bool Confirm) : Act<DestructionState>
{
    protected internal override Permission Needs => Permission.ConfirmDestruction;

    protected internal override bool IsSensitive => true;

    protected internal override async Task<DestructionState> Do(Work work, CancellationToken stop)
    {
        var asked = await work.Store.Set<Destruction>().SingleOrDefaultAsync(d => d.Id == Id, stop)
            ?? throw new Refused("destruction-missing", "没有这份销毁申请。", "There is no such request.");
        Refused.Where(DestructionRules.Decide(asked, work.Actor.Name, work.Now));
        (asked.DecidedBy, asked.DecidedAt, asked.Confirmed) = (work.Actor.Name, work.Now, Confirm);
        if (Confirm)
        {
            var destroys = work.Destroys(asked.Kind);
            if (await destroys.Refusal(work, asked.SubjectId, stop) is { } broken) throw new Refused(broken);
            // What is taken away is overwritten in the file, too; PostgreSQL does it as it vacuums.
            if (work.Sql.Engine == Engine.Sqlite) await work.Sql.Run("pragma secure_delete = on", stop);
            await destroys.Destroy(work, asked.SubjectId, stop);
        }
        work.About(asked.Kind.ToString().ToLowerInvariant(), asked.SubjectId);
        work.Note("confirmed", Confirm);
        work.Note("askedBy", asked.AskedBy);
        return asked.State(work.Now);
    }
}

/// <summary>Two people for what cannot be taken back; pure.</summary>
public static class DestructionRules
{
    public static IEnumerable<Broken> Ask(string reason, bool waits)
    {
        foreach (var broken in ReasonRules.Check(reason)) yield return broken;
        if (waits) yield return new Broken("destruction-waits", "已有人申请销毁这份数据，正等待确认。", "Somebody has asked for this already; it waits to be confirmed.");
    }

    public static IEnumerable<Broken> Decide(Destruction asked, string actor, DateTimeOffset now)
    {
        if (asked.AskedBy == actor)
            yield return new Broken("destruction-own", "不能确认自己的申请，请安全管理员确认。", "You cannot confirm what you asked for yourself: a security administrator has to.");
        if (asked.Confirmed is not null)
            yield return new Broken("destruction-decided", $"{asked.DecidedBy} 已经{(asked.Confirmed.Value ? "确认" : "退回")}。", $"{asked.DecidedBy} has already {(asked.Confirmed.Value ? "confirmed" : "declined")} it.");
        else if (now >= asked.EndsAt)
            yield return new Broken("destruction-lapsed", "7 天内没有人确认，请重新申请。", "Nobody confirmed it in seven days: it has to be asked for again.");
    }
}

/// <summary>What acts of other modules ask first.</summary>
public static class DestructionLookup
{
    internal static IDestroyData Destroys(this Work work, DestructionKind kind) => work.Of<IEnumerable<IDestroyData>>().First(d => d.Kind == kind);

    /// <summary>Whether the subject's data was destroyed: nothing may be written to it any more.</summary>
    public static Task<bool> IsDestroyed(this Work work, DestructionKind kind, Guid subject, CancellationToken stop) =>
        work.Store.Set<Destruction>().AnyAsync(d => d.Kind == kind && d.SubjectId == subject && d.Confirmed == true, stop);
}
