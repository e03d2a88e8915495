using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Importing;

namespace Muster.Territory.Importing;

/// <summary>
/// Rows of a re-cut: one line per new unit, <c>split</c> lines repeating what ends, a <c>merge</c> line naming several joined by “;”.
/// The lines of one split stand or fall together.
/// </summary>
internal sealed class RecutRows(Work work, TableSheet sheet, string reason, CancellationToken stop)
{
    private readonly AreaBook _book = new(work, stop);
    private readonly AreaLookup _lookup = new(work, stop);

    public async Task Take()
    {
        await _lookup.Prefetch(sheet.Rows.SelectMany(r => From(r["from"]).Append(r["to"] ?? "")).Select(AreaLookup.Code));
        foreach (var group in sheet.Rows.GroupBy(r => r["from"] ?? $"\n{r.Row}", StringComparer.Ordinal))
        {
            var lines = group.ToList();
            foreach (var _ in lines) sheet.Next();
            var outcome = await Take(lines);
            foreach (var line in lines) line.Outcome = outcome;
            if (lines.Find(l => !l.IsFine) is not { } first) continue;
            foreach (var line in lines.Where(l => l.IsFine))
                line.Check(new Broken("recut-together", $"同组第 {first.Row} 行有误，整组未做。", $"Row {first.Row} of the same split is wrong, so none of it was done."));
        }
    }

    private async Task<TableOutcome?> Take(List<TableRow> lines)
    {
        var into = new List<NewArea>();
        foreach (var line in lines)
        {
            var one = new NewArea(line["name"] ?? "", line["to"], line.Number("residents"), line.Number("households"), line.Number("buildings"), line.Number("localstaff"));
            line.Check(TerritoryRules.ForName(one.Name).Concat(TerritoryRules.ForCode(one.Code).Select(b => b with { Field = "to" })));
            into.Add(one);
        }
        if (await Done(lines)) return TableOutcome.Unchanged;
        var ended = new List<Area>();
        foreach (var key in From(lines[0]["from"]))
        {
            var (area, wrong) = await _lookup.Find(key, "from");
            if (wrong is not null) lines[0].Check(wrong);
            else ended.Add(area!);
        }
        if (ended.Count == 0 && lines[0].IsFine) lines[0].Wrong("from", new Broken("from-missing", "请填被拆分或合并的属地。", "Say which area ends."));
        var split = ended.Count == 1;
        if (!split) lines[0].Check(TerritoryRules.ForMerge(ended).Select(b => b with { Field = "from" }));
        if (!lines.TrueForAll(l => l.IsFine)) return null;
        IReadOnlyList<Guid> made;
        try
        {
            made = await Recut.Do(_book, work, split ? AreaChangeKind.Split : AreaChangeKind.Merge, ended, into, reason);
        }
        catch (Refused refused)
        {
            // Refused before anything was changed: the rules come first.
            lines[0].Check(refused.Rules.Select(r => r with { Field = null }));
            return null;
        }
        foreach (var id in made) _lookup.Add(await _book.Get(id));
        return TableOutcome.Stored;
    }

    // Read before: every new unit stands, and nothing that should end still does.
    private async Task<bool> Done(List<TableRow> lines)
    {
        if (!lines.TrueForAll(l => l["to"] is { } to && _lookup.ByCode(to) is not null)) return false;
        foreach (var key in From(lines[0]["from"]))
        {
            var code = AreaLookup.Code(key);
            if (_lookup.ByCode(code) is not null || !await work.Store.Set<Area>().AnyAsync(a => a.Code == code && a.ValidTo != null, stop)) return false;
        }
        return true;
    }

    private static IEnumerable<string> From(string? cell) => (cell ?? "").Split([';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
