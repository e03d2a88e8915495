namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// Points with a price each, searched for those that are cheapest with the way there: price + rate × metres. Whole
/// regions are passed over by the least price in their box and the distance to it, so a search is exact over all
/// points yet looks at few. Prices change between searches; the shape does not.
/// </summary>
internal sealed class KdTree
{
    private const int LeafSize = 8;
    private readonly int[] points;
    private readonly int[] xs;
    private readonly int[] ys;
    private readonly long[] highs;
    private readonly long[] lows;
    private readonly Box[] boxes;
    private int boxCount;

    /// <param name="ids">What the caller calls the points.</param>
    public KdTree(int[] ids, Func<int, (int X, int Y)> at)
    {
        points = [.. ids];
        xs = new int[ids.Length];
        ys = new int[ids.Length];
        for (var i = 0; i < ids.Length; i++) (xs[i], ys[i]) = at(ids[i]);
        highs = new long[ids.Length];
        lows = new long[ids.Length];
        boxes = new Box[Math.Max(1, (ids.Length / (LeafSize / 2) * 2) + 3)];
        if (ids.Length > 0) Build(0, ids.Length);
    }

    public int Count => points.Length;

    public void Reprice(Func<int, Price> priceOf)
    {
        for (var i = 0; i < points.Length; i++)
        {
            var price = priceOf(points[i]);
            highs[i] = price.High;
            lows[i] = price.Low;
        }

        for (var b = boxCount - 1; b >= 0; b--)
        {
            ref var box = ref boxes[b];
            if (box.Left == 0)
            {
                var least = new Price(highs[box.From], lows[box.From]);
                for (var i = box.From + 1; i < box.To; i++)
                {
                    var price = new Price(highs[i], lows[i]);
                    if (price.IsBelow(least)) least = price;
                }

                box.Least = least;
            }
            else
            {
                var right = boxes[box.Right].Least;
                var left = boxes[box.Left].Least;
                box.Least = right.IsBelow(left) ? right : left;
            }
        }
    }

    /// <summary>Puts into <paramref name="found"/> the cheapest admitted points that are strictly below the limit.</summary>
    /// <returns>How many were found.</returns>
    public int Cheapest(in Search search, Func<int, bool>? admits, Span<int> found, Span<Price> costs)
    {
        if (points.Length == 0) return 0;
        var count = 0;
        Span<int> stack = stackalloc int[64];
        var top = 0;
        stack[top++] = 0;
        var limit = search.NearestFirst ? new Price(0, long.MaxValue) : search.Below;
        var most = search.Below.High;
        while (top > 0)
        {
            ref readonly var box = ref boxes[stack[--top]];
            if (!Bound(box, search).IsBelow(limit)) continue;
            if (box.Left != 0)
            {
                var left = Bound(boxes[box.Left], search);
                var right = Bound(boxes[box.Right], search);
                var leftFirst = !right.IsBelow(left);
                stack[top++] = leftFirst ? box.Right : box.Left;
                stack[top++] = leftFirst ? box.Left : box.Right;
                continue;
            }

            for (var i = box.From; i < box.To; i++)
            {
                if (search.NearestFirst ? highs[i] >= most : highs[i] > limit.High) continue;
                var (high, low) = search.NearestFirst ? (0, 0) : (highs[i], lows[i]);
                var cost = new Price(high, low + (search.Rate == 0 ? 0 : search.Rate * Metres(search.X - (double)xs[i], search.Y - (double)ys[i])));
                if (!cost.IsBelow(limit)) continue;
                if (admits is not null && !admits(points[i])) continue;
                var at = count < found.Length ? count++ : count - 1;
                while (at > 0 && cost.IsBelow(costs[at - 1]))
                {
                    costs[at] = costs[at - 1];
                    found[at] = found[at - 1];
                    at--;
                }

                costs[at] = cost;
                found[at] = points[i];
                if (count == found.Length) limit = costs[count - 1];
            }
        }

        return count;
    }

    private static Price Bound(in Box box, in Search search)
    {
        if (search.NearestFirst && box.Least.High >= search.Below.High) return new Price(long.MaxValue, 0);
        var least = search.NearestFirst ? default : box.Least;
        if (search.Rate == 0) return least;
        double dx = Math.Max(0L, Math.Max((long)box.MinX - search.X, (long)search.X - box.MaxX));
        double dy = Math.Max(0L, Math.Max((long)box.MinY - search.Y, (long)search.Y - box.MaxY));
        return new Price(least.High, least.Low + (search.Rate * Metres(dx, dy)));
    }

    private static long Metres(double dx, double dy) => (long)Math.Sqrt((dx * dx) + (dy * dy));

    private int Build(int from, int to)
    {
        var here = boxCount++;
        ref var box = ref boxes[here];
        (box.From, box.To) = (from, to);
        (box.MinX, box.MaxX, box.MinY, box.MaxY) = (int.MaxValue, int.MinValue, int.MaxValue, int.MinValue);
        for (var i = from; i < to; i++)
        {
            box.MinX = Math.Min(box.MinX, xs[i]);
            box.MaxX = Math.Max(box.MaxX, xs[i]);
            box.MinY = Math.Min(box.MinY, ys[i]);
            box.MaxY = Math.Max(box.MaxY, ys[i]);
        }

        if (to - from <= LeafSize) return here;
        var byX = (long)box.MaxX - box.MinX >= (long)box.MaxY - box.MinY;
        var keys = (byX ? xs : ys).AsSpan(from, to - from).ToArray();
        var order = new int[to - from];
        for (var i = 0; i < order.Length; i++) order[i] = from + i;
        Array.Sort(keys, order);
        Reorder(points, from, order);
        Reorder(xs, from, order);
        Reorder(ys, from, order);
        var middle = from + ((to - from) / 2);
        var left = Build(from, middle);
        var right = Build(middle, to);
        boxes[here].Left = left;
        boxes[here].Right = right;
        return here;
    }

    private static void Reorder(int[] array, int from, int[] order)
    {
        var moved = new int[order.Length];
        for (var i = 0; i < order.Length; i++) moved[i] = array[order[i]];
        moved.CopyTo(array, from);
    }

    /// <summary>
    /// Where from, cost per metre, and the pair below which points are wanted. With NearestFirst only points whose high
    /// price is below the limit's count, and the nearest of them are found: those that mend a tier with least travel.
    /// </summary>
    internal readonly record struct Search(int X, int Y, int Rate, Price Below, bool NearestFirst = false);

    private struct Box
    {
        public int From;
        public int To;
        public int Left;
        public int Right;
        public int MinX;
        public int MaxX;
        public int MinY;
        public int MaxY;
        public Price Least;
    }
}
