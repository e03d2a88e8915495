using Muster.Optimiser.Placing;
using Muster.Placements.Standing;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>How many placements in force were changed.</summary>
public sealed record PlacementsChanged(int Placements);

/// <summary>
/// Ends placements in force at a moment: the agency calls its people back, or the service is over. They go to the reserve list with the reason
/// and stay there until somebody places them. The published plan stays as it was.
/// </summary>
/// <param name="Recalled">Called back by the agency; false: the service is over.</param>
public sealed record EndPlacements(Guid EmergencyId, IReadOnlyList<Guid> People, DateTimeOffset At, string Reason, bool Recalled = true) : Act<PlacementsChanged>
{
    public const string RecalledCode = "recalled";
    public const string EndedCode = "ended";

    protected internal override Permission Needs => Permission.PublishPlans;

    protected internal override bool InPart => true;

    protected internal override async Task<PlacementsChanged> Do(Work work, CancellationToken stop)
    {
        Refused.Where(ChangeRules.Asked(People, Reason));
        var ended = 0;
        foreach (var person in People)
        {
            ended += await work.Sql.Run("""
                update placement set ends_at = case when starts_at > @at then starts_at else @at end, end_reason = @reason
                where emergency_id = @e and person_id = @x and (ends_at is null or ends_at > @at)
                """, stop, ("@e", EmergencyId), ("@x", person), ("@at", At), ("@reason", Reason.Trim()));
            await work.Sql.Run("delete from reserve where emergency_id = @e and person_id = @x", stop, ("@e", EmergencyId), ("@x", person));
            work.Store.Add(new Reserve { EmergencyId = EmergencyId, PersonId = person, Code = Recalled ? RecalledCode : EndedCode, Reason = Reason.Trim(), Since = work.Now });
        }
        ChangeRules.Found(ended, People.Count);
        await GapsInForce.Recount(work, EmergencyId, await Placing.LastAreas(work.Sql, EmergencyId, People, stop), GapsInForce.PeopleLeft, stop, At);
        work.About("emergency", EmergencyId);
        work.Note("people", People.Count);
        work.Note("recalled", Recalled);
        work.Note("at", At);
        work.Note("reason", Reason);
        return new PlacementsChanged(ended);
    }
}

/// <summary>Gives placements in force another end (null: open-ended).</summary>
public sealed record ExtendPlacements(Guid EmergencyId, IReadOnlyList<Guid> People, DateTimeOffset? Until, string Reason) : Act<PlacementsChanged>
{
    protected internal override Permission Needs => Permission.PublishPlans;

    protected internal override bool InPart => true;

    protected internal override async Task<PlacementsChanged> Do(Work work, CancellationToken stop)
    {
        Refused.Where(ChangeRules.Asked(People, Reason));
        if (Until <= work.Now) throw new Refused("until-past", "新的结束时间已过。", "The new end has passed already.", nameof(Until));
        if (Until is not null && await work.Sql.Number($"""
            select count(*) from placement where emergency_id = @e and {IdSet.In(work.Sql, "person_id", "@people")} and starts_at >= @until and (ends_at is null or ends_at > starts_at)
            """, stop, ("@e", EmergencyId), ("@people", IdSet.Of(work.Sql, People)), ("@until", Until)) > 0)
            throw new Refused("until-before-start", "有人在新的结束时间以后才到岗。", "Somebody begins only after the new end.", nameof(Until));
        var changed = 0;
        foreach (var person in People)
            changed += await work.Sql.Run($"""
                update placement set ends_at = {work.Sql.Pick("@until", "cast(@until as timestamptz)")} where emergency_id = @e and person_id = @x and (ends_at is null or ends_at > @now and ends_at > starts_at)
                """, stop, ("@e", EmergencyId), ("@x", person), ("@now", work.Now), ("@until", Until));
        ChangeRules.Found(changed, People.Count);
        await Counts.StandingCounts.Near(work.Sql, EmergencyId, await Placing.LastAreas(work.Sql, EmergencyId, People, stop), stop);
        work.About("emergency", EmergencyId);
        work.Note("people", People.Count);
        work.Note("until", Until);
        work.Note("reason", Reason);
        return new PlacementsChanged(changed);
    }
}

/// <summary>
/// Places one person by hand after publication: what was in force ends when this begins, and the new placement says why. Replacing a
/// rotation wave is the same for pairs of people (<see cref="ReplaceWave"/>).
/// </summary>
public sealed record PlacePerson(Guid EmergencyId, Guid PersonId, Guid AreaId, Guid? PostId, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, string Reason) : Act<Guid>
{
    protected internal override Permission Needs => Permission.PublishPlans;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var id = (await All.Put(work, stop))[0];
        work.About("placement", id);
        return id;
    }

    internal PlacePeople All => new(EmergencyId, [PersonId], AreaId, PostId, StartsAt, EndsAt, Reason);
}

/// <summary>Places several people in one place after publication, all or nothing, judged as one change.</summary>
public sealed record PlacePeople(Guid EmergencyId, IReadOnlyList<Guid> People, Guid AreaId, Guid? PostId, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, string Reason) : Act<PlacementsChanged>
{
    protected internal override Permission Needs => Permission.PublishPlans;

    protected internal override bool InPart => true;

    protected internal override async Task<PlacementsChanged> Do(Work work, CancellationToken stop)
    {
        Refused.Where(MoveRules.Chosen(People));
        await Put(work, stop);
        work.About("emergency", EmergencyId);
        work.Note("people", People.Count);
        return new PlacementsChanged(People.Count);
    }

    internal async Task<List<Guid>> Put(Work work, CancellationToken stop)
    {
        Refused.Where(ChangeRules.Asked(People, Reason));
        if (EndsAt <= StartsAt) throw new Refused("ends-before-start", "结束时间不晚于开始时间。", "The end is not after the start.", nameof(EndsAt));
        await PlacementLock.Take(work.Sql, EmergencyId, stop);
        await Placing.RefuseClosed(work.Sql, AreaId, PostId, stop);
        var (problem, standing) = await InForceProblem.Open(work.Store, EmergencyId, StartsAt, stop);
        Refused.Where((await Judge(work.Sql, problem, standing, stop)).Broken);
        var ids = new List<Guid>();
        foreach (var person in People) ids.Add(await Placing.Put(work, EmergencyId, person, AreaId, PostId, KeepSolution.Member, StartsAt, EndsAt, Reason, stop));
        await work.Store.SaveChangesAsync(stop);
        await GapsInForce.Recount(work, EmergencyId, [AreaId, .. await Placing.LastAreas(work.Sql, EmergencyId, People, stop)], GapsInForce.PeopleLeft, stop, StartsAt);
        work.Note("area", AreaId);
        work.Note("post", PostId);
        work.Note("reason", Reason);
        return ids;
    }

    /// <summary>The rules of a plan hold here too: limits of places, avoidances, pairing, who must stay.</summary>
    internal async Task<MovePreview> Judge(Sql sql, PlanProblem problem, PlacingPlan standing, CancellationToken stop)
    {
        var place = problem.PlaceIndex(AreaId, PostId);
        if (People.Count(p => problem.PersonIndex(p) < 0) is > 0 and var unknown)
            return MoveRules.Impossible(new Broken("person-not-mustered", $"有 {unknown} 人没有被本次行动集结。", $"{unknown} of the people are not mustered for the emergency."));
        if (place < 0) return MoveRules.Impossible(new Broken("place-unknown", "这个地方没有需求，不能安排人。", "This place has no demand; nobody can be placed there.", nameof(AreaId)));
        return await Judgements.Of(sql, InForceProblem.Free(problem), standing, [.. People.Select(p => new PlacingMove(problem.PersonIndex(p), place))], stop);
    }
}

/// <summary>One for one: <paramref name="Comes"/> takes the place of <paramref name="Goes"/>.</summary>
public sealed record Replacement(Guid Goes, Guid Comes);

/// <summary>Replaces a rotation wave: each who comes takes exactly the place of the one who goes, at one moment, all or nothing.</summary>
public sealed record ReplaceWave(Guid EmergencyId, IReadOnlyList<Replacement> Pairs, DateTimeOffset At, string Reason) : Act<PlacementsChanged>
{
    public const string RelievedCode = "relieved";

    protected internal override Permission Needs => Permission.PublishPlans;

    protected internal override bool InPart => true;

    protected internal override async Task<PlacementsChanged> Do(Work work, CancellationToken stop)
    {
        Refused.Where(ChangeRules.Asked(Pairs.SelectMany(p => (Guid[])[p.Goes, p.Comes]).ToList(), Reason));
        await PlacementLock.Take(work.Sql, EmergencyId, stop);
        var (problem, standing) = await InForceProblem.Open(work.Store, EmergencyId, At, stop);
        Refused.Where((await Judge(work.Sql, problem, standing, stop)).Broken);
        foreach (var pair in Pairs)
        {
            var place = await work.Sql.First("""
                select area_id, post_id, role, ends_at from placement where emergency_id = @e and person_id = @x and starts_at <= @at and (ends_at is null or ends_at > @at)
                """, row => (Area: row.Guid(0), Post: row.GuidOrNull(1), Role: row.Text(2), Ends: row.InstantOrNull(3), Found: true), stop,
                ("@e", EmergencyId), ("@x", pair.Goes), ("@at", At));
            if (!place.Found) throw new Refused("not-placed", "轮换下去的人此刻没有安排。", "Somebody who goes has no place at that moment.", nameof(Pairs));
            await work.Sql.Run("update placement set ends_at = @at, end_reason = @reason where emergency_id = @e and person_id = @x and starts_at <= @at and (ends_at is null or ends_at > @at)",
                stop, ("@e", EmergencyId), ("@x", pair.Goes), ("@at", At), ("@reason", Reason.Trim()));
            await Placing.Put(work, EmergencyId, pair.Comes, place.Area, place.Post, place.Role, At, place.Ends, Reason, stop);
            await work.Sql.Run("delete from reserve where emergency_id = @e and person_id = @x", stop, ("@e", EmergencyId), ("@x", pair.Goes));
            work.Store.Add(new Reserve { EmergencyId = EmergencyId, PersonId = pair.Goes, Code = RelievedCode, Reason = Reason.Trim(), Since = work.Now });
        }
        await work.Store.SaveChangesAsync(stop);
        await GapsInForce.Recount(work, EmergencyId, await Placing.LastAreas(work.Sql, EmergencyId, Pairs.SelectMany(p => (Guid[])[p.Goes, p.Comes]).ToList(), stop), GapsInForce.PeopleLeft, stop, At);
        work.About("emergency", EmergencyId);
        work.Note("pairs", Pairs.Count);
        work.Note("at", At);
        work.Note("reason", Reason);
        return new PlacementsChanged(Pairs.Count);
    }

    /// <summary>All pairs as one change. Whoever comes from another place leaves it without a successor; the figures say so.</summary>
    internal async Task<MovePreview> Judge(Sql sql, PlanProblem problem, PlacingPlan standing, CancellationToken stop)
    {
        var moves = new List<PlacingMove>();
        foreach (var pair in Pairs)
        {
            var (goes, comes) = (problem.PersonIndex(pair.Goes), problem.PersonIndex(pair.Comes));
            if (goes < 0 || standing.Place[goes] < 0)
                return MoveRules.Impossible(new Broken("not-placed", "轮换下去的人此刻没有安排。", "Somebody who goes has no place at that moment.", nameof(Pairs)));
            if (comes < 0) return MoveRules.Impossible(new Broken("person-not-mustered", "轮换上来的人没有被本次行动集结。", "Somebody who comes is not mustered for the emergency.", nameof(Pairs)));
            moves.Add(new PlacingMove(goes, -1));
            moves.Add(new PlacingMove(comes, standing.Place[goes]));
        }
        return await Judgements.Of(sql, InForceProblem.Free(problem), standing, [.. moves], stop);
    }
}

/// <summary>Writes one placement in force: ends what overlaps in this emergency; what another emergency holds is the database's to refuse.</summary>
internal static class Placing
{
    /// <summary>Every area these people were ever placed in by the emergency: where numbers may have changed.</summary>
    public static Task<List<Guid>> LastAreas(Sql sql, Guid emergency, IReadOnlyList<Guid> people, CancellationToken stop) =>
        sql.List($"select distinct area_id from placement where emergency_id = @e and {IdSet.In(sql, "person_id", "@people")}", row => row.Guid(0), stop,
            ("@e", emergency), ("@people", IdSet.Of(sql, people)));

    /// <exception cref="Refused">The area or the post was closed, or the post belongs to another area.</exception>
    public static async Task RefuseClosed(Sql sql, Guid area, Guid? post, CancellationToken stop)
    {
        var open = post is null
            ? await sql.Number("select count(*) from area where id = @a and valid_to is null", stop, ("@a", area))
            : await sql.Number("select count(*) from area a join post q on q.area_id = a.id where a.id = @a and a.valid_to is null and q.id = @q and q.valid_to is null",
                stop, ("@a", area), ("@q", post));
        if (open == 0)
            throw new Refused("place-closed", "这个属地或岗位已撤销，或岗位不在这个属地。请另选一处。", "This area or post was closed, or the post is not in the area. Choose another.", "AreaId");
    }

    public static async Task<Guid> Put(Work work, Guid emergency, Guid person, Guid area, Guid? post, string role, DateTimeOffset starts, DateTimeOffset? ends,
        string reason, CancellationToken stop)
    {
        if (await work.Sql.Number("select count(*) from mustered where emergency_id = @e and person_id = @x", stop, ("@e", emergency), ("@x", person)) == 0)
            throw new Refused("person-not-mustered", "这个人没有被本次行动集结。", "This person is not mustered for the emergency.");
        var previous = await work.Sql.First("select id from placement where emergency_id = @e and person_id = @x and starts_at <= @at and (ends_at is null or ends_at > @at)",
            row => row.Guid(0), stop, ("@e", emergency), ("@x", person), ("@at", starts));
        await work.Sql.Run("""
            update placement set ends_at = case when starts_at > @at then starts_at else @at end, end_reason = @reason
            where emergency_id = @e and person_id = @x and (ends_at is null or ends_at > @at)
            """, stop, ("@e", emergency), ("@x", person), ("@at", starts), ("@reason", reason.Trim()));
        if (await work.Sql.Number("select count(*) from placement where person_id = @x and emergency_id <> @e and (ends_at is null or ends_at > @at)", stop,
            ("@e", emergency), ("@x", person), ("@at", starts)) > 0)
            throw new Refused("already-placed", "这个人在同一时间已被其他行动安排。", "Another emergency has placed this person at that time.");
        var placement = new Placement
        {
            Id = Guid.CreateVersion7(), EmergencyId = emergency, PersonId = person, AreaId = area, PostId = post, Role = role, StartsAt = starts, EndsAt = ends,
            PreviousId = previous == Guid.Empty ? null : previous, Reason = reason.Trim(), MadeAt = work.Now,
        };
        work.Store.Add(placement);
        await work.Sql.Run("delete from reserve where emergency_id = @e and person_id = @x", stop, ("@e", emergency), ("@x", person));
        return placement.Id;
    }
}

/// <summary>What changes to placements in force must say; pure but for the count it is given.</summary>
public static class ChangeRules
{
    public static IEnumerable<Broken> Asked(IReadOnlyList<Guid> people, string reason)
    {
        if (people.Count == 0) yield return new Broken("nobody-chosen", "请先选择人员。", "Choose the people.", "People");
        if (people.Distinct().Count() != people.Count) yield return new Broken("person-twice", "同一个人出现了两次。", "Somebody appears twice.", "People");
        if (string.IsNullOrWhiteSpace(reason)) yield return new Broken("reason-missing", "请写明理由。", "Say why.", "Reason");
    }

    /// <exception cref="Refused">Fewer placements than people: somebody has none in force.</exception>
    public static void Found(int placements, int people)
    {
        if (placements < people)
            throw new Refused("not-placed", $"选了 {people} 人，其中 {people - placements} 人此刻没有安排，全部未改。",
                $"{InEnglish.People(people - placements)} of the {people} chosen had no placement then; nothing was changed.");
    }
}
