using Muster.Platform.Storage;
using Muster.Territory.Contract;

namespace Muster.Territory;

/// <summary>What followed an area that was split, merged or closed into another.</summary>
public static class Successions
{
    /// <summary>
    /// The areas that stand in an area's place: followed step by step through changes up to <paramref name="at"/> to those that then
    /// stood. The area itself while it stands; none where it ended without a successor.
    /// </summary>
    /// <param name="at">Null for now.</param>
    public static async Task<List<AreaRef>> Of(Sql sql, Guid areaId, DateTimeOffset? at, CancellationToken stop)
    {
        var until = at ?? DateTimeOffset.MaxValue.AddTicks(-DateTimeOffset.MaxValue.Ticks % 10);
        return await sql.List($"""
            with recursive follow(id) as (
              select a.id from area a where a.id = @id
              union
              select s.to_id from follow f join area_succession s on s.from_id = f.id join area_change c on c.id = s.change_id and c.at <= @until
            )
            select {AreaRef.Columns} from follow f join area a on a.id = f.id
            where a.valid_from <= @until and (a.valid_to is null or a.valid_to > @until) order by a.path
            """, AreaRef.Read, stop, ("@id", areaId), ("@until", until));
    }
}
