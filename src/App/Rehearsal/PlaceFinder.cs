using Muster.Optimiser.Placing;

namespace Muster.Rehearsal;

/// <summary>Finds places near a point over a grid whose cells hold a handful of places each.</summary>
internal sealed class PlaceFinder
{
    private const int PlacesPerCell = 4;
    private readonly PlacingPlace[] places;
    private readonly Dictionary<(int X, int Y), List<int>> cells = [];
    private readonly int side;

    public PlaceFinder(PlacingPlace[] places)
    {
        this.places = places;
        var width = (double)places.Max(place => place.X) - places.Min(place => place.X) + 1;
        var height = (double)places.Max(place => place.Y) - places.Min(place => place.Y) + 1;
        side = (int)Math.Ceiling(Math.Sqrt(width * height * PlacesPerCell / places.Length));
        for (var i = 0; i < places.Length; i++)
        {
            var cell = Cell(places[i].X, places[i].Y);
            if (!cells.TryGetValue(cell, out var members)) cells[cell] = members = [];
            members.Add(i);
        }
    }

    /// <summary>Up to <paramref name="count"/> places nearest to the point, nearest first, ties by index.</summary>
    public int[] Nearest(int x, int y, int count)
    {
        count = Math.Min(count, places.Length);
        var (column, row) = Cell(x, y);
        var found = new List<(long Distance, int Place)>();
        for (var ring = 0; ; ring++)
        {
            for (var c = column - ring; c <= column + ring; c++)
            {
                for (var r = row - ring; r <= row + ring; r++)
                {
                    if (Math.Max(Math.Abs(c - column), Math.Abs(r - row)) != ring || !cells.TryGetValue((c, r), out var members)) continue;
                    foreach (var place in members)
                    {
                        long east = places[place].X - x;
                        long north = places[place].Y - y;
                        found.Add(((east * east) + (north * north), place));
                    }
                }
            }

            // Nothing outside the rings walked so far is nearer than ring × side.
            var reach = (long)ring * side * ((long)ring * side);
            if (found.Count == places.Length || (found.Count >= count && found.Count(f => f.Distance <= reach) >= count))
            {
                found.Sort();
                return [.. found.Take(count).Select(f => f.Place)];
            }
        }
    }

    private (int X, int Y) Cell(int x, int y) => ((int)Math.Floor((double)x / side), (int)Math.Floor((double)y / side));
}
