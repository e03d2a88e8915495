using Microsoft.EntityFrameworkCore;
using Muster.Platform.Storage;
using Muster.Territory.Contract;

namespace Muster.Rosters.Patterns;

/// <summary>A pattern as the list shows it; the key is a usual one's, or the id of one's own.</summary>
public sealed record PatternLine(string Key, string Zh, string En, string Kinds, IReadOnlyList<Band> Bands, Guid? Id, Guid? AreaId, string? AreaName, int Version);

/// <summary>Reads of patterns and holidays.</summary>
public sealed class PatternQueries(Stores stores)
{
    /// <summary>The usual ones, then one's own.</summary>
    public async Task<IReadOnlyList<PatternLine>> All(CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var own = await store.Sql.List("select p.id, p.name, p.kinds, p.bands, p.area_id, a.name, p.version from shift_pattern p left join area a on a.id = p.area_id where p.ended_at is null order by p.name, p.id",
            row => new PatternLine(row.Guid(0).ToString(), row.Text(1), row.Text(1), row.Text(2), Band.Read(row.Text(3), "").Bands, row.Guid(0), row.GuidOrNull(4), row.TextOrNull(5), row.Int(6)), stop);
        return [.. UsualPatterns.All.Select(u => new PatternLine(u.Key, u.Zh, u.En, u.Kinds, Band.Read(u.Bands, "").Bands, null, null, null, 0)), .. own];
    }

    public async Task<IReadOnlyList<Holiday>> Holidays(CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Set<Holiday>().AsNoTracking().OrderByDescending(h => h.Day).Take(400).ToListAsync(stop);
    }

    public async Task<AreaRef?> Area(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First($"select {AreaRef.Columns} from area a where a.id = @a", AreaRef.Read, stop, ("@a", id));
    }
}
