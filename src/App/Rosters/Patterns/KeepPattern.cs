using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Territory;

namespace Muster.Rosters.Patterns;

/// <summary>Adds a pattern of one's own, or changes one.</summary>
/// <param name="Bands">One <see cref="Band"/> to a line; people may be left out.</param>
/// <param name="Kinds">Kinds of post whose template it is, with 、 between.</param>
/// <param name="AreaId">Only there and below; null for everywhere.</param>
public sealed record KeepPattern(string Name, string Bands, string Kinds = "", Guid? AreaId = null, Guid? PatternId = null, int Version = 0) : Act<Guid>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var (bands, broken) = Band.Read(Bands ?? "", "Bands");
        var pattern = PatternId is { } id ? await work.Store.Set<ShiftPattern>().SingleOrDefaultAsync(p => p.Id == id && p.EndedAt == null, stop)
            ?? throw new Refused("pattern-unknown", $"没有班制“{id}”。", $"There is no pattern “{id}”.") : null;
        if (AreaId is { } area && await work.Store.FindAsync<Area>([area], stop) is null) throw new Refused("area-unknown", $"没有编号为 {area} 的属地。", $"There is no area {area}.", "AreaId");
        var taken = await work.Store.Set<ShiftPattern>().AnyAsync(p => p.Name == Name.Trim() && p.AreaId == AreaId && p.EndedAt == null && p.Id != PatternId, stop);
        Refused.Where(broken.Concat(BandRules.Of(bands, "Bands")).Concat(PatternRules.Of(Name, bands.Count, broken.Count, taken, Version, pattern?.Version ?? Version)));
        if (pattern is null) work.Store.Add(pattern = new ShiftPattern { Id = Guid.CreateVersion7() });
        (pattern.Name, pattern.AreaId, pattern.Bands) = (Name.Trim(), AreaId, Band.Write(bands));
        pattern.Kinds = string.Join('、', (Kinds ?? "").Split(['、', ',', '，', ' ', ';', '；'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal));
        pattern.Version++;
        work.About("shift_pattern", pattern.Id);
        return pattern.Id;
    }
}

/// <summary>Takes a pattern of one's own out of use; times set from it stay.</summary>
public sealed record EndPattern(Guid PatternId) : Act<Guid>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var pattern = await work.Store.Set<ShiftPattern>().SingleOrDefaultAsync(p => p.Id == PatternId && p.EndedAt == null, stop)
            ?? throw new Refused("pattern-unknown", $"没有班制“{PatternId}”。", $"There is no pattern “{PatternId}”.");
        (pattern.EndedAt, pattern.Version) = (work.Now, pattern.Version + 1);
        work.About("shift_pattern", pattern.Id);
        return pattern.Id;
    }
}

/// <summary>What a pattern must be; pure.</summary>
public static class PatternRules
{
    public static IEnumerable<Broken> Of(string? name, int bands, int unread, bool taken, int version, int now)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > 40) yield return new Broken("pattern-name", "班制名称为 1–40 个字。", "A pattern's name has 1–40 characters.", "Name");
        if (bands + unread == 0) yield return new Broken("pattern-empty", "至少写一个时段。", "Write one band at least.", "Bands");
        if (taken) yield return new Broken("pattern-taken", $"这里已有班制“{name}”。", $"There is a pattern “{name}” already.", "Name");
        if (version != now) yield return new Broken("pattern-stale", $"您打开以后，有人改了这个班制（版本 {version} → {now}）。", $"Somebody changed the pattern since you opened it (version {version} → {now}).");
    }
}
