using Muster.Organisation.Commanding;
using Muster.Platform.Acts;

namespace Muster.Organisation.Continuity;

/// <summary>Who commands an area from outside when nobody in it can.</summary>
internal static class CommandRelief
{
    private const int LevelsMax = 12;

    private static string NotLost(string person) => $"not exists (select 1 from loss_person l where l.person_id = {person} and l.returned_at is null)";

    /// <summary>
    /// The nearest commander above; else who owns the area or one above (包联); else the secretary of the nearest formation above, as the branch did in Sanlin;
    /// else the neighbouring host with fewest commands. Null: there is nobody.
    /// </summary>
    public static async Task<Guid?> For(Work work, Guid area, CancellationToken stop)
    {
        Guid? above = area, owner = null;
        for (var level = 0; level < LevelsMax && above is { } at; level++)
        {
            if (at != area && await CommandQueries.Of(work.Sql, at, work.Now, stop) is { CommanderId: { } commander } && !await IsLost(work, commander, stop)) return commander;
            owner ??= await work.Sql.First($"select o.person_id from area_owner o where o.area_id = @a and o.ends_at is null and {NotLost("o.person_id")}", row => (Guid?)row.Guid(0), stop, ("@a", at));
            above = await work.Sql.First("select parent_id from area where id = @a", row => row.GuidOrNull(0), stop, ("@a", at));
        }
        return owner ?? await Above(work, area, stop) ?? await work.Sql.First($"""
            select h.person_id from area own join area a on a.parent_id = own.parent_id and a.id <> own.id and a.valid_to is null
            join seat s on s.area_id = a.id and s.commands and s.ends_at is null join seat_holding h on h.seat_id = s.id and h.place = 'A' and h.ends_at is null
            where own.id = @a and {NotLost("h.person_id")}
            order by (select count(*) from command_delegation d where d.person_id = h.person_id and d.ends_at > @now), abs(a.latitude - own.latitude) + abs(a.longitude - own.longitude), a.path limit 1
            """, row => (Guid?)row.Guid(0), stop, ("@a", area), ("@now", work.Now));
    }

    private static Task<Guid?> Above(Work work, Guid area, CancellationToken stop) => work.Sql.First($"""
        select h.person_id from area own join area a on own.path > a.path and own.path < a.path || '~' join seat s on s.area_id = a.id and s.ends_at is null
        join seat_holding h on h.seat_id = s.id and h.place = 'A' and h.ends_at is null
        where own.id = @a and {NotLost("h.person_id")} order by length(a.path) desc, s.title, s.id limit 1
        """, row => (Guid?)row.Guid(0), stop, ("@a", area));

    private static async Task<bool> IsLost(Work work, Guid person, CancellationToken stop) =>
        await work.Sql.Number("select count(*) from loss_person where person_id = @p and returned_at is null", stop, ("@p", person)) > 0;
}
