using Muster.Emergencies;
using Muster.Organisation;
using Muster.People;
using Muster.Rosters.Patterns;
using Muster.Territory;

namespace Muster.Rehearsal.Demo;

/// <summary>
/// A sample that the demo musters: which territory, which emergency, and how many people of which level. Territory stands in
/// samples/{Name}; people are invented when the demo runs.
/// </summary>
/// <param name="Covered">The level on which no area may stay without people.</param>
/// <param name="Sources">Who sends how many: the accounts' figures.</param>
/// <param name="SeatGrade">Least grade of a first secretary (S3.17 処级); null where the sample has none.</param>
public sealed record DemoSample(string Name, string Title, string EmergencyName, string DocumentNumber, AreaLevel Covered, DemoSource[] Sources, FormationTemplate Template)
{
    /// <summary>Name of the area the emergency is over, where it is not the first of areas.csv.</summary>
    public string? TopName { get; init; }

    /// <summary>A first secretary of division rank for each community (S3.17).</summary>
    public bool FirstSecretaries { get; init; }

    /// <summary>So many branches over the units (34 over 39, S4.2).</summary>
    public int? Branches { get; init; }

    public int AbsorptionBase { get; init; } = 20;

    /// <summary>Newcomers that one of the place's own staff can guide.</summary>
    public double AbsorptionPerLocalStaff { get; init; } = 5;

    /// <summary>Counties of the register in which those live who do not live in the sample's own area: surge staff come from all over a city.</summary>
    public string[] Around { get; init; } = [];

    public int People => Sources.Sum(s => s.People);

    /// <summary>Heping: 720 + 1,755 + 749 = 3,224 (S3); Sanlin 428 (S0); Yongtai 71 (S2); Yintan 168 (S4).</summary>
    public static readonly IReadOnlyList<DemoSample> All =
    [
        new("heping", "天津市和平区", "一夜集结（样例）", "样例〔2020〕17号", AreaLevel.Community,
            [new(Origin.City, AgencyLevel.City, 720, 18), new(Origin.County, AgencyLevel.County, 1755, 39), new(Origin.Street, AgencyLevel.Street, 749, 6)],
            FormationTemplate.ThreeTier) { FirstSecretaries = true, Around = ["120102", "120103", "120104", "120105", "120106"] },
        new("sanlin", "上海市浦东新区三林镇", "三林镇下沉（样例）", "样例〔2022〕4号", AreaLevel.Community,
            [new(Origin.City, AgencyLevel.City, 180, 9), new(Origin.County, AgencyLevel.County, 248, 16)], FormationTemplate.ThreeTier) { Around = ["310104", "310112", "310106"] },
        new("yintan", "兰州市安宁区银滩路街道", "银滩路街道下沉（样例）", "样例〔2022〕7号", AreaLevel.Compound,
            [new(Origin.City, AgencyLevel.City, 168, 12)], FormationTemplate.OneOfficeSevenGroups) { Branches = 34, Around = ["620102", "620103", "620104"] },
        new("yongtai", "三林镇永泰社区", "永泰社区下沉（样例）", "样例〔2022〕5号", AreaLevel.Community,
            [new(Origin.City, AgencyLevel.City, 30, 4), new(Origin.County, AgencyLevel.County, 41, 5)], FormationTemplate.ThreePlusOne) { TopName = "永泰社区", Around = ["310104", "310112", "310106"] },
    ];

    public static DemoSample? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    /// <summary>The accounts' evenings were of 2020 and 2022; a demo's is that of two days ago, so that its second day of work is today.</summary>
    public static DateTimeOffset OrderBefore(DateTimeOffset now) => WorkDays.At(WorkDays.Of(now).AddDays(-2), 20 * 60);
}

/// <summary>So many people of one level, spread over so many agencies.</summary>
public sealed record DemoSource(Origin Origin, AgencyLevel Level, int People, int Agencies);
