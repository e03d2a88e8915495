using System.Data.Common;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Notify;
using Muster.Rosters.Filling;

namespace Muster.Rosters;

/// <summary>A roster came into force.</summary>
public sealed record RosterPublished(Guid RosterId, Guid EmergencyId, Guid AreaId);

/// <param name="People">Told of their turns.</param>
/// <param name="Holes">Bands on days that are short, each with its reason.</param>
public sealed record RostersPublished(int Rosters, int Turns, int People, int Bands, int Covered, int Holes);

/// <summary>
/// Brings draft rosters into force, all or none. Every hard rule is checked again turn by turn; an open turn gets its reason. Each person with a turn
/// is told.
/// </summary>
public sealed record PublishRosters(IReadOnlyList<Guid> RosterIds) : Act<RostersPublished>
{
    private const int FindingsTold = 5;

    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<RostersPublished> Do(Work work, CancellationToken stop)
    {
        if (RosterIds.Count == 0) throw new Refused("rosters-none", "没有草稿排班可以发布。", "There is no draft roster to publish.");
        var done = new RostersPublished(0, 0, 0, 0, 0, 0);
        foreach (var id in RosterIds.Distinct())
        {
            var one = await Publish(work, id, stop);
            done = new(done.Rosters + 1, done.Turns + one.Turns, done.People + one.People, done.Bands + one.Bands, done.Covered + one.Covered, done.Holes + one.Holes);
        }
        if (RosterIds is [var only]) work.About("roster", only);
        work.Note("published", done);
        return done;
    }

    private static async Task<RostersPublished> Publish(Work work, Guid id, CancellationToken stop)
    {
        var roster = await work.Store.FindAsync<Roster>([id], stop);
        Refused.Where(RosterRules.ForDraft(roster));
        await work.Open(roster!.EmergencyId, stop);
        var ground = await RosterGround.Read(work.Store, roster, stop);
        if (await Explain(work, ground, stop)) ground = await RosterGround.Read(work.Store, roster, stop);
        var check = RosterCheck.Of(ground);
        Refused.Where(check.Findings.Take(FindingsTold).Select(f => Told(f, ground.AreaName)));
        try
        {
            await work.Sql.Run("update shift set state = 'Published', version = version + 1 where roster_id = @r and state = 'Draft'", stop, ("@r", id));
        }
        catch (DbException twice) when (twice.Message.Contains("one_shift_at_a_time", StringComparison.Ordinal))
        {
            throw new Refused("shift-overlap", $"“{ground.AreaName}”有人同一时间在别处也有已发布的班：请重新计算。", $"Somebody in “{ground.AreaName}” has a published turn elsewhere at the same time: fill the roster again.");
        }
        (roster.State, roster.PublishedAt, roster.PublishedBy, roster.Version) = (RosterState.Published, work.Now, work.Actor.Name, roster.Version + 1);
        var people = ground.Shifts.Where(s => s.PersonId is not null).GroupBy(s => s.PersonId!.Value).ToList();
        foreach (var person in people) Tell(work, ground, person);
        work.Raise(new RosterPublished(id, roster.EmergencyId, roster.AreaId));
        return new RostersPublished(1, ground.Shifts.Count, people.Count, check.Bands, check.Covered, check.Holes);
    }

    /// <summary>Open turns that nobody explained yet: of a roster made by hand.</summary>
    private static async Task<bool> Explain(Work work, RosterGround ground, CancellationToken stop)
    {
        var bands = ground.Bands.ToDictionary(b => b.Id);
        var turns = ground.Shifts.Where(s => s.PersonId is not null).ToLookup(s => s.PersonId!.Value, Turn.Of);
        var people = ground.People.ToDictionary(p => p.Id);
        var mute = ground.Shifts.Where(s => s.PersonId is null && s.Reason.Length == 0).GroupBy(s => (s.PostTimeId, s.Day)).ToList();
        foreach (var cell in mute)
            await work.Sql.Run("update shift set reason = @why where roster_id = @r and post_time_id = @t and day = @d and person_id is null and reason = ''", stop,
                ("@why", HoleReason.Of(ground, bands[cell.Key.PostTimeId], cell.Key.Day, p => [.. people[p].Elsewhere, .. turns[p]])), ("@r", ground.Roster.Id), ("@t", cell.Key.PostTimeId), ("@d", cell.Key.Day));
        return mute.Count > 0;
    }

    private static Broken Told(RosterFinding finding, string area)
    {
        var where = $"{area} {finding.Post} {finding.Day:yyyy-MM-dd} {finding.Band}";
        if (finding.ShiftId is null || finding.PersonId is null) return new("roster-missing", $"{where}：班次不全，请重新计算。", $"{where}: turns are missing, fill the roster again.");
        var rule = finding.Code == "not-placed" ? new Broken("not-placed", "有人已不安排在这里。", "Somebody is no longer placed here.") : Changing.ChangeRules.Told(finding.Code, finding.Person!);
        return new(rule.Code, $"{where}：{rule.Zh}", $"{where}: {rule.En}");
    }

    private static void Tell(Work work, RosterGround ground, IGrouping<Guid, Shift> person)
    {
        var first = person.MinBy(s => s.StartsAt)!;
        var band = ground.Bands.Single(b => b.Id == first.PostTimeId);
        work.Tell(Addressee.Person(person.Key), RosterNotices.Published,
            $"{ground.AreaName}的排班已发布，您有 {person.Count()} 个班，第一班 {first.Day:M月d日} {band.Band.Hours} {band.Post}。",
            $"The roster of {ground.AreaName} is published. You have {InEnglish.Of(person.Count(), "turn", "turns")}, the first on {first.Day:d MMM} {band.Band.Hours} at {band.Post}.", $"/rosters/{ground.Roster.Id}");
    }
}

/// <summary>What people are told of rosters.</summary>
internal static class RosterNotices
{
    public static readonly NoticeKind Published = new("roster-published", "rosters.notice.published"), Changed = new("shift-changed", "rosters.notice.changed", Loud: true);
}
