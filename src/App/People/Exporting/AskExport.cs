using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Muster.People.Unmasking;
using Muster.Platform.Acts;
using Muster.Platform.Privacy;

namespace Muster.People.Exporting;

/// <summary>Asks for a list of people with ID numbers and telephones in full. Somebody else has to approve it within a day.</summary>
public sealed record AskExport(PeopleFilter Filter, string Reason) : Act<Guid>
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    protected internal override Permission Needs => Permission.ReadPeople;

    protected internal override bool IsSensitive => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var condition = await PeopleSql.Of(Filter, Filter.Folded, work.Sql, stop);
        var people = await work.Sql.Number($"select count(*) from person p where {condition.All}", stop, condition.Values);
        Refused.Where(ExportRules.Ask(Reason, people));
        var asked = new PeopleExportAsked
        {
            Id = Guid.CreateVersion7(), Filter = JsonSerializer.Serialize(Filter, Desk.Json), People = people, Reason = Reason.Trim(), AskedBy = work.Actor.Name, AskedById = work.Actor.Id,
            AskedAt = work.Now, EndsAt = work.Now + Lifetime,
        };
        work.Store.Add(asked);
        work.About("people-export", asked.Id);
        work.Note("people", people);
        work.Note("reason", asked.Reason);
        // What was looked for may be a name.
        work.Note("filter", (Filter with { Find = Filter.Find is null ? null : "…" }).ToQuery());
        return asked.Id;
    }
}

/// <summary>Approves or declines a list that somebody else asked for. Answers until when it can be fetched.</summary>
public sealed record DecideExport(Guid Id, bool Approve) : Act<DateTimeOffset>
{
    protected internal override Permission Needs => Permission.ReadPeople;

    protected internal override bool IsSensitive => true;

    protected internal override async Task<DateTimeOffset> Do(Work work, CancellationToken stop)
    {
        var asked = await work.Export(Id, stop);
        Refused.Where(ExportRules.Decide(asked, work.Actor, work.Now));
        (asked.DecidedBy, asked.DecidedAt, asked.Approved) = (work.Actor.Name, work.Now, Approve);
        if (Approve) asked.EndsAt = work.Now + AskExport.Lifetime;
        work.About("people-export", Id);
        work.Note("approved", Approve);
        work.Note("askedBy", asked.AskedBy);
        work.Note("people", asked.People);
        return asked.EndsAt;
    }
}

/// <summary>Fetches an approved list; each time is an entry of its own. Answers how often it was fetched.</summary>
public sealed record TakeExport(Guid Id) : Act<int>
{
    protected internal override Permission Needs => Permission.ReadPeople;

    protected internal override bool IsSensitive => true;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        var asked = await work.Export(Id, stop);
        Refused.Where(ExportRules.Take(asked, work.Actor, work.Now));
        asked.Taken++;
        work.About("people-export", Id);
        work.Note("people", asked.People);
        work.Note("approvedBy", asked.DecidedBy);
        work.Note("time", asked.Taken);
        return asked.Taken;
    }
}

internal static class ExportLookup
{
    public static async Task<PeopleExportAsked> Export(this Work work, Guid id, CancellationToken stop) =>
        await work.Store.Set<PeopleExportAsked>().SingleOrDefaultAsync(e => e.Id == id, stop) ?? throw new Refused(PersonRules.NotThere("导出申请", "export", id));
}

/// <summary>Two people for a list with numbers in full; pure.</summary>
public static class ExportRules
{
    public static IEnumerable<Broken> Ask(string reason, long people)
    {
        foreach (var broken in ReasonRules.Check(reason)) yield return broken;
        if (people == 0) yield return new Broken("export-nobody", "这个筛选条件下没有人。", "Nobody passes this filter.");
    }

    public static IEnumerable<Broken> Decide(PeopleExportAsked asked, Actor actor, DateTimeOffset now)
    {
        if (asked.AskedBy == actor.Name || asked.AskedById is { } own && own == actor.Id)
            yield return new Broken("export-own", "不能批准自己的申请，请另一位组织者批准。", "You cannot approve what you asked for yourself: another organiser has to.");
        if (asked.Approved is not null)
            yield return new Broken("export-decided", $"{asked.DecidedBy} 已经{(asked.Approved.Value ? "批准" : "退回")}。", $"{asked.DecidedBy} has already {(asked.Approved.Value ? "approved" : "declined")} it.");
        else if (now >= asked.EndsAt)
            yield return Lapsed;
    }

    public static IEnumerable<Broken> Take(PeopleExportAsked asked, Actor actor, DateTimeOffset now)
    {
        // A namesake is somebody else.
        if (asked.AskedBy != actor.Name || asked.AskedById != actor.Id)
            yield return new Broken("export-others", $"只有申请人 {asked.AskedBy} 可以下载。", $"Only {asked.AskedBy}, who asked for it, can fetch it.");
        if (asked.Approved is null && now < asked.EndsAt)
            yield return new Broken("export-waits", "还没有批准，请另一位组织者先批准。", "It is not approved yet: another organiser has to approve it first.");
        if (asked.Approved == false) yield return new Broken("export-declined", $"{asked.DecidedBy} 已退回这份申请。", $"{asked.DecidedBy} declined it.");
        else if (now >= asked.EndsAt) yield return Lapsed;
    }

    /// <summary>What is said where numbers in full are asked for without a request.</summary>
    public static Broken TwoPeople => new("export-two", "含完整证号和电话的名单要两个人：先写明理由申请（people export --full --reason），另一位组织者批准后 24 小时内可下载。不含号码的名单可直接导出。",
        "A list with ID numbers and telephones in full takes two people: ask for it with a reason (people export --full --reason), have another organiser approve it, fetch it within 24 hours. A list without numbers goes at once.");

    private static Broken Lapsed => new("export-lapsed", "已过 24 小时，请重新申请。", "The 24 hours are over: ask for it again.");
}
