using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.People;
using Muster.Platform.Acts;
using Muster.Platform.Importing;
using Muster.Territory;

namespace Muster.Mobilisation;

/// <summary>
/// Quotas and streets of agencies (战区制) from a spreadsheet, one line per agency: how many it sends at least, how many stay, why, its streets
/// with ； between, and whether its people serve there only. The streets given replace those it had; a blank cell leaves them.
/// </summary>
public sealed record ImportQuotas(Guid EmergencyId, string FileName, string Sha256, bool DryRun) : ImportRows(FileName, Sha256, DryRun)
{
    private static readonly TableShape Quotas = new("quotas",
    [
        new("agency", "单位", "单位名称", "派出单位"), new("minimumsent", "至少派", "最少派出", "派出", "指标", "至少派出", "应派", "must send", "to send", "sends", "at least"), new("minimumstay", "至少留", "最少留守", "留守", "must stay", "stay", "to stay", "stays"),
        new("reason", "理由", "说明", "备注"), new("streets", "结对街道", "配对街道", "包片街道", "对口街道", "街道", "streets", "paired streets"), new("hard", "只在结对街道服务", "只在配对街道", "硬性", "only in these streets", "only there"),
    ], ["agency"]);

    private readonly Dictionary<string, Agency?> _agencies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Guid>> _streets = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _seen = [];
    private readonly Dictionary<Guid, int> _people = [];

    protected internal override Permission Needs => Permission.RunEmergencies;

    protected internal override IReadOnlyList<TableShape> Shapes => [Quotas];

    protected override string List => $"/emergencies/{EmergencyId}/quotas";

    protected override async Task Begin(Work work, CancellationToken stop)
    {
        _agencies.Clear();
        _streets.Clear();
        _seen.Clear();
        _people.Clear();
        await work.OpenAlone(EmergencyId, stop);
        work.About("emergency", EmergencyId);
        var ground = (await work.Sql.GroundOf(EmergencyId, stop))!;
        foreach (var agency in await work.Store.Set<Agency>().AsNoTracking().Where(a => a.ValidTo == null).ToListAsync(stop))
        {
            _agencies[agency.Name] = agency;
            if (agency.ShortName != agency.Name) _agencies[agency.ShortName] = _agencies.ContainsKey(agency.ShortName) ? null : agency;
        }
        await foreach (var (id, name, shortName, code) in work.Sql.Rows("select id, name, short_name, code from area where level = @level and path >= @from and path < @end and valid_to is null",
            row => (row.Guid(0), row.Text(1), row.Text(2), row.TextOrNull(3)), stop, ("level", (int)AreaLevel.Street), ("from", ground.Path), ("end", ground.End)))
            foreach (var key in new[] { name, shortName, code, code?.TrimEnd('0') }.OfType<string>().Distinct(StringComparer.Ordinal))
                (_streets.TryGetValue(key, out var same) ? same : _streets[key] = []).Add(id);
        await foreach (var (id, count) in work.Sql.Rows("select agency_id, count(*) from person where ended_at is null and agency_id is not null and origin in ('City', 'County', 'Street') group by agency_id",
            row => (row.Guid(0), row.Int(1)), stop)) _people[id] = count;
    }

    protected override async Task<TableOutcome?> Take(TableRow row, Work work, CancellationToken stop)
    {
        var name = row["agency"] ?? "";
        if (_agencies.GetValueOrDefault(name) is not { } agency)
        {
            row.Wrong("agency", name.Length == 0 ? new Broken("agency-missing", "没有填派出单位。", "The agency is missing.")
                : new Broken("agency-unknown", $"没有派出单位“{name}”，或不止一个。", $"There is no agency “{name}”, or more than one."));
            return null;
        }
        if (!_seen.Add(agency.Id)) row.Wrong("agency", new Broken("row-twice", $"“{name}”在表里出现了不止一次。", $"“{name}” stands in the table more than once."));
        var (sent, stay) = (row.Number("minimumsent"), row.Number("minimumstay"));
        var streets = Streets(row);
        var hard = row.Flag("hard");
        var quota = await work.Store.Set<Quota>().SingleOrDefaultAsync(q => q.EmergencyId == EmergencyId && q.AgencyId == agency.Id, stop);
        var headcount = agency.Headcount ?? _people.GetValueOrDefault(agency.Id);
        var asked = (Sent: sent ?? quota?.MinimumSent ?? 0, Stay: stay ?? quota?.MinimumStay ?? agency.MinimumStay);
        if (sent is not null || stay is not null) row.Check(QuotaRules.ForChange(agency.Name, headcount, asked.Sent, asked.Stay));
        if (!row.IsFine) return null;

        var isNew = quota is null && (sent is not null || stay is not null);
        var changed = false;
        if (isNew || quota is not null && (asked.Sent, asked.Stay) != (quota.MinimumSent, quota.MinimumStay))
        {
            if (quota is null) work.Store.Add(quota = new Quota { EmergencyId = EmergencyId, AgencyId = agency.Id });
            (quota.Headcount, quota.MinimumSent, quota.MinimumStay, quota.Reason) = (headcount, asked.Sent, asked.Stay, row["reason"] ?? $"导入 {FileName}");
            quota.Version++;
            changed = true;
        }
        if (streets is not null || hard is not null) changed |= await Pair(work, agency.Id, streets, hard, stop);
        return isNew ? TableOutcome.Stored : changed ? TableOutcome.Updated : TableOutcome.Unchanged;
    }

    private List<Guid>? Streets(TableRow row)
    {
        if (row["streets"] is not { } text) return null;
        var wanted = new List<Guid>();
        foreach (var name in text.Split(['；', ';', '、', '，', ',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (_streets.TryGetValue(name, out var found) && found is [var only]) wanted.Add(only);
            else row.Wrong("streets", found is { Count: > 1 } ? new Broken("street-ambiguous", $"叫“{name}”的街道不止一个：请填代码。", $"More than one street is called “{name}”: give the code.")
                : new Broken("street-unknown", $"这次行动的属地内没有街道“{name}”。", $"There is no street “{name}” in the emergency's area."));
        return [.. wanted.Distinct()];
    }

    private async Task<bool> Pair(Work work, Guid agency, List<Guid>? streets, bool? hard, CancellationToken stop)
    {
        var now = await work.Store.Set<Pairing>().AsNoTracking().Where(p => p.EmergencyId == EmergencyId && p.AgencyId == agency).ToListAsync(stop);
        var (wanted, only) = (streets ?? [.. now.Select(p => p.AreaId)], hard ?? (now.Count > 0 && now.TrueForAll(p => p.Hard)));
        if (wanted.Order().SequenceEqual(now.Select(p => p.AreaId).Order()) && now.TrueForAll(p => p.Hard == only)) return false;
        await work.Sql.Run("delete from pairing where emergency_id = @e and agency_id = @g", stop, ("e", EmergencyId), ("g", agency));
        foreach (var id in wanted) work.Store.Add(new Pairing { EmergencyId = EmergencyId, AgencyId = agency, AreaId = id, Hard = only });
        return true;
    }
}
