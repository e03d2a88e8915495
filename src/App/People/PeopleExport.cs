using Muster.People.Agencies;
using Muster.People.Import;
using Muster.Platform.Acts;
using Muster.Platform.Files;

namespace Muster.People;

/// <summary>Somebody took numbers in full out of the program: how many people's, by which filters.</summary>
public sealed record ExportIdentities(string Filter, long People) : Act<long>
{
    protected internal override Permission Needs => Permission.ReadPeople;

    protected internal override Task<long> Do(Work work, CancellationToken stop)
    {
        work.Note("filter", Filter);
        work.Note("people", People);
        return Task.FromResult(People);
    }
}

/// <summary>
/// Lists as spreadsheets. Text stays text in them, so nothing is computed when they are opened. With numbers in full a list of people comes back
/// in through the import as it went out, and its going out is on the audit trail; without, it has no numbers at all.
/// </summary>
public sealed class PeopleExport(PeopleQueries people, AgencyQueries agencies, Desk desk)
{
    private static readonly PersonField[] Fields =
    [
        PersonField.Name, PersonField.IdNumber, PersonField.Phone, PersonField.Agency, PersonField.Post, PersonField.Grade, PersonField.Sex, PersonField.PoliticalStatus,
        PersonField.Birth, PersonField.Home, PersonField.Skills, PersonField.Origin, PersonField.Team,
    ];

    public async Task Write(PeopleFilter filter, bool full, Actor actor, Stream output, CancellationToken stop)
    {
        if (full)
            await desk.Do(new ExportIdentities((filter with { Find = filter.Find is null ? null : "…" }).ToQuery(), await people.Count(filter, long.MaxValue, stop)), WriteId.New(), actor, stop);
        var fields = Fields.Where(f => full || f is not (PersonField.IdNumber or PersonField.Phone)).ToArray();
        using var writer = new SheetWriter(output, leaveOpen: true);
        writer.BeginSheet("人员", [.. fields.Select(f => new SheetColumn(PeopleTemplate.HeaderOf(f, "zh-CN"), 16))]);
        var values = new SheetValue[fields.Length];
        await foreach (var row in people.All(filter, full ? Numbers.Full : Numbers.None, stop))
        {
            for (var i = 0; i < fields.Length; i++) values[i] = SheetValue.Of(Value(row, fields[i]));
            writer.Row(values);
        }
    }

    public async Task WriteAgencies(Stream output, CancellationToken stop)
    {
        using var writer = new SheetWriter(output, leaveOpen: true);
        writer.BeginSheet("派出单位", [.. new[] { "单位名称", "简称", "层级", "上级单位", "属地", "编制人数", "在册人数", "最少留守", "下沉比例%", "联络人" }.Select(h => new SheetColumn(h, 16))]);
        Guid? after = null;
        do
        {
            var (list, next) = await agencies.List(new AgencyFilter(), after, 500, stop);
            foreach (var a in list)
                writer.Row(a.Name, a.ShortName, LevelZh(a.Level), a.Parent, a.Area, a.Headcount is { } h ? SheetValue.Of(h) : SheetValue.Empty,
                    SheetValue.Of(a.People), SheetValue.Of(a.MinimumStay), SheetValue.Of(a.QuotaPercent), a.Liaison);
            after = next;
        }
        while (after is not null);
    }

    private static string? Value(PersonRow row, PersonField field) => field switch
    {
        PersonField.Name => row.Name,
        PersonField.IdNumber => row.IdNumber,
        PersonField.Phone => row.Phone,
        PersonField.Agency => row.Agency,
        PersonField.Post => row.JobTitle,
        PersonField.Grade => row.GradeName,
        PersonField.Sex => row.Sex switch { Sex.Male => "男", Sex.Female => "女", _ => null },
        PersonField.PoliticalStatus => PoliticalStatus.Zh(row.PoliticalStatus),
        PersonField.Birth => row.BirthYear?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        PersonField.Home => row.HomeText ?? row.Home,
        PersonField.Skills => row.Skills,
        PersonField.Origin => OriginZh(row.Origin),
        PersonField.Team => row.Team,
        _ => null,
    };

    private static string OriginZh(Origin origin) => origin switch
    {
        Origin.City => "市级",
        Origin.County => "区级",
        Origin.Street => "街道",
        Origin.ReportingMember => "双报到",
        Origin.Volunteer => "志愿者",
        _ => "社区工作者",
    };

    private static string LevelZh(AgencyLevel level) => level switch
    {
        AgencyLevel.City => "市级",
        AgencyLevel.County => "区级",
        AgencyLevel.Street => "街道",
        _ => "其他",
    };
}
