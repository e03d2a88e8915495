using Muster.Emergencies;
using Muster.People;
using Muster.Territory;

namespace Muster.Rehearsal.Demo;

/// <summary>
/// A sample that the demo musters: which territory, which emergency, and how many people of which level. Territory stands in
/// samples/{Name}; people are invented when the demo runs.
/// </summary>
/// <param name="Top">Statistical code of the area the emergency is over.</param>
/// <param name="Covered">The level on which no area may stay without people.</param>
/// <param name="Sources">Who sends how many: the accounts' figures.</param>
/// <param name="SeatGrade">Least grade of a first secretary (S3.17 処级); null where the sample has none.</param>
public sealed record DemoSample(string Name, string Title, string EmergencyName, string DocumentNumber, string Top, string Register,
    AreaLevel Covered, DemoSource[] Sources, string Template, DateTimeOffset Order)
{
    public int People => Sources.Sum(s => s.People);

    /// <summary>Heping: 720 + 1,755 + 749 = 3,224 (S3); Sanlin 428 (S0); Yongtai 71 (S2); Yintan 168 (S4).</summary>
    public static readonly IReadOnlyList<DemoSample> All =
    [
        new("heping", "天津市和平区", "2020年2月一夜集结（样例）", "样例〔2020〕17号", "120101000000", "120101", AreaLevel.Community,
            [new(Origin.City, AgencyLevel.City, 720, 18), new(Origin.County, AgencyLevel.County, 1755, 39), new(Origin.Street, AgencyLevel.Street, 749, 6)],
            "three-tier", Evening(2020, 2, 17)),
        new("sanlin", "上海市浦东新区三林镇", "2022年春三林镇下沉（样例）", "样例〔2022〕4号", "310115130000", "310115", AreaLevel.Community,
            [new(Origin.City, AgencyLevel.City, 180, 9), new(Origin.County, AgencyLevel.County, 248, 16)], "three-tier", Evening(2022, 3, 27)),
        new("yintan", "兰州市安宁区银滩路街道", "2022年银滩路街道下沉（样例）", "样例〔2022〕7号", "620105006000", "620105", AreaLevel.Compound,
            [new(Origin.City, AgencyLevel.City, 168, 12)], "office-and-groups", Evening(2022, 7, 10)),
        new("yongtai", "三林镇永泰社区", "2022年春永泰社区下沉（样例）", "样例〔2022〕5号", "310115130000", "310115", AreaLevel.Community,
            [new(Origin.City, AgencyLevel.City, 30, 4), new(Origin.County, AgencyLevel.County, 41, 5)], "three-plus-one", Evening(2022, 3, 27)),
    ];

    public static DemoSample? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    private static DateTimeOffset Evening(int year, int month, int day) => new DateTimeOffset(year, month, day, 20, 0, 0, TimeSpan.FromHours(8)).ToUniversalTime();
}

/// <summary>So many people of one level, spread over so many agencies.</summary>
public sealed record DemoSource(Origin Origin, AgencyLevel Level, int People, int Agencies);
