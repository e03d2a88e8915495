using Muster.Emergencies.Contract;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Organisation;

public sealed record SeatHolder(Holder Place, Guid PersonId, string Name, DateTimeOffset Since);

/// <summary>A seat in a list, with who holds it.</summary>
public sealed record SeatLine(Guid Id, SeatKind Kind, string Title, Guid? FormationId, Guid? AreaId, string? AreaName, Guid? PostId, int? MinimumGrade, bool PartyMember,
    bool FromAlternates, bool Commands, bool Filled, int Version, string Path)
{
    public IReadOnlyList<SeatHolder> Holders { get; set; } = [];
    public string Cursor => (Filled ? "1" : "0") + "/" + Path + "/" + Id.ToString("n");
}

/// <summary>Seats of a kind: how many, how many without A, how many with A but nobody to stand by.</summary>
public sealed record SeatCount(SeatKind Kind, long Seats, long Unfilled, long WithoutAlternate);

/// <summary>Filters of the seat list.</summary>
public sealed record SeatFilter(SeatKind? Kind = null, bool? Filled = null, string? Search = null, Guid? Below = null);

/// <summary>An unfilled seat that a plan may fill from the mustered people.</summary>
/// <param name="MinimumGrade">Least rank, null for any.</param>
public sealed record SeatForPlacing(Guid SeatId, SeatKind Kind, Guid? AreaId, Guid? PostId, int? MinimumGrade, bool PartyMember, string Title);

/// <summary>A person to choose for a seat.</summary>
public sealed record SeatPerson(Guid Id, string Line);

/// <summary>Reads seats: those of the emergency, and of the territory under it. Unfilled ones come first.</summary>
public static class SeatQueries
{
    private const string IsFilled = "exists (select 1 from seat_holding h where h.seat_id = s.id and h.place = 'A' and h.ends_at is null)";

    /// <summary>The seats of the emergency, and those of the territory under it: each set through an index of its own.</summary>
    public static Task<List<SeatCount>> Counts(Sql sql, Ground ground, CancellationToken stop) => sql.List("""
        select s.kind, count(*), count(*) - count(h.id), count(h.id) - sum(case when h.id is not null and b.seat_id is not null then 1 else 0 end) from (
          select id, kind from seat where emergency_id = @e and ends_at is null
          union all
          select t.id, t.kind from seat t cross join area a where t.emergency_id is null and t.ends_at is null and a.id = t.area_id and a.path >= @from and a.path < @end) s
        left join seat_holding h on h.seat_id = s.id and h.place = 'A' and h.ends_at is null
        left join (select distinct seat_id from seat_holding where place <> 'A' and ends_at is null) b on b.seat_id = s.id
        group by s.kind order by s.kind
        """, row => new SeatCount(row.Enum<SeatKind>(0), row.Long(1), row.Long(2), row.Long(3)), stop, ("e", ground.EmergencyId), ("from", ground.Path), ("end", ground.End));

    /// <summary>Unfilled first, then filled; in both those of no area, then as the territory runs.</summary>
    public static async Task<List<SeatLine>> List(Sql sql, Ground ground, SeatFilter filter, string? after, int rowsMax, CancellationToken stop)
    {
        var (begun, path, id) = after?.Split('/') is [var f, var p, var g] && Guid.TryParseExact(g, "n", out var guid) ? (f == "1", p, guid) : (false, "", Guid.Empty);
        var lines = new List<SeatLine>();
        foreach (var filled in (bool[])[false, true])
        {
            if (filter.Filled is { } only && only != filled || begun && !filled) continue;
            var (fromPath, fromId) = filled == begun ? (path, id) : ("", Guid.Empty);
            if (fromPath.Length == 0 && filter.Below is null) lines.AddRange(await Part("s.emergency_id = @e and s.area_id is null and s.id > @id", "s.id", filled, fromPath, fromId));
            if (lines.Count < rowsMax)
                lines.AddRange(await Part("s.area_id = a.id and (s.emergency_id = @e or s.emergency_id is null) and a.path >= @from and a.path < @end and a.path >= @path and (a.path > @path or s.id > @id)", "a.path, s.id", filled, fromPath, fromId));
            if (lines.Count >= rowsMax) break;
        }
        await Holders(sql, lines, stop);
        return lines;

        Task<List<SeatLine>> Part(string condition, string order, bool filled, string fromPath, Guid fromId)
        {
            var search = (filter.Search ?? "").Trim().Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
            var tables = order == "s.id" ? "seat s left join area a on 1 = 0" : "area a cross join seat s";
            return sql.List($"""
                select s.id, s.kind, s.title, s.formation_id, s.area_id, a.name, f.post_id, s.minimum_grade, s.party_member, s.from_alternates, s.commands, {(filled ? 1 : 0)}, s.version, coalesce(a.path, '')
                from {tables} left join formation f on f.id = s.formation_id
                where s.ends_at is null and {condition} and {(filled ? "" : "not ")}{IsFilled}
                  {(filter.Kind is null ? "" : "and s.kind = @kind")} {(search.Length == 0 ? "" : "and (s.title like @like or a.initials like @start or a.pinyin like @start)")}
                  {(filter.Below is null ? "" : "and a.path >= (select b.path from area b where b.id = @below) and a.path < (select b.path from area b where b.id = @below) || '~'")}
                order by {order} limit @max
                """, Read, stop,
                ("e", ground.EmergencyId), ("from", ground.Path), ("end", ground.End), ("kind", filter.Kind), ("like", "%" + search + "%"), ("start", search.ToLowerInvariant() + "%"),
                ("below", filter.Below), ("path", fromPath), ("id", fromId), ("max", rowsMax - lines.Count));
        }
    }

    /// <summary>Seats that nobody holds and that people sent down may hold; the territory's own seats are not among them.</summary>
    public static Task<List<SeatForPlacing>> ForPlacing(Sql sql, Guid emergencyId, CancellationToken stop) => sql.List($"""
        select s.id, s.kind, s.area_id, f.post_id, s.minimum_grade, s.party_member, s.title from seat s left join formation f on f.id = s.formation_id
        where s.ends_at is null and s.emergency_id = @e and s.kind in ('FirstSecretary', 'BranchSecretary', 'GroupLeader', 'TeamLeader')
          and (s.area_id is not null or f.post_id is not null) and s.from_alternates = {sql.Pick("0", "false")} and not {IsFilled}
        order by s.id
        """, row => new SeatForPlacing(row.Guid(0), row.Enum<SeatKind>(1), row.GuidOrNull(2), row.GuidOrNull(3), row.IntOrNull(4), row.Bool(5), row.Text(6)), stop, ("e", emergencyId));

    private const string One = """
        select s.id, s.kind, s.title, s.formation_id, s.area_id, a.name, f.post_id, s.minimum_grade, s.party_member, s.from_alternates, s.commands,
        """ + " case when " + IsFilled + " then 1 else 0 end, s.version, coalesce(a.path, '') from seat s left join area a on a.id = s.area_id left join formation f on f.id = s.formation_id where s.ends_at is null and ";

    public static async Task<SeatLine?> Find(Sql sql, Guid seatId, CancellationToken stop)
    {
        var lines = await sql.List(One + "s.id = @s", Read, stop, ("s", seatId));
        await Holders(sql, lines, stop);
        return lines.FirstOrDefault();
    }

    /// <summary>The seats of a formation.</summary>
    public static async Task<List<SeatLine>> Of(Sql sql, Guid formationId, CancellationToken stop)
    {
        var lines = await sql.List(One + "s.formation_id = @f order by s.title", Read, stop, ("f", formationId));
        await Holders(sql, lines, stop);
        return lines;
    }

    /// <summary>People whose name, given name, pinyin or initials begin so; at most 20.</summary>
    public static async Task<List<SeatPerson>> People(Sql sql, string? find, CancellationToken stop)
    {
        var text = (find ?? "").Trim().Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return text.Length == 0 ? [] : await sql.List("""
            select p.id, p.name, g.name, p.job_title, p.grade_name from person p left join agency g on g.id = p.agency_id
            where p.ended_at is null and (p.name like @like or p.name_tail like @like or p.pinyin like @start or p.initials like @start) order by p.name, p.id limit 20
            """, row => new SeatPerson(row.Guid(0), string.Join(" · ", new[] { row.Text(1), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4) }.Where(x => !string.IsNullOrEmpty(x)))), stop,
            ("like", text + "%"), ("start", text.ToLowerInvariant() + "%"));
    }

    /// <summary>Everyone who ever held a seat, newest first.</summary>
    public static Task<List<(Holder Place, string Name, DateTimeOffset From, DateTimeOffset? To, string Reason)>> History(Sql sql, Guid seatId, CancellationToken stop) => sql.List("""
        select h.place, p.name, h.starts_at, h.ends_at, h.reason from seat_holding h join person p on p.id = h.person_id where h.seat_id = @s order by h.starts_at desc, h.place
        """, row => (row.Enum<Holder>(0), row.Text(1), row.Instant(2), row.InstantOrNull(3), row.Text(4)), stop, ("s", seatId));

    private static SeatLine Read(Row row) => new SeatLine(row.Guid(0), row.Enum<SeatKind>(1), row.Text(2), row.GuidOrNull(3), row.GuidOrNull(4), row.TextOrNull(5), row.GuidOrNull(6), row.IntOrNull(7),
                row.Bool(8), row.Bool(9), row.Bool(10), row.Int(11) == 1, row.Int(12), row.Text(13));

    private static async Task Holders(Sql sql, List<SeatLine> lines, CancellationToken stop)
    {
        foreach (var chunk in lines.Chunk(500))
        {
            var values = new List<(string, object?)>();
            var names = string.Join(',', chunk.Select((line, i) =>
            {
                values.Add(("s" + i, line.Id));
                return "@s" + i;
            }));
            var held = await sql.List($"""
                select h.seat_id, h.place, h.person_id, p.name, h.starts_at from seat_holding h join person p on p.id = h.person_id
                where h.ends_at is null and h.seat_id in ({names}) order by h.place
                """, row => (Seat: row.Guid(0), Holder: new SeatHolder(row.Enum<Holder>(1), row.Guid(2), row.Text(3), row.Instant(4))), stop, [.. values]);
            var bySeat = held.ToLookup(h => h.Seat, h => h.Holder);
            foreach (var line in chunk) line.Holders = bySeat[line.Id].ToList();
        }
    }
}
