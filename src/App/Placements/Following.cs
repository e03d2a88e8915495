using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>Moves or ends every placement in force at one place that changed: one read, one update and one bulk insert, however many they are.</summary>
internal sealed class Following(Work work, Place from, string reason, CancellationToken stop)
{
    /// <summary>Reserve code of a person whose place ended without a successor.</summary>
    public const string ClosedCode = "place-closed";

    private readonly (string, object?)[] _values = [("@area", from.AreaId), ("@post", from.PostId), ("@now", work.Now), ("@reason", reason)];

    /// <summary>Condition over <c>placement p</c>: at the place, and not over. An empty period (recalled before it began) is over.</summary>
    private string Here => (from.PostId is null ? "p.emergency_id in (select id from emergency) and p.area_id = @area" : "p.post_id = @post")
        + " and (p.ends_at is null or (p.ends_at > @now and p.ends_at > p.starts_at))";

    private sealed record Standing(Guid Id, Guid Emergency, Guid Person, Guid? Seat, Guid? SeatArea, bool SeatEnded, string Role, DateTimeOffset StartsAt, DateTimeOffset? EndsAt);

    public async Task<Guid> AreaOf(Guid post) => await work.Sql.First("select area_id from post where id = @p", row => row.Guid(0), stop, ("@p", post));

    /// <summary>Ends them all; people who serve nowhere else stand in reserve with the reason.</summary>
    public async Task End()
    {
        await work.Sql.Run($"""
            insert into reserve (emergency_id, person_id, code, reason, since, publication_id)
            select distinct p.emergency_id, p.person_id, '{ClosedCode}', {work.Sql.Pick("@reason", "cast(@reason as text)")}, {work.Sql.Pick("@now", "cast(@now as timestamptz)")}, {work.Sql.Pick("null", "cast(null as uuid)")}
            from placement p join emergency e on e.id = p.emergency_id and e.closed_at is null
            where {Here} and not exists (select 1 from placement o where o.person_id = p.person_id and o.emergency_id = p.emergency_id
              and (o.ends_at is null or (o.ends_at > @now and o.ends_at > o.starts_at)) and {(from.PostId is null ? "o.area_id <> @area" : "(o.post_id is null or o.post_id <> @post)")})
            on conflict (emergency_id, person_id) do update set code = excluded.code, reason = excluded.reason, since = excluded.since, publication_id = excluded.publication_id
            """, stop, _values);
        var ended = await Close();
        await After([], ended, 0);
    }

    /// <summary>Moves them all to one place.</summary>
    public async Task Move(Guid area, Guid? post)
    {
        var standing = await Read();
        if (standing.Count > 0) await Replace([.. standing.Select(s => (s, area, post))]);
        await After([area], standing.Count, standing.Count);
    }

    /// <summary>
    /// Moves them to the areas that stand in the place of one that ended. Whoever holds a seat goes with the seat; the others are shared by
    /// need, in the order of agency and own team, so that teams that came whole stay together where the numbers allow it.
    /// </summary>
    public async Task Succeed(IReadOnlyList<Guid> to)
    {
        var standing = await Read();
        var moves = new List<(Standing, Guid, Guid?)>(standing.Count);
        foreach (var emergency in standing.GroupBy(s => s.Emergency))
        {
            var seated = emergency.Where(s => s is { SeatEnded: false, SeatArea: { } area } && to.Contains(area)).ToList();
            moves.AddRange(seated.Select(s => (s, s.SeatArea!.Value, (Guid?)null)));
            var others = emergency.Except(seated).ToList();
            var counts = to.Count == 1 ? [others.Count] : SuccessionRules.Share(others.Count, await Needs(emergency.Key, to, seated));
            var next = 0;
            for (var i = 0; i < to.Count; i++)
                for (var n = 0; n < counts[i]; n++) moves.Add((others[next++], to[i], null));
        }
        if (moves.Count > 0) await Replace(moves);
        await After(to, standing.Count, moves.Count);
    }

    private Task<List<Standing>> Read() => work.Sql.List($"""
        select p.id, p.emergency_id, p.person_id, p.seat_id, s.area_id, case when s.ends_at is null then 0 else 1 end, p.role, p.starts_at, p.ends_at
        from placement p join person w on w.id = p.person_id left join seat s on s.id = p.seat_id
        where {Here} order by p.emergency_id, w.agency_id, coalesce(w.team, ''), p.person_id, p.starts_at
        """, row => new Standing(row.Guid(0), row.Guid(1), row.Guid(2), row.GuidOrNull(3), row.GuidOrNull(4), row.Int(5) == 1, row.Text(6), row.Instant(7), row.InstantOrNull(8)),
        stop, _values);

    private async Task<List<SuccessorNeed>> Needs(Guid emergency, IReadOnlyList<Guid> to, IReadOnlyList<Standing> seated)
    {
        var needs = new List<SuccessorNeed>();
        foreach (var area in to)
        {
            var need = await work.Sql.First("""
                select coalesce(d.minimum, 0), coalesce(d.target, 0), coalesce(d.absorption, 0),
                  (select count(*) from area k join placement p on p.emergency_id = @e and p.area_id = k.id
                   where k.path >= a.path and k.path < a.path || '~' and (p.ends_at is null or (p.ends_at > @now and p.ends_at > p.starts_at)))
                from area a left join demand d on d.emergency_id = @e and d.place_id = a.id where a.id = @a
                """, row => new SuccessorNeed(row.Int(0), row.Int(1), row.Int(2), row.Int(3)), stop, ("@e", emergency), ("@a", area), ("@now", work.Now));
            needs.Add(need with { Served = need.Served + seated.Count(s => s.SeatArea == area) });
        }
        return needs;
    }

    private Task<int> Close() => work.Sql.Run($"""
        update placement set ends_at = case when starts_at > @now then starts_at else @now end, end_reason = @reason
        where id in (select p.id from placement p where {Here})
        """, stop, _values);

    /// <summary>A successor begins when its predecessor ends: now, or, for one still to come, when it would have begun.</summary>
    private async Task Replace(IReadOnlyList<(Standing Old, Guid Area, Guid? Post)> moves)
    {
        await Close();
        await work.Store.Insert(moves.Select(m => new Placement
        {
            Id = Guid.CreateVersion7(), EmergencyId = m.Old.Emergency, PersonId = m.Old.Person, AreaId = m.Area, PostId = m.Post,
            SeatId = m.Old.SeatEnded ? null : m.Old.Seat, Role = m.Old.SeatEnded ? KeepSolution.Member : m.Old.Role,
            StartsAt = m.Old.StartsAt > work.Now ? m.Old.StartsAt : work.Now, EndsAt = m.Old.EndsAt,
            PreviousId = m.Old.Id, Reason = reason, MadeAt = work.Now,
        }), stop);
    }

    private async Task After(IReadOnlyList<Guid> to, int changed, int moved)
    {
        await StalePlans.Mark(work, from, reason, stop);
        foreach (var emergency in await work.Sql.List("select id from emergency where closed_at is null order by id", row => row.Guid(0), stop))
            await GapsInForce.Recount(work, emergency, [from.AreaId, .. to], GapsInForce.AreaChanged, stop);
        if (changed == 0) return;
        work.Note("placementsMoved", (work.Notes.GetValueOrDefault("placementsMoved") as int? ?? 0) + moved);
        work.Note("placementsEnded", (work.Notes.GetValueOrDefault("placementsEnded") as int? ?? 0) + changed - moved);
    }
}
