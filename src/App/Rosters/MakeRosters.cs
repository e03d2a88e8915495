using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Rosters.Filling;
using Muster.Rosters.Patterns;
using Muster.Territory;

namespace Muster.Rosters;

/// <summary>
/// Begins draft rosters with every turn open: one for an area, or, without one, one for each community of the emergency that has posts with times.
/// </summary>
/// <param name="AreaId">The area whose posts, and those below it, are rostered together; null: each area of the covered level.</param>
/// <param name="Name">Null: from the days.</param>
public sealed record MakeRosters(Guid EmergencyId, DateOnly StartsOn, int Days, Guid? AreaId = null, string? Name = null) : Act<IReadOnlyList<Guid>>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<IReadOnlyList<Guid>> Do(Work work, CancellationToken stop)
    {
        var emergency = await work.Open(EmergencyId, stop);
        Refused.Where(RosterRules.ForNew(StartsOn, Days, Name, WorkDays.Of(emergency.OpenedAt)));
        var ground = (await work.Sql.GroundOf(EmergencyId, stop))!;
        var areas = await Areas(work, ground, stop);
        Refused.Where(RosterRules.ForAreas(areas.Count, AreaId is not null));
        var made = new List<Guid>();
        foreach (var (id, path) in areas)
        {
            Refused.Where(await Taken(work, path, stop));
            var roster = new Roster
            {
                Id = Guid.CreateVersion7(), EmergencyId = EmergencyId, AreaId = id, Name = string.IsNullOrWhiteSpace(Name) ? $"{StartsOn:M月d日}起 {Days} 天" : Name.Trim(), StartsOn = StartsOn, Days = Days,
                State = RosterState.Draft, MadeAt = work.Now, MadeBy = work.Actor.Name, Version = 1,
            };
            work.Store.Add(roster);
            await work.Store.SaveChangesAsync(stop);
            await work.Store.Insert((await RosterGround.Read(work.Store, roster, stop)).OpenTurns().ToList(), stop);
            made.Add(roster.Id);
        }
        if (made is [var only]) work.About("roster", only);
        else work.About("emergency", EmergencyId);
        work.Note("rosters", made.Count);
        return made;
    }

    /// <summary>With posts that have times; of the whole emergency those of the covered level.</summary>
    private async Task<List<(Guid Id, string Path)>> Areas(Work work, Ground ground, CancellationToken stop)
    {
        const string timed = "exists (select 1 from area b join post p on p.area_id = b.id join post_time t on t.post_id = p.id where b.path >= a.path and b.path < a.path || '~' and p.valid_to is null and t.ended_at is null)";
        if (AreaId is { } one)
        {
            var area = await work.Store.Set<Area>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == one && a.ValidTo == null, stop)
                ?? throw new Refused("area-unknown", $"没有编号为 {one} 的属地。", $"There is no area {one}.", "AreaId");
            if (string.CompareOrdinal(area.Path, ground.Path) < 0 || string.CompareOrdinal(area.Path, ground.End) >= 0)
                throw new Refused("area-outside", $"“{area.Name}”不在这次行动的属地内。", $"“{area.Name}” is not in the emergency's area.", "AreaId");
            return await work.Sql.List($"select a.id, a.path from area a where a.id = @a and {timed}", row => (row.Guid(0), row.Text(1)), stop, ("@a", one));
        }
        return await work.Sql.List($"select a.id, a.path from area a where a.path >= @from and a.path < @end and a.level = @level and a.valid_to is null and {timed} order by a.path",
            row => (row.Guid(0), row.Text(1)), stop, ("@from", ground.Path), ("@end", ground.End), ("@level", (int)ground.Covered));
    }

    /// <summary>A roster of the same emergency on some of these days, here, above or below.</summary>
    private async Task<IEnumerable<Broken>> Taken(Work work, string path, CancellationToken stop)
    {
        var last = StartsOn.AddDays(Days);
        var same = await work.Store.Set<Roster>().AsNoTracking().Where(r => r.EmergencyId == EmergencyId && r.StartsOn < last && r.StartsOn > StartsOn.AddDays(-RosterRules.DaysMax))
            .Join(work.Store.Set<Area>().AsNoTracking(), r => r.AreaId, a => a.Id, (r, a) => new { Roster = r, a.Path, Area = a.Name }).ToListAsync(stop);
        return same.Where(s => s.Roster.EndsOn > StartsOn && (s.Path.StartsWith(path, StringComparison.Ordinal) || path.StartsWith(s.Path, StringComparison.Ordinal)))
            .Select(s => new Broken("roster-taken", $"“{s.Area}”在这些天已有排班“{s.Roster.Name}”。", $"“{s.Area}” has the roster “{s.Roster.Name}” on some of these days.", "StartsOn")).Take(3);
    }
}

/// <summary>What a roster must be; pure.</summary>
public static class RosterRules
{
    public const int DaysMax = 92;

    public static IEnumerable<Broken> ForNew(DateOnly startsOn, int days, string? name, DateOnly opened)
    {
        if (days is < 1 or > DaysMax) yield return new Broken("roster-days", $"一次排 1–{DaysMax} 天。", $"A roster is for 1–{DaysMax} days.", "Days");
        if (startsOn < opened) yield return new Broken("roster-early", $"开始日期早于行动开启日 {opened:yyyy-MM-dd}。", $"It begins before the emergency was opened on {opened:yyyy-MM-dd}.", "StartsOn");
        if (name is { Length: > 60 }) yield return new Broken("roster-name", "名称不超过 60 个字。", "A name has at most 60 characters.", "Name");
    }

    public static IEnumerable<Broken> ForAreas(int areas, bool one)
    {
        if (areas == 0)
            yield return new Broken("times-none", one ? "这个属地的岗位还没有时段：先从班制设时段。" : "这次行动的岗位都还没有时段：先从班制设时段。",
                one ? "No post of this area has times yet: set them from a pattern first." : "No post of this emergency has times yet: set them from a pattern first.", "AreaId");
    }

    public static IEnumerable<Broken> ForDraft(Roster? roster)
    {
        if (roster is null) yield return new Broken("roster-unknown", "没有这个排班。", "There is no such roster.", "RosterId");
        else if (roster.State == RosterState.Published) yield return new Broken("roster-published", $"排班“{roster.Name}”已发布：一班一班地改，并写明原因。", $"The roster “{roster.Name}” is published: change it turn by turn, with a reason.", "RosterId");
    }

    public static IEnumerable<Broken> ForVersion(Roster roster, int version)
    {
        if (roster.Version != version) yield return new Broken("roster-stale", $"您打开以后，有人改了这个排班（版本 {version} → {roster.Version}）。", $"Somebody changed the roster since you opened it (version {version} → {roster.Version}).");
    }
}
