using FsCheck;
using FsCheck.Fluent;
using Muster.Territory;
using Muster.Territory.Register;

namespace Muster.App.Tests.Territory;

public class PlaneTests
{
    // Bounding boxes in degrees: south, north, west, east.
    [Theory]
    [InlineData("内蒙古", 37.4, 53.4, 97.2, 126.1)]
    [InlineData("新疆", 34.3, 49.2, 73.5, 96.4)]
    [InlineData("西藏", 26.8, 36.5, 78.4, 99.1)]
    [InlineData("海南", 3.8, 20.2, 108.6, 117.9)]
    [InlineData("黑龙江", 43.4, 53.6, 121.1, 135.1)]
    [InlineData("甘肃", 32.5, 42.8, 92.3, 108.8)]
    [InlineData("河北", 36.0, 42.7, 113.4, 119.9)]
    [InlineData("上海", 30.6, 31.9, 120.8, 122.3)]
    public void Distances_within_a_province_are_within_one_percent(
        string province, double south, double north, double west, double east)
    {
        Assert.NotEmpty(province);
        var plane = Plane.Around([Degrees(south, west), Degrees(north, east)]);
        var point = Gen.Choose(0, 1_000_000).Two().Select(at => Degrees(
            south + (north - south) * at.Item1 / 1e6, west + (east - west) * at.Item2 / 1e6));
        Prop.ForAll(Arb.From(point.Two()), pair =>
        {
            var real = GreatCircleMetres(pair.Item1, pair.Item2);
            var flat = plane.At(pair.Item1).DistanceTo(plane.At(pair.Item2));
            return Math.Abs(flat - real) <= 0.01 * real + 2;
        }).QuickCheckThrowOnFailure();

        // Neighbours as well: the scale is right in every direction, not only across the map.
        Prop.ForAll(Arb.From(point.SelectMany(from => Gen.Choose(-20_000, 20_000).Two().Select(step => (from, step)))), at =>
        {
            var to = at.from with
            {
                LatitudeE6 = Math.Clamp(at.from.LatitudeE6 + at.step.Item1, (int)(south * 1e6), (int)(north * 1e6)),
                LongitudeE6 = Math.Clamp(at.from.LongitudeE6 + at.step.Item2, (int)(west * 1e6), (int)(east * 1e6)),
            };
            var real = GreatCircleMetres(at.from, to);
            var flat = plane.At(at.from).DistanceTo(plane.At(to));
            return Math.Abs(flat - real) <= 0.01 * real + 2;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void North_is_up_east_is_right_and_the_middle_is_zero()
    {
        var plane = Plane.Around([Degrees(30, 110), Degrees(32, 112)]);
        Assert.Equal(new PlanePoint(0, 0), plane.At(Degrees(31, 111)));
        Assert.InRange(plane.At(Degrees(32, 111)).Y, 111_000, 111_400);
        Assert.InRange(plane.At(Degrees(31, 112)).X, 95_000, 95_700);
    }

    [Fact]
    public void One_place_and_places_on_the_equator_have_a_plane_too()
    {
        Assert.Equal(new PlanePoint(0, 0), Plane.Around([Degrees(39, 117)]).At(Degrees(39, 117)));
        var plane = Plane.Around([Degrees(-1, 10), Degrees(1, 12)]);
        var real = GreatCircleMetres(Degrees(-1, 10), Degrees(1, 12));
        Assert.Equal(real, plane.At(Degrees(-1, 10)).DistanceTo(plane.At(Degrees(1, 12))), real * 0.01);
        Assert.Throws<ArgumentException>(() => Plane.Around([]));
    }

    [Fact]
    public void The_farthest_points_of_the_nation_do_not_overflow()
    {
        var plane = Plane.Around([Degrees(3.8, 73.5), Degrees(53.6, 135.1)]);
        Assert.InRange(plane.At(Degrees(53.6, 73.5)).DistanceTo(plane.At(Degrees(3.8, 135.1))), 5_000_000, 12_000_000);
    }

    private static Location Degrees(double latitude, double longitude) =>
        Location.FromDegrees(latitude, longitude, isApproximate: false);

    private static double GreatCircleMetres(Location a, Location b)
    {
        var half = Math.PI / 360;
        var dy = Math.Sin((b.Latitude - a.Latitude) * half);
        var dx = Math.Sin((b.Longitude - a.Longitude) * half);
        var h = dy * dy + Math.Cos(2 * half * a.Latitude) * Math.Cos(2 * half * b.Latitude) * dx * dx;
        return 2 * 6_371_008.8 * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}
