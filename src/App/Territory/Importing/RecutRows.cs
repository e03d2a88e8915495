using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Files;

namespace Muster.Territory.Importing;

/// <summary>
/// Rows of a re-cut: one line per new unit, <c>split</c> lines repeating what ends, a <c>merge</c> line naming several joined by “;”.
/// The lines of one split stand or fall together.
/// </summary>
internal sealed class RecutRows(Work work, TableHeader header, RowCounts counts, string reason, Steps step, CancellationToken stop)
{
    private readonly AreaBook _book = new(work, stop);
    private readonly AreaLookup _lookup = new(work, stop);

    public async Task Take(List<SheetRow> rows)
    {
        await _lookup.Prefetch(rows.SelectMany(r => From(header.Text(r, "from")).Append(header.Text(r, "to") ?? "")).Select(AreaLookup.Code));
        foreach (var group in rows.Select(r => new RowReading(header, r)).GroupBy(r => r.Text("from") ?? $"\n{r.Row.Number}", StringComparer.Ordinal))
        {
            var lines = group.ToList();
            foreach (var _ in lines) step.Next();
            await Take(lines);
            if (lines.TrueForAll(l => l.IsFine)) continue;
            var first = lines.First(l => !l.IsFine);
            foreach (var line in lines)
            {
                if (line.IsFine) line.Wrong(new Broken("recut-together", $"同组第 {first.Row.Number} 行有误，整组未做。", $"Row {first.Row.Number} of the same split is wrong, so none of it was done."));
                counts.Refusals.Add(line.Refusal());
            }
        }
    }

    private async Task Take(List<RowReading> lines)
    {
        var into = new List<NewArea>();
        foreach (var line in lines)
        {
            var one = new NewArea(line.Text("name") ?? "", line.Text("to"), line.Number("residents"), line.Number("households"), line.Number("buildings"), line.Number("localstaff"));
            line.Check(TerritoryRules.ForName(one.Name).Concat(TerritoryRules.ForCode(one.Code).Select(b => b with { Field = "to" })));
            into.Add(one);
        }
        if (await Done(lines))
        {
            counts.Unchanged += lines.Count;
            return;
        }
        var ended = new List<Area>();
        foreach (var key in From(lines[0].Text("from")))
        {
            var (area, wrong) = await _lookup.Find(key, "from");
            if (wrong is not null) lines[0].Wrong(wrong);
            else ended.Add(area!);
        }
        if (ended.Count == 0 && lines[0].IsFine) lines[0].Wrong(new Broken("from-missing", "请填被拆分或合并的属地。", "Say which area ends.", "from"));
        var split = ended.Count == 1;
        if (!split) lines[0].Check(TerritoryRules.ForMerge(ended).Select(b => b with { Field = "from" }));
        if (!lines.TrueForAll(l => l.IsFine)) return;
        IReadOnlyList<Guid> made;
        try
        {
            made = await Recut.Do(_book, work, split ? AreaChangeKind.Split : AreaChangeKind.Merge, ended, into, reason);
        }
        catch (Refused refused)
        {
            // Refused before anything was changed: the rules come first.
            lines[0].Check(refused.Rules.Select(r => r with { Field = null }));
            return;
        }
        foreach (var id in made) _lookup.Add(await _book.Get(id));
        counts.Stored += lines.Count;
    }

    // Read before: every new unit stands, and nothing that should end still does.
    private async Task<bool> Done(List<RowReading> lines)
    {
        if (!lines.TrueForAll(l => l.Text("to") is { } to && _lookup.ByCode(to) is not null)) return false;
        foreach (var key in From(lines[0].Text("from")))
        {
            var code = AreaLookup.Code(key);
            if (_lookup.ByCode(code) is not null || !await work.Store.Set<Area>().AnyAsync(a => a.Code == code && a.ValidTo != null, stop)) return false;
        }
        return true;
    }

    private static IEnumerable<string> From(string? cell) => (cell ?? "").Split([';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
