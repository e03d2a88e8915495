using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Territory.Contract;
using Muster.Territory.Names;

namespace Muster.Territory.Importing;

/// <summary>Finds the areas that a table names: by code or key (read together beforehand), else by name.</summary>
internal sealed class AreaLookup(Work work, CancellationToken stop)
{
    private const int Chunk = 1000;

    /// <summary>Between a code and the names below it.</summary>
    public const string Step = "/";

    private readonly Dictionary<string, List<Area>> _byCode = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, Area> _byId = [];

    /// <summary>A code as it is stored: digits padded to twelve, anything else as it is.</summary>
    public static string Code(string text) => text.Length is 2 or 4 or 6 or 9 && text.All(char.IsAsciiDigit) ? text.PadRight(12, '0') : text;

    public async Task Prefetch(IEnumerable<string> codes)
    {
        foreach (var chunk in codes.Distinct(StringComparer.Ordinal).Where(c => !_byCode.ContainsKey(c)).Chunk(Chunk))
            foreach (var area in await work.Store.Set<Area>().Where(a => chunk.Contains(a.Code) && a.ValidTo == null).ToListAsync(stop)) Add(area);
    }

    public void Add(Area area)
    {
        _byId[area.Id] = area;
        if (area.Code is null) return;
        if (!_byCode.TryGetValue(area.Code, out var same)) _byCode[area.Code] = same = [];
        if (!same.Contains(area)) same.Add(area);
    }

    /// <summary>By code; of several levels that share it, the one asked for or the highest.</summary>
    public Area? ByCode(string text, AreaLevel? level = null) =>
        _byCode.GetValueOrDefault(Code(text))?.Where(a => (level is null || a.Level == level) && a.ValidTo is null).MinBy(a => a.Level);

    /// <summary>By code, else by name; a broken rule where none or several fit.</summary>
    public async Task<(Area? Area, Broken? Wrong)> Find(string text, string field)
    {
        if (ByCode(text) is { } known) return (known, null);
        if (text.Contains(Step, StringComparison.Ordinal) && await Down(text.Split(Step, StringSplitOptions.TrimEntries)) is { } below) return (below, null);
        var found = (await ByName(text)).Take(4).ToList();
        if (found is [var only]) return (await Tracked(only.Id), null);
        return (null, found.Count == 0
            ? new Broken("area-unknown", $"没有叫“{text}”的属地，也没有这个代码。", $"No area has the name or code “{text}”.", field)
            : new Broken("area-ambiguous", $"叫“{text}”的属地不止一个（{string.Join('、', found.Select(a => a.Code ?? a.Name))}）：请填代码。",
                $"More than one area is called “{text}” ({string.Join(", ", found.Select(a => a.Code ?? a.Name))}): give the code.", field));
    }

    /// <summary>From a code down by names: 120101001001/阳光小区; how an export names an area that has no code.</summary>
    private async Task<Area?> Down(string[] steps)
    {
        await Prefetch([Code(steps[0])]);
        var at = ByCode(steps[0]);
        foreach (var name in steps.Skip(1))
        {
            if (at is null) return null;
            var above = at.Id;
            // Made a moment ago and not yet saved, or in the store.
            at = _byId.Values.FirstOrDefault(a => a.ParentId == above && a.Name == name && a.ValidTo is null)
                ?? await work.Store.Set<Area>().FirstOrDefaultAsync(a => a.ParentId == above && a.Name == name && a.ValidTo == null, stop);
            if (at is not null) Add(at);
        }
        return at;
    }

    private async Task<IEnumerable<AreaRef>> ByName(string text)
    {
        var here = _byId.Values.Where(a => a.ValidTo is null && Fits(a.Name, a.ShortName, text)).Select(AreaRef.Of).ToList();
        if (here.Count > 0) return here;
        var key = NameKeys.Query(text);
        if (key.Length == 0) return [];
        var rows = new List<AreaRef>();
        foreach (var level in Enum.GetValues<AreaLevel>())
            rows.AddRange(await work.Sql.List($"""
                select {AreaRef.Columns} from area_key k cross join area a where k.level = @level and k.key = @key and a.id = k.area_id and {Areas.Open}
                """, AreaRef.Read, stop, ("@level", (int)level), ("@key", key)));
        return rows.Where(a => Fits(a.Name, a.ShortName, text));
    }

    private static bool Fits(string name, string shortName, string text) => name == text || shortName == text || shortName == ShortName.Of(text);

    private async Task<Area> Tracked(Guid id)
    {
        if (_byId.TryGetValue(id, out var here)) return here;
        var area = await work.Store.Set<Area>().SingleAsync(a => a.Id == id, stop);
        Add(area);
        return area;
    }
}
