using Muster.Emergencies.Contract;
using Muster.Platform.Acts;

namespace Muster.Organisation;

/// <summary>Which areas a formation may cover: those of the emergency's ground, each in at most one open formation of a kind.</summary>
internal static class CoveredAreas
{
    /// <exception cref="Refused">With every area that it may not cover.</exception>
    public static async Task Check(Work work, Guid emergencyId, FormationKind kind, Guid? except, IReadOnlyList<Guid> areas, CancellationToken stop)
    {
        var ground = (await work.Sql.GroundOf(emergencyId, stop))!;
        var broken = new List<Broken>();
        foreach (var area in areas)
        {
            var name = await work.Sql.First("select name from area where id = @a and path >= @from and path < @end and valid_to is null", row => row.Text(0), stop,
                ("a", area), ("from", ground.Path), ("end", ground.End));
            if (name is null)
            {
                broken.Add(new("area-unknown", "有一个属地不在这次行动范围内，或已撤销。", "An area is not in the emergency's area, or was closed.", "AreaIds"));
                continue;
            }
            var other = await work.Sql.First("""
                select f.name from formation f join formation_area c on c.formation_id = f.id
                where f.emergency_id = @e and f.kind = @kind and f.ends_at is null and c.area_id = @a and f.id <> @except
                """, row => row.Text(0), stop, ("e", emergencyId), ("kind", kind), ("a", area), ("except", except ?? Guid.Empty));
            if (other is not null) broken.Add(new("area-taken", $"{name}已由“{other}”覆盖。", $"{name} is covered by “{other}” already.", "AreaIds"));
        }
        Refused.Where(broken);
    }
}
