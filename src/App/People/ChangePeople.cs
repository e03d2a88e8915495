using Muster.People.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.People;

/// <summary>What a bulk edit does to each of many people; what is null stays. An empty team takes the team away.</summary>
public sealed record PeopleChange
{
    public Guid? AgencyId { get; init; }
    public Origin? Origin { get; init; }
    public string? Team { get; init; }
    public string? GiveSkill { get; init; }
    public string? TakeSkill { get; init; }
    public LimitKind? AddLimit { get; init; }
    public LimitKind? RemoveLimit { get; init; }
    /// <summary>Ends them, for this reason.</summary>
    public string? EndReason { get; init; }

    public bool IsNothing => this == new PeopleChange();
}

/// <summary>What a bulk edit would do.</summary>
/// <param name="People">How many are meant.</param>
/// <param name="Changes">How many of them it would really change.</param>
public sealed record ChangePreview(long People, long Changes, IReadOnlyList<PersonRow> First);

/// <summary>
/// Changes many people at once: those named, or all that pass the filter. <paramref name="Expected"/> is the number the preview showed;
/// refused when it is another by now, so that nobody is changed unseen.
/// </summary>
public sealed record ChangePeople(IReadOnlyList<Guid>? Ids, PeopleFilter? Filter, PeopleChange Change, long Expected) : Act<long>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override async Task<long> Do(Work work, CancellationToken stop)
    {
        Refused.Where(Check());
        await PeopleLock.Alone(work, stop);
        await work.CheckLinks(Change.AgencyId, null, stop);
        var people = await Meant(work.Sql, Ids, Filter, stop);
        if (people != Expected)
            throw new Refused("preview-outdated", $"预览时是 {Expected} 人，现在是 {people} 人。请重新预览。",
                $"The preview showed {InEnglish.People(Expected)}, now it is {people}. Look at the preview again.");
        var changed = await Mark(work.Sql, Change, stop);
        await Apply(work, stop);
        work.Note("people", people);
        work.Note("changed", changed);
        work.Note("change", Change with { EndReason = Change.EndReason is null ? null : "…" });
        if (Change.EndReason is { } reason)
        {
            var ended = await work.Sql.List("select id from meant_person where changes = 1", row => row.Guid(0), stop);
            await PersonAccounts.End(work, ended, stop);
            work.Raise(new PeopleEnded(ended, reason.Trim()));
        }
        return changed;
    }

    public IEnumerable<Broken> Check()
    {
        if (Ids is null == Filter is null)
            yield return new Broken("people-not-named", "请选定人员，或给出筛选条件。", "Name the people, or give a filter.");
        if (Change is null or { IsNothing: true })
        {
            yield return new Broken("change-nothing", "没有要改的内容。", "There is nothing to change.");
            yield break;
        }

        foreach (var skill in new[] { Change.GiveSkill, Change.TakeSkill }.OfType<string>())
            foreach (var broken in PersonRules.Skill(skill)) yield return broken;
        if (Change.AddLimit is LimitKind.AvoidArea or LimitKind.AvoidPerson)
            yield return new Broken("limit-not-in-bulk", "回避须逐人填写。", "What to avoid is entered person by person.");
        if (Change.EndReason is not null && string.IsNullOrWhiteSpace(Change.EndReason))
            yield return new Broken("reason-missing", "请写明原因。", "A reason is needed.", nameof(Change.EndReason));
    }

    /// <summary>Puts the ids of those meant into a temporary table; answers how many.</summary>
    internal static async Task<long> Meant(Sql sql, IReadOnlyList<Guid>? ids, PeopleFilter? filter, CancellationToken stop)
    {
        await sql.Run("drop table if exists meant_person", stop);
        await sql.Run($"create temporary table meant_person (id {sql.Pick("blob", "uuid")} primary key, changes integer not null default 0)", stop);
        if (ids is not null)
        {
            foreach (var id in ids.Distinct())
                await sql.Run("insert into meant_person (id) select id from person where id = @id and ended_at is null", stop, ("@id", id));
        }
        else
        {
            var condition = await PeopleSql.Of(filter!, filter!.Folded, sql, stop);
            await sql.Run($"insert into meant_person (id) select p.id from person p where {PeopleQueries.Where(condition)}", stop, condition.Values);
        }
        return await sql.Number("select count(*) from meant_person", stop);
    }

    /// <summary>Marks those of the temporary table whom the change would really change; answers how many.</summary>
    internal static async Task<long> Mark(Sql sql, PeopleChange change, CancellationToken stop)
    {
        const string skill = "exists (select 1 from person_skill s where s.person_id = p.id and s.skill = ", limit = "exists (select 1 from person_limit l where l.person_id = p.id and l.kind = ";
        var differs = new List<string>();
        if (change.AgencyId is not null) differs.Add("p.agency_id is distinct from @agency");
        if (change.Origin is not null) differs.Add("p.origin <> @origin");
        if (change.Team is not null) differs.Add("p.team is distinct from nullif(@team, '')");
        if (change.GiveSkill is not null) differs.Add($"not {skill} @give)");
        if (change.TakeSkill is not null) differs.Add($"{skill} @take)");
        if (change.AddLimit is not null) differs.Add($"not {limit} @limit)");
        if (change.RemoveLimit is not null) differs.Add($"{limit} @nolimit)");
        if (change.EndReason is not null) differs.Add("p.ended_at is null");
        if (differs.Count == 0) return 0;
        return await sql.Run($"update meant_person set changes = 1 where exists (select 1 from person p where p.id = meant_person.id and ({string.Join(" or ", differs)}))",
            stop, Values(change));
    }

    private static (string, object?)[] Values(PeopleChange change)
    {
        (string, object?)[] all =
        [
            ("@agency", change.AgencyId), ("@origin", change.Origin), ("@team", change.Team?.Trim()), ("@give", change.GiveSkill?.Trim()),
            ("@take", change.TakeSkill?.Trim()), ("@limit", change.AddLimit), ("@nolimit", change.RemoveLimit),
        ];
        return all.Where(v => v.Item2 is not null).ToArray();
    }

    private async Task Apply(Work work, CancellationToken stop)
    {
        var sql = work.Sql;
        const string meant = "(select id from meant_person where changes = 1)";
        var newId = sql.Pick("randomblob(16)", "gen_random_uuid()");
        if (Change.AgencyId is { } agency)
        {
            // Those already there keep their membership; one that began this instant is replaced, not closed at no length.
            const string elsewhere = $"person_id in {meant} and ends_at is null and agency_id <> @agency";
            await sql.Run($"delete from agency_membership where {elsewhere} and starts_at >= @now", stop, ("@agency", agency), ("@now", work.Now));
            await sql.Run($"update agency_membership set ends_at = @now where {elsewhere}", stop, ("@agency", agency), ("@now", work.Now));
            await sql.Run($"""
                insert into agency_membership (id, person_id, agency_id, starts_at)
                select {newId}, id, @agency, @now from meant_person m where changes = 1
                and not exists (select 1 from agency_membership o where o.person_id = m.id and o.ends_at is null)
                """, stop, ("@agency", agency), ("@now", work.Now));
        }
        if (Change.GiveSkill is { } give)
            await sql.Run($"insert into person_skill (person_id, skill, source) select id, @skill, @source from meant_person where changes = 1 on conflict do nothing",
                stop, ("@skill", give.Trim()), ("@source", work.Actor.Name));
        if (Change.TakeSkill is { } take)
            await sql.Run($"delete from person_skill where skill = @skill and person_id in {meant}", stop, ("@skill", take.Trim()));
        if (Change.AddLimit is { } limit)
            await sql.Run($"""
                insert into person_limit (id, person_id, kind) select {newId}, id, @kind from meant_person m where changes = 1
                and not exists (select 1 from person_limit l where l.person_id = m.id and l.kind = @kind)
                """, stop, ("@kind", limit));
        if (Change.RemoveLimit is { } noLimit)
            await sql.Run($"delete from person_limit where kind = @kind and person_id in {meant}", stop, ("@kind", noLimit));
        await End(work, stop);
        await sql.Run($"update person set {Sets()} where id in {meant}", stop, [.. Values(Change).Where(v => v.Item1 is "@agency" or "@origin" or "@team"), ("@now", work.Now)]);
    }

    private async Task End(Work work, CancellationToken stop)
    {
        if (Change.EndReason is not { } reason) return;
        const string meant = "(select id from meant_person where changes = 1)";
        await work.Sql.Run($"delete from agency_membership where person_id in {meant} and ends_at is null and starts_at >= @now", stop, ("@now", work.Now));
        await work.Sql.Run($"update agency_membership set ends_at = @now where person_id in {meant} and ends_at is null", stop, ("@now", work.Now));
        await work.Sql.Run($"insert into person_history (id, person_id, kind, text, at) select {work.Sql.Pick("randomblob(16)", "gen_random_uuid()")}, id, @kind, @text, @now from meant_person where changes = 1",
            stop, ("@kind", HistoryKinds.Ended), ("@text", reason.Trim()), ("@now", work.Now));
    }

    private string Sets()
    {
        var sets = new List<string> { "changed_at = @now", "version = version + 1" };
        if (Change.AgencyId is not null) sets.Add("agency_id = @agency");
        if (Change.Origin is not null) sets.Add("origin = @origin");
        if (Change.Team is not null) sets.Add("team = nullif(@team, '')");
        if (Change.EndReason is not null) sets.Add("ended_at = @now");
        return string.Join(", ", sets);
    }
}

/// <summary>Shows what a bulk edit would do, without doing it.</summary>
public sealed class ChangePreviewQuery(Stores stores, PeopleQueries list)
{
    public async Task<ChangePreview> Of(IReadOnlyList<Guid>? ids, PeopleFilter? filter, PeopleChange change, CancellationToken stop = default)
    {
        await using var store = await stores.Open(stop);
        var people = await ChangePeople.Meant(store.Sql, ids, filter, stop);
        var changes = await ChangePeople.Mark(store.Sql, change, stop);
        var first = await list.Read(store.Sql, "p.id in (select id from meant_person where changes = 1)", 20, stop);
        await store.Sql.Run("drop table meant_person", stop);
        return new ChangePreview(people, changes, first);
    }
}
