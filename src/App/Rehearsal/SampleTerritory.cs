using Muster.Territory;
using Muster.Territory.Register;

namespace Muster.Rehearsal;

/// <summary>
/// The part of a province that a sample covers, with a place on a plane for each area. The areas are real; the
/// coordinates are metres on a flat map, approximate below the counties whose centres are known.
/// </summary>
public sealed class SampleTerritory
{
    /// <summary>A sample takes in further counties only while everyone's share stays at so many people a community.</summary>
    public const int LeastPeoplePerCommunity = 10;

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
        var discs = Layout.Place(areas);
        var plane = Plane.Around(Array.ConvertAll(discs, disc => disc.Centre));
        var points = Array.ConvertAll(discs, disc => plane.At(disc.Centre));
        return new SampleTerritory(
            areas, [.. communities], [.. streets], counties,
            Array.ConvertAll(points, point => point.X), Array.ConvertAll(points, point => point.Y));
    }
}
