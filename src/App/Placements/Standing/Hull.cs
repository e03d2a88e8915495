namespace Muster.Placements.Standing;

/// <summary>The smallest convex polygon around points (Andrew's monotone chain), for outlines that hold a street's communities together.</summary>
internal static class Hull
{
    public static List<(double X, double Y)> Around(IEnumerable<(double X, double Y)> points)
    {
        var sorted = points.Distinct().OrderBy(p => p.X).ThenBy(p => p.Y).ToList();
        if (sorted.Count < 3) return sorted;
        var hull = new List<(double X, double Y)>();
        foreach (var half in (IEnumerable<(double, double)>[])[sorted, Enumerable.Reverse(sorted)])
        {
            var from = hull.Count;
            foreach (var point in half)
            {
                while (hull.Count >= from + 2 && Turn(hull[^2], hull[^1], point) <= 0) hull.RemoveAt(hull.Count - 1);
                hull.Add(point);
            }
            hull.RemoveAt(hull.Count - 1);
        }
        return hull;
    }

    private static double Turn((double X, double Y) a, (double X, double Y) b, (double X, double Y) c) => ((b.X - a.X) * (c.Y - a.Y)) - ((b.Y - a.Y) * (c.X - a.X));
}
