using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Territory.Contract;

namespace Muster.Territory;

/// <summary>
/// Sets what is known of an area: all of it as given, null means unknown. Coordinates given here are measured; areas below that are still
/// laid out approximately shift along. Answers the new version.
/// </summary>
/// <param name="Source">Where the figures come from: a census, the street office, a map.</param>
public sealed record SetAreaFacts(Guid AreaId, int Version, int? Residents, int? Households, int? Buildings, int? LocalStaff,
    double? Latitude, double? Longitude, Datum? Datum, string? Source) : Act<int>
{
    protected internal override Permission Needs => Permission.EditTerritory;

    protected internal override bool InPart => true;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        var book = new AreaBook(work, stop);
        var area = await book.Get(AreaId);
        Refused.Where(TerritoryRules.ForOpen(area).Concat(TerritoryRules.ForVersion(Version, area.Version,
                new BothSides("Residents", "居民数", "Residents", Text(Residents), Text(area.Residents)), new BothSides("Households", "户数", "Households", Text(Households), Text(area.Households)),
                new BothSides("Buildings", "楼栋数", "Buildings", Text(Buildings), Text(area.Buildings)), new BothSides("LocalStaff", "本地人员", "Local staff", Text(LocalStaff), Text(area.LocalStaff))))
            .Concat(TerritoryRules.ForFacts(Residents, Households, Buildings, LocalStaff)).Concat(TerritoryRules.ForCoordinates(Latitude, Longitude, Datum))
            .Concat(TerritoryRules.ForTexts(("Source", Source))));
        (area.Residents, area.Households, area.Buildings, area.LocalStaff) = (Residents, Households, Buildings, LocalStaff);
        (area.FactsSource, area.FactsAt) = (string.IsNullOrWhiteSpace(Source) ? null : Source.Trim(), work.Now);
        if (Latitude is { } north && Longitude is { } east) await Measured.Set(work, area, north, east, Datum!.Value, stop);
        area.Version++;
        work.About("area", area.Id);
        work.Note("facts", new { Residents, Households, Buildings, LocalStaff });
        return area.Version;
    }

    private static string? Text(int? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Coordinates somebody measured.</summary>
internal static class Measured
{
    /// <summary>Sets them and shifts what is laid out around them, but nothing that lies around another measured place below.</summary>
    public static async Task Set(Work work, Area area, double latitude, double longitude, Datum datum, CancellationToken stop)
    {
        if (area.Latitude is { } north && area.Longitude is { } east && (north != latitude || east != longitude))
        {
            var measured = await work.Store.Set<Area>().Under(area.Path).Where(a => a.Id != area.Id && !a.Approximate && a.Latitude != null)
                .OrderBy(a => a.Path).Select(a => a.Path).ToListAsync(stop);
            await Shift(work, area.Path, latitude - north, longitude - east, datum, stop);
            var outer = "\uffff";
            foreach (var path in measured)
            {
                if (AreaPath.IsAtOrBelow(path, outer)) continue;
                outer = path;
                await Shift(work, path, north - latitude, east - longitude, datum, stop);
            }
        }
        (area.Latitude, area.Longitude, area.Datum, area.Approximate) = (latitude, longitude, datum, false);
    }

    private static Task Shift(Work work, string path, double north, double east, Datum datum, CancellationToken stop) => work.Sql.Run("""
        update area set latitude = latitude + @north, longitude = longitude + @east, datum = @datum
        where path > @path and path < @pathEnd and approximate and latitude is not null
        """, stop, [.. Areas.Subtree(path), ("@north", north), ("@east", east), ("@datum", datum)]);
}
