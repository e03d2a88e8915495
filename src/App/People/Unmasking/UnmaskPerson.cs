using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Muster.Platform.Acts;
using Muster.Platform.Privacy;
using Muster.Platform.Storage;

namespace Muster.People.Unmasking;

/// <summary>
/// Lets the actor see one person's numbers in full, once, for a reason that goes on the audit trail. The act answers only the id of the permit: the
/// values themselves never pass through it, so that none is kept with its outcome. <see cref="PersonQuery.InFull"/> gives them for the permit.
/// </summary>
public sealed record UnmaskPerson(Guid Id, string Reason) : Act<Guid>
{
    protected internal override Permission Needs => Permission.UnmaskPeople;

    protected internal override bool InPart => true;

    protected internal override bool IsSensitive => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        // Two at once by one account are counted one after the other.
        if (work.Sql.Engine == Engine.Postgres)
            await work.Sql.Run("select pg_advisory_xact_lock(@k)", stop, ("@k", BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(work.Actor.Name)))));
        var today = await work.Sql.Number("select count(*) from person_unmasking where actor = @actor and at >= @midnight", stop,
            ("@actor", work.Actor.Name), ("@midnight", Platform.Audit.SealAudit.LastMidnight(work.Now)));
        Refused.Where(UnmaskRules.Check(Reason, today));
        await work.Person(Id, null, stop);
        var permit = new PersonUnmasking { Id = Guid.CreateVersion7(), PersonId = Id, Actor = work.Actor.Name, Reason = Reason.Trim(), At = work.Now };
        work.Store.Add(permit);
        work.About("person", Id);
        work.Note("reason", permit.Reason);
        work.Note("today", today + 1);
        return permit.Id;
    }
}

/// <summary>Who may look how often, and for which reasons; pure.</summary>
public static class UnmaskRules
{
    /// <summary>Records that one account may look at in full in a day.</summary>
    public const int DayMax = 30;

    public static IEnumerable<Broken> Check(string? reason, long today)
    {
        foreach (var broken in ReasonRules.Check(reason)) yield return broken;
        if (today >= DayMax)
            yield return new Broken("unmask-enough", $"您今天已查看 {today} 人的完整号码，每天最多 {DayMax} 人。明天再看，或请另一位同事批准导出名单。",
                $"You have looked at {today} people in full today, and {DayMax} are the most in a day. Go on tomorrow, or have a list approved by a colleague.");
    }
}
