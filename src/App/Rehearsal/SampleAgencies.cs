using Muster.Optimiser.Placing;
using Muster.Territory;
using Muster.Territory.Register;

namespace Muster.Rehearsal;

/// <summary>One invented agency before it is a row: where it sits, whom it sends from, how large it is.</summary>
/// <param name="Seat">Index of the area (province, city, county or street) whose office it is.</param>
/// <param name="Headcount">People of the sample who belong to it.</param>
internal sealed record SampleAgency(PlacingAgency Row, int Seat, int Headcount);

/// <summary>
/// Invents the agencies of a territory: bureaus of province, cities and counties, and street offices, long-tailed in
/// size. Quotas follow the account (at least 70 % of county and street offices go), and some must stay.
/// </summary>
internal static class SampleAgencies
{
    private const int PeoplePerAgency = 80;
    private const double QuotaShare = 0.70;

    private static readonly string[] Bureaus =
    [
        "教育局", "卫健局", "财政局", "公安局", "民政局", "司法局", "人社局", "自然资源局", "住建局", "交通局", "水利局", "农业农村局",
        "商务局", "文旅局", "审计局", "应急局", "市场监管局", "统计局", "医保局", "城管局", "税务局", "气象局", "总工会", "团委", "妇联",
        "科技局", "工信局", "发改局", "生态环境局", "退役军人局", "信访局", "林业局", "供销社", "融媒体中心", "档案馆", "组织部", "宣传部",
        "统战部", "政法委", "纪委监委", "中心医院", "第一中学", "职教中心", "疾控中心", "党校",
    ];

    /// <param name="tight">Per county of the territory: its agencies serve only there, and it has people to spare.</param>
    public static SampleAgency[] Make(SampleTerritory territory, bool[] tight, int people, Dice dice)
    {
        var areas = territory.Areas;
        var drafts = new List<(int Seat, string Name, string Level, double Weight)>();
        foreach (var street in territory.Streets)
        {
            drafts.Add((street, areas[street].Name + "机关", "street", 0.9 * dice.LongTailed(1, 0.5)));
        }

        foreach (var county in territory.Counties) Offices(county, "county", 1.0);
        var cities = territory.Counties.Select(county => Above(areas, county)).Distinct().Where(city => city > 0);
        foreach (var city in cities) Offices(city, "city", 1.6);
        Offices(0, "province", 1.5);

        var wanted = Math.Clamp(people / PeoplePerAgency, 1, drafts.Count);
        dice.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(drafts));
        drafts.RemoveRange(wanted, drafts.Count - wanted);
        drafts.Sort((a, b) => a.Seat != b.Seat ? a.Seat.CompareTo(b.Seat) : string.CompareOrdinal(a.Name, b.Name));
        var sizes = Apportionment.ByWeights(people, [.. drafts.Select(draft => draft.Weight)]);
        var made = new List<SampleAgency>();
        for (var i = 0; i < drafts.Count; i++)
        {
            if (sizes[i] == 0) continue;
            var (seat, name, level, _) = drafts[i];
            var county = CountyOf(territory, seat);
            var binds = county >= 0 && tight[county];
            var pairing = binds ? Pairing.Hard : dice.Chance(0.4) && level != "province" ? Pairing.Preferred : Pairing.None;
            var quota = level is "county" or "street" ? (int)Math.Ceiling(sizes[i] * QuotaShare) : 0;
            var stay = (int)(sizes[i] * (0.05 + (0.10 * dice.Share())));
            var row = new PlacingAgency(
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{SamplePlaces.Code(areas[seat])}-{i}{name}"),
                level, Math.Min(quota, sizes[i] - stay), stay,
                pairing == Pairing.None ? [] : PairedStreets(territory, seat, county, binds, dice), pairing);
            made.Add(new SampleAgency(row, seat, sizes[i]));
        }

        return [.. made];

        void Offices(int seat, string level, double weight)
        {
            foreach (var bureau in Bureaus)
            {
                drafts.Add((seat, areas[seat].Name + bureau, level, weight * dice.LongTailed(1, 1.0)));
            }
        }
    }

    /// <summary>Index into the territory's counties of the county at or above the area, or -1.</summary>
    public static int CountyOf(SampleTerritory territory, int area)
    {
        while (area >= 0)
        {
            var found = Array.BinarySearch(territory.Counties, area);
            if (found >= 0) return found;
            area = territory.Areas[area].Parent;
        }

        return -1;
    }

    // A hard pairing spans the county, or its people could not all be used; a preferred one is a few of its streets.
    private static string[] PairedStreets(SampleTerritory territory, int seat, int county, bool whole, Dice dice)
    {
        var areas = territory.Areas;
        if (areas[seat].Level == AreaLevel.Street && !whole) return [SamplePlaces.Code(areas[seat])];
        var below = territory.Streets
            .Where(street => county >= 0
                ? areas[street].Parent == territory.Counties[county]
                : Above(areas, areas[street].Parent) == seat)
            .ToArray();
        if (!whole)
        {
            dice.Shuffle<int>(below);
            below = below[..Math.Min(below.Length, 1 + dice.Below(4))];
            Array.Sort(below);
        }

        return [.. below.Select(street => SamplePlaces.Code(areas[street]))];
    }

    private static int Above(RegisteredArea[] areas, int area) => areas[area].Parent;
}
