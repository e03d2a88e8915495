using System.Globalization;
using System.Text;

namespace Muster.Territory.Register;

/// <summary>Centres known beforehand, from data/centres.csv; rounded to about a kilometre and therefore approximate.</summary>
internal static class Centres
{
    private static readonly Lazy<Dictionary<(AreaLevel, long), (Location Centre, int? RadiusMetres)>> OfProgram =
        new(Read);

    public static IReadOnlyDictionary<(AreaLevel Level, long Code), (Location Centre, int? RadiusMetres)> Known =>
        OfProgram.Value;

    private static Dictionary<(AreaLevel, long), (Location, int?)> Read()
    {
        using var stream = typeof(Centres).Assembly.GetManifestResourceStream("centres.csv")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var known = new Dictionary<(AreaLevel, long), (Location, int?)>();
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            // code (unpadded: its length is its level), name, latitude, longitude, area in km² for provinces
            var cells = line.Split(',');
            var (level, pad) = cells[0].Length switch
            {
                2 => (AreaLevel.Province, 10_000_000_000),
                4 => (AreaLevel.City, 100_000_000),
                6 => (AreaLevel.County, 1_000_000),
                9 => (AreaLevel.Street, 1_000L),
                _ => throw new InvalidDataException($"centres.csv: {line}"),
            };
            var centre = Location.FromDegrees(Number(cells[2]), Number(cells[3]), isApproximate: true);
            int? radius = cells[4].Length == 0 ? null : (int)Math.Round(1000 * Math.Sqrt(Number(cells[4]) / Math.PI));
            known[(level, pad * long.Parse(cells[0], CultureInfo.InvariantCulture))] = (centre, radius);
        }

        return known;
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
