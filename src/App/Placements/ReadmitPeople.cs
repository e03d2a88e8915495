using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Placements.Cards;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>How many are among those a plan may place again, and the id by which it is taken back.</summary>
public sealed record Readmitted(Guid Id, int People);

/// <summary>
/// Puts people who were called back, relieved or lost back among those a plan may place: the next solve and the next repair count on them.
/// Nobody is placed by it.
/// </summary>
public sealed record ReadmitPeople(Guid EmergencyId, IReadOnlyList<Guid> People, string Reason) : Act<Readmitted>
{
    public const string ReadmittedCode = "readmitted";

    protected internal override Permission Needs => Permission.PublishPlans;

    protected internal override async Task<Readmitted> Do(Work work, CancellationToken stop)
    {
        await work.OpenAlone(EmergencyId, stop);
        Refused.Where(ChangeRules.Asked(People, Reason));
        var leftOut = await LeftOut.Of(work.Sql, EmergencyId, stop);
        if (People.Count(p => !leftOut.ContainsKey(p)) is > 0 and var others)
            throw new Refused("not-left-out", $"有 {others} 人不是因召回、结束、轮换或减员留在外面，不需要归队。", $"{others} of them were not called back, ended, relieved or lost: a plan may place them already.", nameof(People));
        var id = Guid.CreateVersion7();
        work.Store.AddRange(People.Select(p => new Readmission
        {
            Id = id, EmergencyId = EmergencyId, PersonId = p, Code = leftOut[p].Code, Why = leftOut[p].Reason, Reason = Reason.Trim(), Actor = work.Actor.Name, At = work.Now,
        }));
        (string, object?)[] values = [("@e", EmergencyId), ("@people", IdSet.Of(work.Sql, People)), ("@code", ReadmittedCode), ("@reason", Reason.Trim())];
        var those = $"code in ({LeftOut.Codes}) and {IdSet.In(work.Sql, "person_id", "@people")}";
        await work.Sql.Run($"update reserve set code = @code, reason = @reason where emergency_id = @e and {those}", stop, values);
        // Drafts say it too, or the next publication would leave them out again.
        await work.Sql.Run($"update plan_reserve set code = @code, reason = @reason where plan_id in (select id from plan where emergency_id = @e and state in ('Draft', 'Reviewed')) and {those}", stop, values);
        work.About("emergency", EmergencyId);
        work.Note("people", People.Count);
        work.Note("reason", Reason);
        return new Readmitted(id, People.Count);
    }
}

/// <summary>Takes a readmission back: who has not been placed since stands in reserve as before, with the reason of then.</summary>
public sealed record UndoReadmission(Guid EmergencyId, Guid ReadmissionId) : Act<Readmitted>
{
    protected internal override Permission Needs => Permission.PublishPlans;

    protected internal override async Task<Readmitted> Do(Work work, CancellationToken stop)
    {
        await work.OpenAlone(EmergencyId, stop);
        var rows = await work.Store.Set<Readmission>().Where(r => r.Id == ReadmissionId && r.EmergencyId == EmergencyId).ToListAsync(stop);
        if (rows.Count == 0) throw new Refused("readmission-unknown", "没有这次归队。", "There is no such readmission.");
        if (rows.TrueForAll(r => r.UndoneAt is not null)) throw new Refused("readmission-undone", "这次归队已经撤销。", "It has been taken back already.");
        var undone = 0;
        foreach (var row in rows)
        {
            (string, object?)[] values = [("@e", EmergencyId), ("@x", row.PersonId), ("@now", ReadmitPeople.ReadmittedCode), ("@code", row.Code), ("@why", row.Why)];
            if (await work.Sql.Run("update reserve set code = @code, reason = @why where emergency_id = @e and person_id = @x and code = @now", stop, values) == 0) continue;
            await work.Sql.Run("update plan_reserve set code = @code, reason = @why where plan_id in (select id from plan where emergency_id = @e and state in ('Draft', 'Reviewed')) and person_id = @x and code = @now", stop, values);
            (row.UndoneAt, row.UndoneBy) = (work.Now, work.Actor.Name);
            undone++;
        }
        if (undone == 0) throw new Refused("readmission-used", "这些人归队以后都已重新安排，不能再撤销；要撤下来请召回。", "All of them have been placed since; call them back instead.");
        work.About("emergency", EmergencyId);
        work.Note("people", undone);
        return new Readmitted(ReadmissionId, undone);
    }
}
