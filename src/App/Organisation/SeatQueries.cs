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
    // The territory's seats are found through their area; everything of the emergency itself through its id.
    private const string From = """
        from seat s left join area a on a.id = s.area_id left join formation f on f.id = s.formation_id
        where s.ends_at is null and (s.emergency_id = @e or (s.emergency_id is null and a.path >= @from and a.path < @end))
        """;

    private const string IsFilled = "exists (select 1 from seat_holding h where h.seat_id = s.id and h.place = 'A' and h.ends_at is null)";

    public static Task<List<SeatCount>> Counts(Sql sql, Ground ground, CancellationToken stop) => sql.List($"""
        select kind, count(*), sum(case when filled = 1 then 0 else 1 end), sum(case when filled = 1 and standby = 0 then 1 else 0 end) from (
          select s.kind as kind, case when {IsFilled} then 1 else 0 end as filled,
            case when exists (select 1 from seat_holding h where h.seat_id = s.id and h.place <> 'A' and h.ends_at is null) then 1 else 0 end as standby {From}) x
        group by kind order by kind
        """, row => new SeatCount(row.Enum<SeatKind>(0), row.Long(1), row.Long(2), row.Long(3)), stop, ("e", ground.EmergencyId), ("from", ground.Path), ("end", ground.End));

    public static async Task<List<SeatLine>> List(Sql sql, Ground ground, SeatFilter filter, string? after, int rowsMax, CancellationToken stop)
    {
        var search = (filter.Search ?? "").Trim().Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        var (filled, path, id) = after?.Split('/') is [var f, var p, var g] && Guid.TryParseExact(g, "n", out var guid) ? (f == "1" ? 1 : 0, p, guid) : (-1, "", Guid.Empty);
        var lines = await sql.List($"""
            select id, kind, title, formation_id, area_id, area_name, post_id, minimum_grade, party_member, from_alternates, commands, filled, version, path from (
              select s.id as id, s.kind as kind, s.title as title, s.formation_id as formation_id, s.area_id as area_id, a.name as area_name, f.post_id as post_id,
                s.minimum_grade as minimum_grade, s.party_member as party_member, s.from_alternates as from_alternates, s.commands as commands,
                case when {IsFilled} then 1 else 0 end as filled, s.version as version, coalesce(a.path, '') as path {From}
                {(filter.Kind is null ? "" : "and s.kind = @kind")} {(search.Length == 0 ? "" : "and (s.title like @like or a.initials like @start or a.pinyin like @start)")}
                {(filter.Below is null ? "" : "and a.path >= (select b.path from area b where b.id = @below) and a.path < (select b.path from area b where b.id = @below) || '~'")}
            ) x
            where (filled > @filled or (filled = @filled and (path > @path or (path = @path and id > @id)))) {(filter.Filled is { } only ? $"and filled = {(only ? 1 : 0)}" : "")}
            order by filled, path, id limit @max
            """, Read, stop,
            ("e", ground.EmergencyId), ("from", ground.Path), ("end", ground.End), ("kind", filter.Kind), ("like", "%" + search + "%"), ("start", search.ToLowerInvariant() + "%"),
            ("below", filter.Below), ("filled", filled), ("path", path), ("id", id), ("max", rowsMax));
        await Holders(sql, lines, stop);
        return lines;
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
