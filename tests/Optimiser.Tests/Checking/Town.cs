using Muster.Optimiser.Placing;

namespace Muster.Optimiser.Tests.Checking;

/// <summary>
/// A small town with a plan whose cost is worked out by hand: three communities on a line 1,000 m apart, the third with
/// a post below it that takes only the two people who hold its seat and fill its skill.
/// </summary>
internal static class Town
{
    public const int A = 0, B = 1, C = 2, Post = 3;

    public static PlacingProblem Problem() => new()
    {
        Skills = ["medic"],
        SkillSets = [[], [0]],
        Limits = ["no-nights"],
        LimitSets = [[], [0]],
        Teams = ["vanguard"],
        Agencies =
        [
            new PlacingAgency("bureau", "county", 4, 1, [], Pairing.None),
            new PlacingAgency("office", "street", 0, 0, ["east"], Pairing.Hard),
            new PlacingAgency("school", "county", 0, 0, ["west"], Pairing.Preferred),
        ],
        Places =
        [
            new PlacingPlace("a", -1, 0, 0, 1, 2, 3, Street: "west"),
            new PlacingPlace("b", -1, 1000, 0, 1, 2, 2, Street: "west", Refuses: 1),
            new PlacingPlace("c", -1, 2000, 0, 1, 3, 4, Street: "east"),
            new PlacingPlace("c-gate", C, 2000, 300, 0, 2, 2, Open: false, Street: "east"),
        ],
        Seats = [new PlacingSeat(Post, "leader", 1, Grade: 3, Member: true)],
        Wants = [new PlacingWant(Post, 0, 1)],
        People =
        [
            new PlacingPerson("p0", 0, 0, 0, Experience.OldHand),
            new PlacingPerson("p1", 0, 400, 0, Experience.FirstTimer, Team: 0),
            new PlacingPerson("p2", 1000, 0, 0, Experience.FirstTimer, Team: 0),
            new PlacingPerson("p3", 1000, 300, 0, Previous: B),
            new PlacingPerson("p4", 9000, 0, 0, Limits: 1),
            new PlacingPerson("p5", 2000, 300, 1, Grade: 4, Member: true),
            new PlacingPerson("p6", 2000, 700, 2, Skills: 1),
            new PlacingPerson("p7", 2000, 0, 1, Experience.OldHand),
        ],
        Exclusions = [new PlacingExclusion(1, C, "kin")],
        Aparts = [new PlacingApart(0, 7)],
        Pins = [new PlacingPin(0, A)],
        Wishes = [new PlacingWish(2, B)],
    };

    /// <summary>Everyone at home but p4, whom the bureau keeps.</summary>
    public static PlacingPlan Plan() => new()
    {
        Place = [A, A, B, B, -1, Post, Post, C],
        Seat = [-1, -1, -1, -1, -1, 0, -1, -1],
        Want = [-1, -1, -1, -1, -1, -1, 0, -1],
        Placed = 7,
        // Travel 400 (p1) + 300 (p3) + 400 (p6); p6 is outside the school's streets; the vanguard is split in two;
        // p6 is the only one of the school at c; b has a first-timer and no old hand.
        Cost = new PlacingCost(1100, 3000, 0, 0, 0, 300, 100, 200),
        Tiers =
        [
            new PlacingTier("rules", 0, 0, false), new PlacingTier("minimum", 0, 0, false),
            new PlacingTier("seats", 0, 0, false), new PlacingTier("shortage", 0, 0, false),
            new PlacingTier("reserve", 0, 0, false), new PlacingTier("cost", 4700, 0, false),
        ],
    };

    public static PlacingPlan Moved(this PlacingPlan plan, int person, int place, int seat = -1, int want = -1)
    {
        var places = Changed(plan.Place, place);
        return plan with
        {
            Place = places,
            Seat = Changed(plan.Seat, seat),
            Want = Changed(plan.Want, want),
            Placed = places.Count(p => p >= 0),
        };

        int[] Changed(int[] of, int to)
        {
            var copy = (int[])of.Clone();
            copy[person] = to;
            return copy;
        }
    }

    public static PlacingPrices NoPrices(PlacingProblem problem) => new()
    {
        PlaceHigh = new long[problem.Places.Length],
        PlaceLow = new long[problem.Places.Length],
        SeatHigh = new long[problem.Seats.Length],
        SeatLow = new long[problem.Seats.Length],
        WantHigh = new long[problem.Wants.Length],
        WantLow = new long[problem.Wants.Length],
        AgencyHigh = new long[problem.Agencies.Length],
        AgencyLow = new long[problem.Agencies.Length],
    };
}
