namespace Muster.Territory.Register;

/// <summary>
/// Sine and cosine by additions, multiplications and divisions alone, so that every machine gives the same bits;
/// Math.Sin asks the platform's library, which may differ in the last one.
/// </summary>
internal static class Trigonometry
{
    public const double RadiansPerDegree = Math.PI / 180;

    /// <summary>The sphere on which distances are reckoned: the mean radius of WGS-84, in metres.</summary>
    public const double EarthRadiusMetres = 6_371_008.8;

    // Terms until the next is below 1e-16 for |x| ≤ π.
    private const int Terms = 15;

    public static double Sin(double radians)
    {
        var x = Reduce(radians);
        var (sum, term) = (x, x);
        for (var k = 1; k <= Terms; k++)
        {
            term = -term * x * x / (2 * k * (2 * k + 1));
            sum += term;
        }

        return sum;
    }

    public static double Cos(double radians)
    {
        var x = Reduce(radians);
        var (sum, term) = (1.0, 1.0);
        for (var k = 1; k <= Terms; k++)
        {
            term = -term * x * x / (2 * k * (2 * k - 1));
            sum += term;
        }

        return sum;
    }

    private static double Reduce(double radians) => radians - 2 * Math.PI * Math.Floor(radians / (2 * Math.PI) + 0.5);
}
