using Muster.Platform.Storage;

namespace Muster.Organisation;

/// <summary>A formation as charts and lists show it.</summary>
/// <param name="Depth">0 for the top.</param>
/// <param name="Below">How many open formations stand directly below it.</param>
/// <param name="Leader">Who holds the leader's seat as A, null where nobody does: to be shown loudly.</param>
/// <param name="Units">Areas it covers.</param>
public sealed record FormationLine(Guid Id, Guid? ParentId, FormationKind Kind, string Name, Guid? AreaId, Guid? PostId, int Version, int Depth, long Below, string? Leader, string? Alternate,
    long Members, long Units);

public sealed record FormationCount(FormationKind Kind, long Formations);

public sealed record MemberLine(Guid PersonId, string Name, string? Agency, string Role, DateTimeOffset Since);

/// <summary>Reads formations.</summary>
public static class FormationQueries
{
    private const string Columns = """
        select f.id, f.parent_id, f.kind, f.name, f.area_id, f.post_id, f.version,
          (select count(*) from formation b where b.emergency_id = f.emergency_id and b.parent_id = f.id and b.ends_at is null),
          (select min(p.name) from seat s join seat_holding h on h.seat_id = s.id and h.ends_at is null and h.place = 'A' join person p on p.id = h.person_id where s.formation_id = f.id and s.ends_at is null),
          (select min(p.name) from seat s join seat_holding h on h.seat_id = s.id and h.ends_at is null and h.place = 'B' join person p on p.id = h.person_id where s.formation_id = f.id and s.ends_at is null),
          (select count(*) from formation_member m where m.formation_id = f.id and m.ends_at is null),
          (select count(*) from formation_area c where c.formation_id = f.id)
        from formation f left join area a on a.id = f.area_id
        where f.emergency_id = @e and f.ends_at is null
        """;

    // Committees and branches before work groups, then as the territory runs, then by name (groups at posts carry their number in it).
    private const string Order = """
         order by case f.kind when 'Committee' then 0 when 'Office' then 1 when 'WorkGroup' then 2 when 'Branch' then 3 when 'Group' then 4 when 'Team' then 5 else 6 end,
           coalesce(a.path, (select min(u.path) from formation_area c join area u on u.id = c.area_id where c.formation_id = f.id), ''), f.name, f.id limit @max
        """;

    public static Task<List<FormationCount>> Counts(Sql sql, Guid emergencyId, CancellationToken stop) => sql.List(
        "select kind, count(*) from formation where emergency_id = @e and ends_at is null group by kind order by kind",
        row => new FormationCount(row.Enum<FormationKind>(0), row.Long(1)), stop, ("e", emergencyId));

    /// <summary>What stands directly below a formation; null for the top.</summary>
    public static Task<List<FormationLine>> Below(Sql sql, Guid emergencyId, Guid? parent, int rowsMax, CancellationToken stop) =>
        sql.List(Columns + (parent is null ? " and f.parent_id is null" : " and f.parent_id = @parent") + Order, row => Read(row, 0), stop, ("e", emergencyId), ("parent", parent ?? Guid.Empty), ("max", rowsMax));

    public static Task<FormationLine?> Find(Sql sql, Guid emergencyId, Guid id, CancellationToken stop) =>
        sql.First(Columns + " and f.id = @id", row => Read(row, 0), stop, ("e", emergencyId), ("id", id));

    /// <summary>The whole tree, each after the one above it; at most so many, to be drawn or exported.</summary>
    public static async Task<List<FormationLine>> Tree(Sql sql, Guid emergencyId, int rowsMax, CancellationToken stop)
    {
        var all = await sql.List(Columns + Order, row => Read(row, 0), stop, ("e", emergencyId), ("max", rowsMax));
        var below = all.ToLookup(f => f.ParentId ?? Guid.Empty);
        var known = all.Select(f => f.Id).ToHashSet();
        var tree = new List<FormationLine>(all.Count);
        void Add(FormationLine line, int depth)
        {
            tree.Add(line with { Depth = depth });
            foreach (var child in below[line.Id]) Add(child, depth + 1);
        }
        foreach (var root in all.Where(f => f.ParentId is null || !known.Contains(f.ParentId.Value))) Add(root, 0);
        return tree;
    }

    public static Task<List<MemberLine>> Members(Sql sql, Guid formationId, int rowsMax, CancellationToken stop) => sql.List("""
        select p.id, p.name, g.name, m.role, m.starts_at from formation_member m join person p on p.id = m.person_id left join agency g on g.id = p.agency_id
        where m.formation_id = @f and m.ends_at is null order by p.name, p.id limit @max
        """, row => new MemberLine(row.Guid(0), row.Text(1), row.TextOrNull(2), row.Text(3), row.Instant(4)), stop, ("f", formationId), ("max", rowsMax));

    private static FormationLine Read(Row row, int depth) => new(row.Guid(0), row.GuidOrNull(1), row.Enum<FormationKind>(2), row.Text(3), row.GuidOrNull(4), row.GuidOrNull(5), row.Int(6), depth,
        row.Long(7), row.TextOrNull(8), row.TextOrNull(9), row.Long(10), row.Long(11));
}
