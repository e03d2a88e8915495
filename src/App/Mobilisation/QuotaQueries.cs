using Muster.Emergencies.Contract;
using Muster.People;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Mobilisation;

/// <summary>An agency in an emergency: what it owes, what it sends, which streets it is paired with.</summary>
public sealed record QuotaLine(Guid AgencyId, string Name, AgencyLevel Level, int Headcount, int Mustered, int? MinimumSent, int? MinimumStay, string? Reason, int Version)
{
    public IReadOnlyList<PairedStreet> Streets { get; set; } = [];

    /// <summary>People still owed.</summary>
    public int Lacking => Math.Max(0, (MinimumSent ?? 0) - Mustered);

    /// <summary>Of the mustered, so many must not be placed: who was not called up stays anyway.</summary>
    public int StayOfMustered => Math.Clamp((MinimumStay ?? 0) - (Headcount - Mustered), 0, Mustered);
}

public sealed record PairedStreet(Guid AreaId, string Name, bool Hard);

/// <summary>Reads quotas and pairings. Agencies number some thousands at most, so they are read whole.</summary>
public static class QuotaQueries
{
    public static async Task<List<QuotaLine>> List(Sql sql, Guid emergencyId, string? search, CancellationToken stop)
    {
        var text = (search ?? "").Trim().Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        var lines = await sql.List($"""
            select g.id, g.name, g.level, coalesce(q.headcount, g.headcount, 0), coalesce(x.people, 0), q.minimum_sent, q.minimum_stay, q.reason, coalesce(q.version, 0)
            from agency g left join quota q on q.agency_id = g.id and q.emergency_id = @e
              left join (select agency_id, count(*) as people from mustered where emergency_id = @e group by agency_id) x on x.agency_id = g.id
            where (q.agency_id is not null or x.people is not null) {(text.Length == 0 ? "" : "and (g.name like @like or g.pinyin like @start or g.initials like @start)")}
            order by g.level, g.name, g.id
            """, row => new QuotaLine(row.Guid(0), row.Text(1), row.Enum<AgencyLevel>(2), row.Int(3), row.Int(4), row.IntOrNull(5), row.IntOrNull(6), row.TextOrNull(7), row.Int(8)),
            stop, ("e", emergencyId), ("like", "%" + text + "%"), ("start", text.ToLowerInvariant() + "%"));
        var streets = (await sql.List("select p.agency_id, a.id, a.name, p.hard from pairing p join area a on a.id = p.area_id where p.emergency_id = @e order by a.path",
            row => (Agency: row.Guid(0), Street: new PairedStreet(row.Guid(1), row.Text(2), row.Bool(3))), stop, ("e", emergencyId))).ToLookup(p => p.Agency, p => p.Street);
        foreach (var line in lines) line.Streets = streets[line.AgencyId].ToList();
        return lines;
    }

    /// <summary>The streets that agencies can be paired with.</summary>
    public static Task<List<PairedStreet>> Streets(Sql sql, Ground ground, CancellationToken stop) => sql.List(
        "select id, name from area where level = @level and path >= @from and path < @end and valid_to is null order by path limit 2000",
        row => new PairedStreet(row.Guid(0), row.Text(1), false), stop, ("level", (int)AreaLevel.Street), ("from", ground.Path), ("end", ground.End));
}
