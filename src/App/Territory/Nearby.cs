namespace Muster.Territory;

/// <summary>
/// Where an area made here is drawn until somebody measures it: around the area above on a sunflower spiral, by the number it was made
/// with, so that it never moves when others follow. The register's own areas are laid out whole (<see cref="Register.Layout"/>).
/// </summary>
internal static class Nearby
{
    private const double KmPerDegree = 111.2;
    private const double GoldenAngle = 2.399963229728653;

    /// <summary>Latitude and longitude, approximate.</summary>
    /// <param name="level">Level of the area above: its children spread the wider the higher it is.</param>
    /// <param name="number">How many were made before it under the same area.</param>
    public static (double Latitude, double Longitude) Of(double latitude, double longitude, AreaLevel level, int number)
    {
        var ring = Math.Max(16, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)number + 1));
        var degrees = SpreadKm(level) / KmPerDegree * Math.Sqrt((number + 0.5) / ring);
        var (north, east) = Math.SinCos(number * GoldenAngle);
        return (Math.Round(latitude + degrees * north, 6), Math.Round(longitude + degrees * east / Math.Cos(latitude * Math.PI / 180), 6));
    }

    private static double SpreadKm(AreaLevel level) => level switch
    {
        AreaLevel.Province => 200,
        AreaLevel.City => 45,
        AreaLevel.County => 10,
        AreaLevel.Street => 1.8,
        AreaLevel.Cluster => 0.8,
        AreaLevel.Community => 0.35,
        AreaLevel.Compound => 0.15,
        _ => 0.03,
    };
}
