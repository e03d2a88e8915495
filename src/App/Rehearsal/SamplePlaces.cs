using Muster.Optimiser.Placing;
using Muster.Territory.Register;

namespace Muster.Rehearsal;

/// <summary>What the invented communities ask for: people, seats and skills.</summary>
internal static class SamplePlaces
{
    public const int Grades = 5;
    public const int DivisionRank = 4;

    public static readonly string[] Skills = ["医疗", "心理疏导", "水电维修", "数据录入", "外语"];
    public static readonly int[][] SkillSets = [[], [0], [1], [2], [3], [4], [0, 3], [2, 3]];
    public static readonly string[] Limits = ["不上夜班", "不登高", "不搬重物"];
    public static readonly int[][] LimitSets = [[], [0], [1], [2], [0, 2]];

    /// <summary>
    /// Residents are long-tailed twice over, between counties and between communities; the demand rule is people per
    /// resident with a floor of one to three, and what local staff can take in caps it.
    /// </summary>
    /// <param name="demand">People asked for in all, per index of <see cref="SampleTerritory.Counties"/>.</param>
    public static PlacingPlace[] Make(SampleTerritory territory, int[] demand, int[] countyOfCommunity, Dice dice)
    {
        var areas = territory.Areas;
        var places = new PlacingPlace[territory.Communities.Length];
        var residents = new double[places.Length];
        var ofCounty = new List<int>[demand.Length];
        for (var i = 0; i < places.Length; i++)
        {
            var kind = areas[territory.Communities[i]].Kind;
            var median = kind is CommunityKind.Residents or CommunityKind.LikeResidents ? 2600 : 850;
            residents[i] = Math.Clamp(dice.LongTailed(median, 0.85), 40, 60_000);
            (ofCounty[countyOfCommunity[i]] ??= []).Add(i);
        }

        for (var county = 0; county < demand.Length; county++)
        {
            var members = ofCounty[county];
            var floors = 0;
            foreach (var i in members) floors += Floor(residents[i]);
            var beyond = Apportionment.ByWeights(
                Math.Max(0, demand[county] - floors), [.. members.Select(i => residents[i])]);
            for (var k = 0; k < members.Count; k++)
            {
                var i = members[k];
                var area = territory.Communities[i];
                var minimum = Floor(residents[i]);
                var target = minimum + beyond[k];
                // Four to a member of local staff is what a committee can brief; most have room above the target.
                var staff = 3 + (int)(residents[i] / 450);
                var roomy = (int)Math.Ceiling(target * (1.1 + (0.7 * dice.Share())));
                var limit = dice.Chance(0.25) ? Math.Clamp(4 * staff, minimum, roomy) : roomy;
                places[i] = new PlacingPlace(
                    Code(areas[area]), -1, territory.X[area], territory.Y[area], minimum, Math.Min(target, limit), limit,
                    Street: Code(areas[areas[area].Parent]), Refuses: dice.Chance(0.08) ? 1 + dice.Below(4) : 0,
                    Name: areas[area].Name);
            }
        }

        return places;
    }

    /// <summary>First secretaries of division rank, party group leaders with an alternate, and medical posts.</summary>
    public static PlacingSeat[] MakeSeats(PlacingPlace[] places, Dice dice)
    {
        var seats = new List<PlacingSeat>();
        for (var i = 0; i < places.Length; i++)
        {
            var draw = dice.Share();
            var room = Math.Min(places[i].Target, places[i].Limit);
            if (draw < 0.12)
            {
                seats.Add(new PlacingSeat(i, "第一书记", 1, Grade: DivisionRank));
            }

            if (draw is >= 0.08 and < 0.22 && room >= 3)
            {
                seats.Add(new PlacingSeat(i, "临时党小组组长", 1, Grade: 2, Member: true));
                seats.Add(new PlacingSeat(i, "临时党小组组长B角", 1, Member: true));
            }

            if (draw is >= 0.20 and < 0.26 && room >= 4)
            {
                seats.Add(new PlacingSeat(i, "医疗联络", 1 + dice.Below(2), Skill: 0));
            }
        }

        return [.. seats];
    }

    public static PlacingWant[] MakeWants(PlacingPlace[] places, Dice dice)
    {
        var wants = new List<PlacingWant>();
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i].Target >= 5 && dice.Chance(0.3))
            {
                wants.Add(new PlacingWant(i, 1 + dice.Below(Skills.Length - 1), 1 + dice.Below(Math.Max(1, places[i].Target / 12))));
            }
        }

        return [.. wants];
    }

    public static string Code(RegisteredArea area) => area.Code.ToString("D12", System.Globalization.CultureInfo.InvariantCulture);

    private static int Floor(double residents) => residents switch { < 1_500 => 1, < 5_000 => 2, _ => 3 };
}
