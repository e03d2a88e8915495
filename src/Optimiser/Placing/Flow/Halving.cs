namespace Muster.Optimiser.Placing.Flow;

/// <summary>Parts of a set of points that lie together: the set is halved across its wider side until the parts are small.</summary>
internal static class Halving
{
    /// <param name="most">Points in a part at most, 1 or more.</param>
    public static IEnumerable<T[]> Parts<T>(T[] points, Func<T, (int X, int Y)> at, int most)
    {
        if (points.Length == 0) yield break;
        if (points.Length <= most)
        {
            yield return points;
            yield break;
        }

        var wide = points.Max(p => (long)at(p).X) - points.Min(p => (long)at(p).X);
        var high = points.Max(p => (long)at(p).Y) - points.Min(p => (long)at(p).Y);
        Array.Sort(Array.ConvertAll(points, p => wide >= high ? at(p).X : at(p).Y), points);
        var middle = points.Length / 2;
        foreach (var part in Parts(points[..middle], at, most)) yield return part;
        foreach (var part in Parts(points[middle..], at, most)) yield return part;
    }
}
