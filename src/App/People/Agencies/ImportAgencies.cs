using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Importing;
using Muster.Territory;

namespace Muster.People.Agencies;

/// <summary>
/// Agencies from a spreadsheet: level, above, area, headcount, minimum that must stay, quota, liaison. An agency is found by its name; one not
/// seen before is entered. The columns are those of the export.
/// </summary>
public sealed record ImportAgencies(string FileName, string Sha256, bool DryRun) : ImportRows(FileName, Sha256, DryRun)
{
    private static readonly TableShape Agencies = new("agencies",
    [
        new("name", "单位名称", "单位", "派出单位", "单位全称", "agency"), new("shortname", "简称", "short name"), new("level", "层级", "级别", "单位层级"),
        new("parentid", "上级单位", "上级", "主管单位", "parent", "above"), new("areaid", "属地", "所在属地", "属地代码", "area"),
        new("headcount", "编制人数", "编制", "在编人数", "人数"), new("minimumstay", "最少留守", "留守", "留守人数", "minimum that stays", "stay"),
        new("quotapercent", "下沉比例%", "下沉比例", "比例", "指标", "quota"), new("liaisonid", "联络人", "联络员", "负责人", "liaison"),
    ], ["name"]);

    private readonly Dictionary<string, Agency> _agencies = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override IReadOnlyList<TableShape> Shapes => [Agencies];

    protected override string List => "/agencies";

    protected override async Task Begin(Work work, CancellationToken stop)
    {
        _agencies.Clear();
        _seen.Clear();
        await PeopleLock.Alone(work, stop);
        foreach (var agency in await work.Store.Set<Agency>().Where(a => a.ValidTo == null).ToListAsync(stop)) _agencies[agency.Name] = agency;
    }

    protected override async Task<TableOutcome?> Take(TableRow row, Work work, CancellationToken stop)
    {
        var name = row["name"] ?? "";
        var agency = _agencies.GetValueOrDefault(name);
        var before = agency is null ? new AgencyFields { Name = name, Level = AgencyRules.LevelOf(name) } : AgencyFields.Of(agency);
        var fields = before with
        {
            ShortName = row["shortname"] ?? before.ShortName, Level = Level(row) ?? before.Level, ParentId = Above(row, name) ?? before.ParentId,
            AreaId = await Area(row, work, before.AreaId, stop), Headcount = row.Number("headcount") ?? before.Headcount,
            MinimumStay = row.Number("minimumstay") ?? before.MinimumStay, QuotaPercent = row.Number("quotapercent") ?? before.QuotaPercent,
            LiaisonId = await Liaison(row, work, agency, before.LiaisonId, stop),
        };
        row.Check(AgencyRules.Check(fields));
        if (name.Length > 0 && !_seen.Add(name))
            row.Wrong("name", new Broken("row-twice", $"“{name}”在表里出现了不止一次。", $"“{name}” stands in the table more than once."));
        if (!row.IsFine) return null;
        if (agency is not null && fields == before) return TableOutcome.Unchanged;
        try
        {
            var filled = agency ?? AddAgency.Make(name, work.Actor.Name);
            await AddAgency.Fill(work, filled, fields, stop);
            if (agency is null) work.Store.Add(_agencies[name] = filled);
            else agency.Version++;
            // Who stands above the next rows, and whose name is taken, is asked of the store.
            await work.Store.SaveChangesAsync(stop);
            return agency is null ? TableOutcome.Stored : TableOutcome.Updated;
        }
        catch (Refused refused)
        {
            row.Check(refused.Rules);
            return null;
        }
    }

    private static AgencyLevel? Level(TableRow row)
    {
        if (row["level"] is not { } text) return null;
        AgencyLevel? level = text.ToLowerInvariant() switch
        {
            "市级" or "市直" or "市" or "city" => AgencyLevel.City,
            "区级" or "县级" or "区县" or "区直" or "区" or "县" or "county" or "district" => AgencyLevel.County,
            "街道" or "街镇" or "镇" or "乡镇" or "镇街" or "街道、镇" or "street" or "town" or "street, town" => AgencyLevel.Street,
            "其他" or "其它" or "other" => AgencyLevel.Other,
            _ => null,
        };
        if (level is null) row.Wrong("level", new Broken("level-unknown", $"不认识层级“{text}”：市级、区级、街道或其他。", $"Unknown level “{text}”: city, county, street or other."));
        return level;
    }

    private Guid? Above(TableRow row, string name)
    {
        if (row["parentid"] is not { } text) return null;
        if (text != name && _agencies.TryGetValue(text, out var above)) return above.Id;
        row.Wrong("parentid", new Broken("agency-unknown", $"没有派出单位“{text}”；上级要在下级之前。", $"There is no agency “{text}”; the one above comes first."));
        return null;
    }

    private static async Task<Guid?> Area(TableRow row, Work work, Guid? now, CancellationToken stop)
    {
        if (row["areaid"] is not { } text) return now;
        var code = text.Length is 2 or 4 or 6 or 9 && text.All(char.IsAsciiDigit) ? text.PadRight(12, '0') : text;
        var found = await work.Store.Set<Area>().AsNoTracking().Where(a => a.ValidTo == null && (a.Code == code || a.Name == text || a.ShortName == text)).OrderBy(a => a.Path).Take(2).ToListAsync(stop);
        // What an export wrote means what it meant, however many share the name.
        if (now is { } kept && await work.Store.Set<Area>().AnyAsync(a => a.Id == kept && (a.Name == text || a.ShortName == text), stop)) return kept;
        if (found is [var only]) return only.Id;
        row.Wrong("areaid", found.Count == 0 ? new Broken("area-unknown", $"没有叫“{text}”的属地，也没有这个代码。", $"No area has the name or code “{text}”.")
            : new Broken("area-ambiguous", $"叫“{text}”的属地不止一个：请填代码。", $"More than one area is called “{text}”: give the code."));
        return now;
    }

    /// <summary>Somebody of the agency by that name.</summary>
    private static async Task<Guid?> Liaison(TableRow row, Work work, Agency? agency, Guid? now, CancellationToken stop)
    {
        if (row["liaisonid"] is not { } text) return now;
        if (now is { } kept && await work.Store.Set<Person>().AnyAsync(p => p.Id == kept && p.Name == text, stop)) return kept;
        var of = agency?.Id;
        var found = of is null ? [] : await work.Store.Set<Person>().AsNoTracking().Where(p => p.AgencyId == of && p.Name == text && p.EndedAt == null).Select(p => p.Id).Take(2).ToListAsync(stop);
        if (found is [var only]) return only;
        row.Wrong("liaisonid", found.Count == 0 ? new Broken("liaison-unknown", $"本单位没有叫“{text}”的人。", $"The agency has nobody called “{text}”.")
            : new Broken("liaison-ambiguous", $"本单位叫“{text}”的不止一人：请在单位页面上选。", $"The agency has more than one “{text}”: choose on its page."));
        return now;
    }
}
