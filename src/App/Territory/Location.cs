namespace Muster.Territory;

/// <summary>A point on the earth in WGS-84, in millionths of a degree (a tenth of a metre), so that equal points are equal.</summary>
/// <param name="LatitudeE6">Degrees north × 1,000,000.</param>
/// <param name="LongitudeE6">Degrees east × 1,000,000.</param>
/// <param name="IsApproximate">
/// True when nobody measured it: a rounded centre or a place in the layout. Said wherever the point is shown.
/// </param>
public readonly record struct Location(int LatitudeE6, int LongitudeE6, bool IsApproximate)
{
    /// <summary>Degrees north.</summary>
    public double Latitude => LatitudeE6 / 1e6;

    /// <summary>Degrees east.</summary>
    public double Longitude => LongitudeE6 / 1e6;

    /// <summary>From degrees, rounded to a millionth.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Latitude beyond ±90, longitude beyond ±180, or not a number.</exception>
    public static Location FromDegrees(double latitude, double longitude, bool isApproximate)
    {
        if (!(Math.Abs(latitude) <= 90))
        {
            throw new ArgumentOutOfRangeException(nameof(latitude), latitude, "Latitude lies between -90 and 90.");
        }

        if (!(Math.Abs(longitude) <= 180))
        {
            throw new ArgumentOutOfRangeException(nameof(longitude), longitude, "Longitude lies between -180 and 180.");
        }

        return new Location((int)Math.Round(latitude * 1e6), (int)Math.Round(longitude * 1e6), isApproximate);
    }
}
