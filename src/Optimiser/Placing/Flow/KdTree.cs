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
    private readonly long[] prices;
    private readonly Box[] boxes;
    private int boxCount;

    /// <param name="ids">What the caller calls the points.</param>
    public KdTree(int[] ids, Func<int, (int X, int Y)> at)
    {
        points = [.. ids];
        xs = new int[ids.Length];
        ys = new int[ids.Length];
        for (var i = 0; i < ids.Length; i++) (xs[i], ys[i]) = at(ids[i]);
        prices = new long[ids.Length];
        boxes = new Box[Math.Max(1, (ids.Length / (LeafSize / 2) * 2) + 3)];
        if (ids.Length > 0) Build(0, ids.Length);
    }

    public int Count => points.Length;

    public void Reprice(Func<int, long> priceOf)
    {
        for (var i = 0; i < points.Length; i++) prices[i] = priceOf(points[i]);
        for (var b = boxCount - 1; b >= 0; b--)
        {
            ref var box = ref boxes[b];
            if (box.Left == 0)
            {
                box.Least = prices[box.From];
                for (var i = box.From + 1; i < box.To; i++) box.Least = Math.Min(box.Least, prices[i]);
            }
            else
            {
                box.Least = Math.Min(boxes[box.Left].Least, boxes[box.Right].Least);
            }
        }
    }

    /// <summary>Puts into <paramref name="found"/> the cheapest admitted points whose price and way are strictly below the limit.</summary>
    /// <returns>How many were found.</returns>
    public int Cheapest(in Search search, Func<int, bool>? admits, Span<int> found, Span<long> costs)
    {
        if (points.Length == 0) return 0;
        var count = 0;
        Span<int> stack = stackalloc int[64];
        var top = 0;
        stack[top++] = 0;
        var limit = search.Below;
        while (top > 0)
        {
            ref readonly var box = ref boxes[stack[--top]];
            if (Bound(box, search) >= limit) continue;
            if (box.Left != 0)
            {
                var leftFirst = Bound(boxes[box.Left], search) <= Bound(boxes[box.Right], search);
                stack[top++] = leftFirst ? box.Right : box.Left;
                stack[top++] = leftFirst ? box.Left : box.Right;
                continue;
            }

            for (var i = box.From; i < box.To; i++)
            {
                if (prices[i] >= limit) continue;
                var cost = prices[i] + (search.Rate == 0 ? 0 : search.Rate * Metres(search.X - (double)xs[i], search.Y - (double)ys[i]));
                if (cost >= limit || (admits is not null && !admits(points[i]))) continue;
                var at = count < found.Length ? count++ : count - 1;
                while (at > 0 && cost < costs[at - 1])
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

    private static long Bound(in Box box, in Search search)
    {
        if (search.Rate == 0) return box.Least;
        double dx = Math.Max(0L, Math.Max((long)box.MinX - search.X, (long)search.X - box.MaxX));
        double dy = Math.Max(0L, Math.Max((long)box.MinY - search.Y, (long)search.Y - box.MaxY));
        return box.Least + (search.Rate * Metres(dx, dy));
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

    /// <summary>Where from, cost per metre, and the sum below which points are wanted.</summary>
    internal readonly record struct Search(int X, int Y, int Rate, long Below);

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
        public long Least;
    }
}
