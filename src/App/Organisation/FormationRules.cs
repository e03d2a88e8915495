using Muster.Emergencies.Contract;
using Muster.Platform.Acts;

namespace Muster.Organisation;

/// <summary>What a formation must be; an area stands in at most one open formation of a kind in an emergency.</summary>
public static class FormationRules
{
    public const int NameLengthMax = 200;

    public static IEnumerable<Broken> ForName(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) yield return new("name-missing", "请给组织起个名字。", "Give the formation a name.", "Name");
        else if (name.Trim().Length > NameLengthMax) yield return new("name-too-long", $"名称最多 {NameLengthMax} 个字。", $"A name has at most {NameLengthMax} characters.", "Name");
    }

    public static Broken Unknown(string field) => new("formation-unknown", "没有这个组织，或已撤销。", "There is no such formation, or it was dissolved.", field);

    internal static async Task CheckAreas(Work work, Guid emergencyId, FormationKind kind, Guid? except, IReadOnlyList<Guid> areas, CancellationToken stop)
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
