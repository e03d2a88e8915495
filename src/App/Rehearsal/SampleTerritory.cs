using Muster.Territory;
using Muster.Territory.Register;

namespace Muster.Rehearsal;

/// <summary>
/// The part of a province that a sample covers, with a place on a plane for each area. The areas are real; the
/// coordinates are a layout from the tree, metres from an arbitrary corner, and say only what lies near what.
/// </summary>
public sealed class SampleTerritory
{
    /// <summary>A sample takes in further counties only while everyone's share stays at so many people a community.</summary>
    public const int LeastPeoplePerCommunity = 10;

    // Hebei: 188,800 km² over 54,145 communities. Town communities lie far closer together than villages.
    private const double SquareMetresPerVillage = 3_900_000;
    private const double SquareMetresPerResidents = 900_000;

    private SampleTerritory(RegisteredArea[] areas, int[] communities, int[] streets, int[] counties, int[] x, int[] y) =>
        (Areas, Communities, Streets, Counties, X, Y) = (areas, communities, streets, counties, x, y);

    /// <summary>All areas of the province, as the register gives them.</summary>
    public RegisteredArea[] Areas { get; }

    /// <summary>Indices into <see cref="Areas"/> of the covered communities, ascending by code.</summary>
    public int[] Communities { get; }

    /// <summary>Indices of the streets that hold a covered community.</summary>
    public int[] Streets { get; }

    /// <summary>Indices of the areas (county, or city without counties) that hold a covered street.</summary>
    public int[] Counties { get; }

    /// <summary>Metres east, per area of the province.</summary>
    public int[] X { get; }

    /// <summary>Metres north, per area of the province.</summary>
    public int[] Y { get; }

    /// <summary>
    /// The whole province when there are people enough for it, else its first streets in order of code, so that a small
    /// sample is a compact piece of country and not a province with nobody in it.
    /// </summary>
    public static SampleTerritory Of(RegisteredArea[] areas, int people)
    {
        ArgumentNullException.ThrowIfNull(areas);
        ArgumentOutOfRangeException.ThrowIfLessThan(people, LeastPeoplePerCommunity);
        var communities = new List<int>();
        var streets = new List<int>();
        var most = people / LeastPeoplePerCommunity;
        for (var street = 0; street < areas.Length; street++)
        {
            if (areas[street].Level != AreaLevel.Street) continue;
            var first = communities.Count;
            // A street's communities follow it directly: the register is in order of code, parents before children.
            for (var i = street + 1; i < areas.Length && areas[i].Parent == street; i++) communities.Add(i);
            if (communities.Count == first) continue;
            if (communities.Count > most && first > 0)
            {
                communities.RemoveRange(first, communities.Count - first);
                break;
            }

            streets.Add(street);
        }

        var counties = streets.Select(street => areas[street].Parent).Distinct().ToArray();
        var (x, y) = Layout(areas);
        return new SampleTerritory(areas, [.. communities], [.. streets], counties, x, y);
    }

    /// <summary>
    /// Slices the province's rectangle among its children in proportion to the ground their communities need, across the
    /// longer side, down to the communities, each of which stands in the middle of its own slice.
    /// </summary>
    private static (int[] X, int[] Y) Layout(RegisteredArea[] areas)
    {
        var ground = new double[areas.Length];
        var children = new List<int>[areas.Length];
        for (var i = areas.Length - 1; i >= 0; i--)
        {
            if (ground[i] == 0)
            {
                ground[i] = areas[i].Kind is CommunityKind.Residents or CommunityKind.LikeResidents
                    ? SquareMetresPerResidents
                    : SquareMetresPerVillage;
            }

            if (areas[i].Parent < 0) continue;
            ground[areas[i].Parent] += ground[i];
            (children[areas[i].Parent] ??= []).Add(i);
        }

        var x = new int[areas.Length];
        var y = new int[areas.Length];
        var side = Math.Sqrt(ground[0]);
        var open = new Stack<(List<int> Areas, int From, int To, double Left, double Bottom, double Width, double Height)>();
        open.Push(([0], 0, 1, 0, 0, side, side));
        while (open.TryPop(out var slice))
        {
            var (members, from, to, left, bottom, width, height) = slice;
            if (to - from == 1)
            {
                var area = members[from];
                x[area] = (int)(left + width / 2);
                y[area] = (int)(bottom + height / 2);
                if (children[area] is { } below)
                {
                    below.Reverse();
                    open.Push((below, 0, below.Count, left, bottom, width, height));
                }

                continue;
            }

            // Halve by ground rather than cut strips: slices stay near square, and neighbours in code stay neighbours.
            var all = 0.0;
            for (var i = from; i < to; i++) all += ground[members[i]];
            var half = ground[members[from]];
            var cut = from + 1;
            while (cut < to - 1 && half + ground[members[cut]] / 2 < all / 2) half += ground[members[cut++]];
            var share = half / all;
            if (width >= height)
            {
                open.Push((members, from, cut, left, bottom, width * share, height));
                open.Push((members, cut, to, left + width * share, bottom, width * (1 - share), height));
            }
            else
            {
                open.Push((members, from, cut, left, bottom, width, height * share));
                open.Push((members, cut, to, left, bottom + height * share, width, height * (1 - share)));
            }
        }

        return (x, y);
    }
}
