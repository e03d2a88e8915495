using Muster.People.Agencies;
using Muster.People.Import;
using Muster.Platform.Files;

namespace Muster.People;

/// <summary>
/// Lists as spreadsheets. Text stays text in them, so nothing is computed when they are opened. With numbers in full a list of people comes back
/// in through the import as it went out; each row and each printed page says who took it and when. Without, it has no numbers at all.
/// </summary>
public sealed class PeopleExport(PeopleQueries people, AgencyQueries agencies)
{
    private static readonly PersonField[] Fields =
    [
        PersonField.Name, PersonField.IdNumber, PersonField.Phone, PersonField.Agency, PersonField.Post, PersonField.Grade, PersonField.Sex, PersonField.PoliticalStatus,
        PersonField.Birth, PersonField.Home, PersonField.Skills, PersonField.Origin, PersonField.Team,
    ];

    /// <param name="mark">Who takes the list with numbers in full, and when; null for a list without numbers.</param>
    /// <param name="taken">Who takes the list without numbers.</param>
    /// <returns>How many rows it has.</returns>
    public async Task<long> Write(PeopleFilter filter, Watermark? mark, Stream output, CancellationToken stop, Watermark? taken = null)
    {
        var fields = Fields.Where(f => mark is not null || f is not (PersonField.IdNumber or PersonField.Phone)).ToArray();
        using var writer = new SheetWriter(output, leaveOpen: true) { Footer = (mark ?? taken)?.Text };
        writer.BeginSheet("人员", [.. fields.Select(f => new SheetColumn(PeopleTemplate.HeaderOf(f, "zh-CN"), 16)), .. mark is null ? (SheetColumn[])[] : [new SheetColumn(Watermark.Header, 30)]]);
        var values = new SheetValue[fields.Length + (mark is null ? 0 : 1)];
        if (mark is not null) values[^1] = SheetValue.Of(mark.Text);
        await foreach (var row in people.All(filter, mark is null ? Numbers.None : Numbers.Full, stop))
        {
            for (var i = 0; i < fields.Length; i++) values[i] = SheetValue.Of(Value(row, fields[i], full: mark is not null));
            writer.Row(values);
        }
        return writer.Rows;
    }

    public async Task<long> WriteAgencies(Stream output, Watermark taken, CancellationToken stop)
    {
        using var writer = new SheetWriter(output, leaveOpen: true) { Footer = taken.Text };
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
        return writer.Rows;
    }

    private static string? Value(PersonRow row, PersonField field, bool full) => field switch
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
        PersonField.Home => full ? row.HomeText ?? row.Home : row.Home,
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
