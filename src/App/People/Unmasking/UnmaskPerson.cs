using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Muster.Platform.Acts;
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

    public const int ReasonLengthMin = 4, ReasonLengthMax = 200;

    /// <summary>A reason goes on the audit trail, where no personal value may stand: so many digits on end are taken for one.</summary>
    private const int DigitsMax = 5;

    public static IEnumerable<Broken> Check(string? reason, long today)
    {
        foreach (var broken in OfReason(reason)) yield return broken;
        if (today >= DayMax)
            yield return new Broken("unmask-enough", $"您今天已查看 {today} 人的完整号码，每天最多 {DayMax} 人。明天再看，或请另一位同事批准导出名单。",
                $"You have looked at {today} people in full today, and {DayMax} are the most in a day. Go on tomorrow, or have a list approved by a colleague.");
    }

    public static IEnumerable<Broken> OfReason(string? reason)
    {
        var text = reason?.Trim() ?? "";
        if (text.Length is < ReasonLengthMin or > ReasonLengthMax)
            yield return new Broken("reason-length", $"请写明理由，{ReasonLengthMin} 至 {ReasonLengthMax} 字。", $"Give the reason, in {ReasonLengthMin} to {ReasonLengthMax} characters.", "Reason");
        if (LongestDigits(text) > DigitsMax)
            yield return new Broken("reason-number", "理由会记入审计，不要写证号、电话等号码。", "The reason goes on the audit trail: no ID number, telephone or other number in it.", "Reason");
    }

    private static int LongestDigits(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var letter in text) longest = Math.Max(longest, run = char.IsDigit(letter) ? run + 1 : letter is ' ' or '-' ? run : 0);
        return longest;
    }
}
