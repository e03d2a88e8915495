using Muster.Platform.Storage;

namespace Muster.Organisation.Contract;

/// <summary>Who commands an area, or leads one above it.</summary>
/// <param name="Step">How many areas above; 0 is the area itself.</param>
public sealed record ChainLink(Guid AreaId, int Step, Guid PersonId);

/// <summary>
/// The chain above places, nearest first: for each area one person who commands or leads there (who is delegated its command, else the host, else the secretary
/// or leader of the emergency's formation there, else who stands by for the host). Areas that nobody leads are passed over.
/// </summary>
public static class ChainOfCommand
{
    /// <summary>For a set of areas in one statement; links of an area are in the order of their steps, each person once.</summary>
    public static async Task<ILookup<Guid, ChainLink>> Of(Sql sql, Guid emergency, IReadOnlyCollection<Guid> areas, DateTimeOffset at, CancellationToken stop)
    {
        var links = await sql.List($"""
            with recursive up(root, id, parent_id, step) as (
              select a.id, a.id, a.parent_id, 0 from area a where {IdSet.In(sql, "a.id", "@areas")}
              union all select up.root, a.id, a.parent_id, up.step + 1 from up join area a on a.id = up.parent_id
            ), sits(root, step, rank, person_id, id) as (
              select up.root, up.step, 0, d.person_id, d.id from up join command_delegation d on d.area_id = up.id and d.starts_at <= @at and d.ends_at > @at
              union all
              select up.root, up.step, case when s.commands then case h.place when 'A' then 1 when 'B' then 5 else 6 end when s.kind = 'CommitteeSecretary' then 2 when s.kind = 'BranchSecretary' then 3 else 4 end, h.person_id, h.id
              from up join seat s on s.area_id = up.id and s.ends_at is null and (s.commands or (s.emergency_id = @e and s.kind in ('CommitteeSecretary', 'BranchSecretary', 'GroupLeader')))
              join seat_holding h on h.seat_id = s.id and h.starts_at <= @at and (h.ends_at is null or h.ends_at > @at) and (s.commands or h.place = 'A')
              left join formation f on f.id = s.formation_id where f.post_id is null
              union all
              select up.root, up.step, case when s.kind = 'BranchSecretary' then 3 else 4 end, h.person_id, h.id
              from up join formation_area c on c.area_id = up.id join formation f on f.id = c.formation_id and f.emergency_id = @e and f.area_id is null and f.post_id is null and f.ends_at is null
              join seat s on s.formation_id = f.id and s.ends_at is null and s.kind in ('BranchSecretary', 'GroupLeader')
              join seat_holding h on h.seat_id = s.id and h.place = 'A' and h.starts_at <= @at and (h.ends_at is null or h.ends_at > @at)
            )
            select root, step, person_id from sits order by root, step, rank, id
            """, row => new ChainLink(row.Guid(0), row.Int(1), row.Guid(2)), stop, ("@areas", IdSet.Of(sql, areas)), ("@e", emergency), ("@at", at));
        return links.DistinctBy(l => (l.AreaId, l.Step)).DistinctBy(l => (l.AreaId, l.PersonId)).ToLookup(l => l.AreaId);
    }
}
