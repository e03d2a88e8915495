using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Importing;
using Muster.Territory.Contract;
using Muster.Territory.Loading;

namespace Muster.Territory.Importing;

/// <summary>
/// Rows of areas, parents before children. What the register has and the store has not yet is brought from the register first, with what
/// stands above; then each row is made, renamed, moved or given its facts.
/// </summary>
internal sealed class AreaRows(Work work, TableSheet sheet, string reason, CancellationToken stop)
{
    private readonly AreaBook _book = new(work, stop);
    private readonly AreaLookup _lookup = new(work, stop);
    private readonly Dictionary<Guid, List<Area>> _siblings = [];
    private readonly HashSet<Guid> _fresh = [];
    private readonly HashSet<Guid> _seen = [];

    public async Task Take()
    {
        await Bring();
        foreach (var row in sheet.Rows)
        {
            sheet.Next();
            row.Outcome = await Take(row);
        }
    }

    private async Task Bring()
    {
        var codes = sheet.Rows.SelectMany(r => new[] { r["key"], r["parent"] }).OfType<string>().Select(AreaLookup.Code)
            .Distinct(StringComparer.Ordinal).ToList();
        await _lookup.Prefetch(codes);
        var missing = codes.Where(c => c.Length == 12 && c.All(char.IsAsciiDigit) && _lookup.ByCode(c) is null).ToList();
        // A code that stood here once and was closed is not brought back.
        var closed = await work.Store.Set<Area>().Where(a => missing.Contains(a.Code!) && a.ValidTo != null).Select(a => a.Code!).ToListAsync(stop);
        var known = RegisterChoice.Known([.. missing.Except(closed)]);
        if (known.Count == 0) return;
        await new LoadAreas([.. known]) { AboveOnly = true }.Do(work, stop);
        await _lookup.Prefetch(known);
        foreach (var code in known) if (_lookup.ByCode(code) is { } area) _fresh.Add(area.Id);
    }

    private async Task<TableOutcome?> Take(TableRow row)
    {
        var level = Level(row);
        var name = row["name"];
        var facts = (Residents: row.Number("residents"), Households: row.Number("households"), Buildings: row.Number("buildings"), LocalStaff: row.Number("localstaff"));
        var (north, east, datum) = (row.Degrees("latitude"), row.Degrees("longitude"), row.Datum());
        row.Check(TerritoryRules.ForName(name));
        row.Check(TerritoryRules.ForFacts(facts.Residents, facts.Households, facts.Buildings, facts.LocalStaff));
        row.Check(TerritoryRules.ForCoordinates(north, east, datum ?? (north is null ? null : Datum.Wgs84)));
        var code = row["key"] is { } key ? AreaLookup.Code(key) : null;
        row.Check(TerritoryRules.ForCode(code).Select(b => b with { Field = "key" }));
        var parent = row["parent"] is { } above ? await Parent(row, above) : null;
        if (!row.IsFine) return null;

        var area = code is null ? await Child(parent, name!, level) : _lookup.ByCode(code, level);
        if (area is not null && !_seen.Add(area.Id))
        {
            row.Wrong("name", new Broken("row-twice", $"“{name}”在表里出现了不止一次。", $"“{name}” stands in the table more than once."));
            return null;
        }
        TableOutcome outcome;
        if (area is null)
        {
            if (await Make(row, parent, level, name!, code) is not { } made) return null;
            (area, outcome) = (made, TableOutcome.Stored);
            _seen.Add(area.Id);
        }
        else if (await Adjust(row, area, parent, name!) is { } adjusted) outcome = adjusted;
        else return null;
        return await Fill(row, area, facts, north, east, datum) && outcome == TableOutcome.Unchanged ? TableOutcome.Updated : outcome;
    }

    private async Task<Area?> Parent(TableRow row, string text)
    {
        var (parent, wrong) = await _lookup.Find(text, "parent");
        if (wrong is not null) row.Check(wrong);
        return parent;
    }

    private async Task<Area?> Child(Area? parent, string name, AreaLevel? level) =>
        parent is null ? null : (await Siblings(parent)).FirstOrDefault(a => a.Name == name && (level is null || a.Level == level));

    private async Task<List<Area>> Siblings(Area parent)
    {
        if (!_siblings.TryGetValue(parent.Id, out var list)) _siblings[parent.Id] = list = await _book.Children(parent.Id);
        return list;
    }

    private async Task<Area?> Make(TableRow row, Area? parent, AreaLevel? level, string name, string? code)
    {
        if (level is null) row.Wrong("level", new Broken("level-missing", "新的属地要写级别：片区、社区、小区、楼栋……", "A new area needs a level: cluster, community, compound, building …"));
        if (parent is null) row.Wrong("parent", new Broken("parent-missing", "新的属地要写上级。", "A new area needs the one above it."));
        if (level is null || parent is null) return null;
        row.Check(TerritoryRules.ForLevel(level.Value, parent));
        row.Check(TerritoryRules.ForSiblings(name, level.Value, await Siblings(parent)));
        if (!row.IsFine) return null;
        var area = await _book.Add(parent, level.Value, new NewArea(name, code), row.Flag("assumed") ?? false);
        _lookup.Add(area);
        (await Siblings(parent)).Add(area);
        _book.Change(AreaChangeKind.Add, area.Id, reason);
        return area;
    }

    private async Task<TableOutcome?> Adjust(TableRow row, Area area, Area? parent, string name)
    {
        var fresh = _fresh.Contains(area.Id);
        var moves = parent is not null && parent.Id != area.ParentId && !SkipsHeading(area, parent);
        var renames = area.Name != name;
        if (moves) row.Check(TerritoryRules.ForMove(area, parent).Select(b => b with { Field = "parent" }));
        if (moves || renames) row.Check(TerritoryRules.ForSiblings(name, area.Level, (moves ? await Siblings(parent!) : [])));
        if (!row.IsFine) return null;
        if (renames)
        {
            var (from, change) = (area.Name, _book.Change(AreaChangeKind.Rename, area.Id, reason));
            _book.Remember(area, change);
            await _book.Rename(area, name);
            area.Version++;
            work.Raise(new AreaRenamed(area.Id, change.Id, from, name));
        }
        if (moves)
        {
            var (from, change) = (area.ParentId, _book.Change(AreaChangeKind.Move, area.Id, reason));
            _book.Remember(area, change);
            await _book.Move(area, parent);
            _siblings.Remove(parent!.Id);
            if (from is { } old) _siblings.Remove(old);
            if (!fresh) work.Raise(new AreaMoved(area.Id, change.Id, from, parent.Id));
        }
        return fresh ? TableOutcome.Stored : moves || renames ? TableOutcome.Updated : TableOutcome.Unchanged;
    }

    // A table may hang a county on the province or a street on the city: what stands between is only a heading or the register's own way.
    private static bool SkipsHeading(Area area, Area parent) =>
        parent.Level < AreaLevel.Street && area.Level <= AreaLevel.Street && AreaPath.IsAtOrBelow(area.Path, parent.Path);

    private async Task<bool> Fill(TableRow row, Area area, (int? Residents, int? Households, int? Buildings, int? LocalStaff) facts, double? north, double? east, Datum? datum)
    {
        var before = (area.Residents, area.Households, area.Buildings, area.LocalStaff, area.Assumed, area.FactsSource);
        area.Residents = facts.Residents ?? area.Residents;
        area.Households = facts.Households ?? area.Households;
        area.Buildings = facts.Buildings ?? area.Buildings;
        area.LocalStaff = facts.LocalStaff ?? area.LocalStaff;
        area.Assumed = row.Flag("assumed") ?? area.Assumed;
        var known = before != (area.Residents, area.Households, area.Buildings, area.LocalStaff, area.Assumed, area.FactsSource);
        if (row["source"] is { } source && source != area.FactsSource) (area.FactsSource, known) = (source, true);
        if (known) (area.FactsSource, area.FactsAt) = (row["source"] ?? reason, work.Now);
        var moved = north is not null && (area.Approximate || area.Latitude != north || area.Longitude != east);
        if (moved)
        {
            await _book.Save();
            await Measured.Set(work, area, north!.Value, east!.Value, datum ?? Datum.Wgs84, stop);
        }
        if (known || moved) area.Version++;
        return known || moved;
    }

    private static AreaLevel? Level(TableRow row)
    {
        if (row["level"] is not { } text) return null;
        // Pages and exports name some levels by two words: 街道、镇.
        AreaLevel? level = text.ToLowerInvariant().Split(['、', ',', '/', '，'])[0].Trim() switch
        {
            "province" or "省" or "自治区" or "直辖市" => AreaLevel.Province,
            "city" or "市" or "地市" or "州" => AreaLevel.City,
            "county" or "district" or "区县" or "县" or "区" or "旗" => AreaLevel.County,
            "street" or "town" or "街道" or "镇" or "乡" or "乡镇" or "街镇" or "镇街" => AreaLevel.Street,
            "cluster" or "片区" or "大社区" => AreaLevel.Cluster,
            "community" or "committee" or "village" or "社区" or "村" or "居委" or "居委会" or "村委会" or "村居" or "居民区" => AreaLevel.Community,
            "compound" or "unit" or "小区" or "单元" => AreaLevel.Compound,
            "building" or "楼栋" or "楼" or "栋" => AreaLevel.Building,
            _ => null,
        };
        if (level is null) row.Wrong("level", new Broken("level-unknown", $"不认识级别“{text}”。", $"Unknown level “{text}”."));
        return level;
    }
}
