using static Muster.Territory.Register.Trigonometry;

namespace Muster.Territory.Register;

/// <summary>A point of a <see cref="Plane"/>, in metres east and north of its middle.</summary>
public readonly record struct PlanePoint(int X, int Y)
{
    /// <summary>Straight distance on the plane, in metres.</summary>
    public double DistanceTo(PlanePoint other)
    {
        double x = X - (long)other.X;
        double y = Y - (long)other.Y;
        return Math.Sqrt(x * x + y * y);
    }
}

/// <summary>
/// A flat map of a region for whoever reckons with distances: the equidistant conic projection (Snyder, Map Projections,
/// 1987, §16) of the sphere, with its two true parallels a sixth of the way in from the region's northern and southern
/// edge. Distances within a province of China come out within 1 % of the great circle; over the whole country they do not.
/// </summary>
public sealed class Plane
{
    // Below these the formula would divide by nearly nothing: a region one parallel high, a region on the equator.
    private const double HeightRadiansMin = 0.01;
    private const double ConeMin = 1e-4;

    private readonly double _cone;
    private readonly double _apex;
    private readonly double _middle;
    private readonly double _meridian;

    private Plane(double south, double north, double west, double east)
    {
        var centre = (south + north) / 2;
        var height = Math.Max(north - south, HeightRadiansMin);
        var (low, high) = (centre - height / 3, centre + height / 3);
        var cone = (Cos(low) - Cos(high)) / (high - low);
        _cone = Math.Abs(cone) >= ConeMin ? cone : ConeMin;
        _apex = Cos(low) / _cone + low;
        _middle = centre;
        _meridian = (west + east) / 2;
    }

    /// <summary>The plane that fits the places best; its middle is the middle of their bounding box.</summary>
    /// <exception cref="ArgumentException">No places.</exception>
    public static Plane Around(IEnumerable<Location> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        var (south, north, west, east) = (int.MaxValue, int.MinValue, int.MaxValue, int.MinValue);
        foreach (var place in places)
        {
            south = Math.Min(south, place.LatitudeE6);
            north = Math.Max(north, place.LatitudeE6);
            west = Math.Min(west, place.LongitudeE6);
            east = Math.Max(east, place.LongitudeE6);
        }

        return south <= north
            ? new Plane(Radians(south), Radians(north), Radians(west), Radians(east))
            : throw new ArgumentException("A plane needs at least one place.", nameof(places));
    }

    /// <summary>Where a place lies on the plane, rounded to a metre.</summary>
    public PlanePoint At(Location place)
    {
        var radius = _apex - Radians(place.LatitudeE6);
        var angle = _cone * (Radians(place.LongitudeE6) - _meridian);
        var x = EarthRadiusMetres * radius * Sin(angle);
        var y = EarthRadiusMetres * (_apex - _middle - radius * Cos(angle));
        return new PlanePoint((int)Math.Round(x), (int)Math.Round(y));
    }

    private static double Radians(int millionths) => millionths / 1e6 * RadiansPerDegree;
}
