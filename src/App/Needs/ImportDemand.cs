using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Importing;

namespace Muster.Needs;

/// <summary>
/// What places are to have instead of what the rule says, from a spreadsheet; the columns are those of the export. A place is found by its id,
/// else by code, else by a name that stands once in the emergency's area. A row that says what stands already changes nothing.
/// </summary>
public sealed record ImportDemand(Guid EmergencyId, string FileName, string Sha256, bool DryRun) : ImportRows(FileName, Sha256, DryRun)
{
    private static readonly TableShape Demand = new("demand",
    [
        new("id", "编号", "地方编号"), new("code", "代码", "区划代码", "统计代码"), new("area", "属地", "名称", "社区", "小区", "单元"), new("post", "岗位", "点位"),
        new("minimum", "最低", "最少", "最低人数", "最少人数", "min", "at least"), new("target", "目标", "目标人数", "应配人数"), new("absorption", "承接上限", "上限", "最多", "最多人数", "limit", "max", "at most"),
        new("reason", "理由", "原因", "说明", "备注"),
    ], ["id|code|area", "minimum|target|absorption"]);

    private readonly Dictionary<Guid, DemandLine> _known = [];
    private readonly Dictionary<string, List<DemandLine>> _byWords = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _seen = [];
    private Ground? _ground;
    private DemandFigures _before;

    protected internal override Permission Needs => Permission.RunEmergencies;

    protected internal override IReadOnlyList<TableShape> Shapes => [Demand];

    protected override string List => $"/emergencies/{EmergencyId}/demand";

    protected override async Task Begin(Work work, CancellationToken stop)
    {
        await work.OpenAlone(EmergencyId, stop);
        work.About("emergency", EmergencyId);
        _ground = (await work.Sql.GroundOf(EmergencyId, stop))!;
        foreach (var place in await DemandQueries.List(work.Sql, _ground, new(), null, int.MaxValue, stop))
        {
            _known[place.PlaceId] = place;
            foreach (var words in place.Kind == PlaceKind.Post ? [place.AreaName + "/" + place.Name] : new[] { place.Name, place.Code }.OfType<string>().Distinct(StringComparer.Ordinal))
                (_byWords.TryGetValue(words, out var same) ? same : _byWords[words] = []).Add(place);
        }
        _before = await Sums(work, stop);
    }

    protected override async Task<TableOutcome?> Take(TableRow row, Work work, CancellationToken stop)
    {
        var place = Find(row);
        var asked = (Minimum: row.Number("minimum"), Target: row.Number("target"), Absorption: row.Number("absorption"));
        if (place is { } found && !_seen.Add(found.PlaceId)) row.Wrong("area", new("row-twice", $"“{found.Name}”在表里出现了不止一次。", $"“{found.Name}” stands in the table more than once."));
        if (place is null || !row.IsFine) return null;
        if ((asked.Minimum ?? place.Minimum, asked.Target ?? place.Target, asked.Absorption ?? place.Absorption) == (place.Minimum, place.Target, place.Absorption)) return TableOutcome.Unchanged;
        var change = new DemandChange(place.PlaceId, asked.Minimum, asked.Target, asked.Absorption, Reason: row["reason"] is { } reason && reason != place.Reason ? reason : $"导入 {FileName}");
        row.Check(await OverrideDemand.Set(work, _ground!, change, DemandSource.Import, stop));
        return TableOutcome.Updated;
    }

    protected override async Task End(TableSheet sheet, Work work, CancellationToken stop)
    {
        await ComputeDemand.Store(work, EmergencyId, stop);
        var after = await Sums(work, stop);
        sheet.Notes.Add(new($"最低合计 {_before.Minimum:N0} → {after.Minimum:N0}，目标合计 {_before.Target:N0} → {after.Target:N0}，承接上限合计 {_before.Absorption:N0} → {after.Absorption:N0}。",
            $"Minimum {_before.Minimum:N0} → {after.Minimum:N0}, target {_before.Target:N0} → {after.Target:N0}, absorption {_before.Absorption:N0} → {after.Absorption:N0} in all."));
    }

    /// <summary>Of the covered level, where each person is counted once.</summary>
    private async Task<DemandFigures> Sums(Work work, CancellationToken stop)
    {
        var sum = (await DemandQueries.Sums(work.Sql, EmergencyId, stop)).Find(s => s.Level == _ground!.Covered);
        return sum is null ? default : new((int)sum.Minimum, (int)sum.Target, (int)sum.Absorption);
    }

    private DemandLine? Find(TableRow row)
    {
        if (row["id"] is { } id)
        {
            if (Guid.TryParse(id, out var guid) && _known.TryGetValue(guid, out var one)) return one;
            row.Wrong("id", new("place-unknown", $"编号“{id}”不在这次行动的需求中。", $"There is no demand for a place with the id “{id}” in this emergency."));
            return null;
        }
        var (code, area, post) = (row["code"], row["area"], row["post"]);
        if (code?.Length is 2 or 4 or 6 or 9 && code.All(char.IsAsciiDigit)) code = code.PadRight(12, '0');
        var words = post is not null ? area + "/" + post : code ?? area ?? "";
        var found = _byWords.GetValueOrDefault(words, []);
        if (found is [var only]) return only;
        row.Wrong(post is not null ? "post" : code is not null ? "code" : "area", found.Count == 0
            ? new("place-unknown", $"“{words}”不在这次行动的需求中。", $"There is no demand for “{words}” in this emergency.")
            : new("place-ambiguous", $"“{words}”有 {found.Count} 处，请填编号。", $"“{words}” stands {found.Count} times: give the id."));
        return null;
    }
}
