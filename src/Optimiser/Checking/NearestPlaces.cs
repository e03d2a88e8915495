using Muster.Optimiser.Placing;

namespace Muster.Optimiser.Checking;

/// <summary>
/// Finds the place with the least price + travel for a home, exactly, over all places: a binary tree of boxes, each
/// knowing the least price inside. A box is passed over only when its least price plus the travel to its nearest edge
/// is no better than the best found, and both only grow on the way to a place inside, so nothing better is missed.
/// </summary>
internal sealed class NearestPlaces
{
    private const int PlacesPerLeaf = 8;
    private readonly PlacingPlace[] places;
    private readonly int[] order;
    private readonly Box[] boxes;
    private int boxCount;

    public NearestPlaces(PlacingPlace[] places)
    {
        this.places = places;
        order = Enumerable.Range(0, places.Length).ToArray();
        boxes = new Box[Math.Max(1, (4 * places.Length / PlacesPerLeaf) + 4)];
        if (places.Length > 0) Divide(0, places.Length);
    }

    /// <summary>A copy that shares the places and boxes, for one set of prices; one per thread.</summary>
    public Search With() => new(this);

    // Children of a box stand at First (its index + 1) and Second.
    private readonly record struct Box(int From, int To, int Second, int Left, int Bottom, int Right, int Top);

    private int Divide(int from, int to)
    {
        var at = boxCount++;
        int left = int.MaxValue, bottom = int.MaxValue, right = int.MinValue, top = int.MinValue;
        for (var i = from; i < to; i++)
        {
            var place = places[order[i]];
            left = Math.Min(left, place.X);
            right = Math.Max(right, place.X);
            bottom = Math.Min(bottom, place.Y);
            top = Math.Max(top, place.Y);
        }

        var second = -1;
        if (to - from > PlacesPerLeaf)
        {
            var byX = right - left >= top - bottom;
            Array.Sort(order, from, to - from, Comparer<int>.Create((a, b) => byX
                ? (places[a].X, a).CompareTo((places[b].X, b))
                : (places[a].Y, a).CompareTo((places[b].Y, b))));
            var middle = (from + to) / 2;
            Divide(from, middle);
            second = Divide(middle, to);
        }

        boxes[at] = new Box(from, to, second, left, bottom, right, top);
        return at;
    }

    /// <summary>The boxes under one set of prices.</summary>
    public sealed class Search(NearestPlaces shared)
    {
        private readonly Price[] least = new Price[shared.boxCount];
        private readonly Price[] prices = new Price[shared.order.Length];
        private readonly (int Box, Price Floor)[] open = new (int, Price)[128];

        /// <summary>Takes the price of each place, by place; <see cref="Price.Unreachable"/> shuts one.</summary>
        public void Set(Price[] priceOfPlace)
        {
            for (var i = 0; i < prices.Length; i++) prices[i] = priceOfPlace[shared.order[i]];
            for (var b = shared.boxCount - 1; b >= 0; b--)
            {
                var box = shared.boxes[b];
                if (box.Second >= 0)
                {
                    least[b] = Price.Least(least[b + 1], least[box.Second]);
                    continue;
                }

                var best = Price.Unreachable;
                for (var i = box.From; i < box.To; i++) best = Price.Least(best, prices[i]);
                least[b] = best;
            }
        }

        /// <summary>The least of <paramref name="known"/> and price + own cost over all places.</summary>
        /// <param name="weight">Per metre; 0 when the home is unknown.</param>
        /// <param name="everywhere">Own cost besides travel, the same at every place.</param>
        /// <param name="except">Places that do not count; null when all do.</param>
        public Price Best(int x, int y, int weight, long everywhere, Price known, Predicate<int>? except = null)
        {
            if (shared.boxCount == 0) return known;
            var depth = 0;
            Push(ref depth, 0, x, y, weight, everywhere, known);
            while (depth > 0)
            {
                var (b, floor) = open[--depth];
                if (!(floor < known)) continue;
                var box = shared.boxes[b];
                if (box.Second >= 0)
                {
                    var first = Floor(b + 1, x, y, weight, everywhere);
                    var second = Floor(box.Second, x, y, weight, everywhere);
                    // The better box is looked at first, that is, pushed last.
                    if (first < second)
                    {
                        if (second < known) open[depth++] = (box.Second, second);
                        if (first < known) open[depth++] = (b + 1, first);
                    }
                    else
                    {
                        if (first < known) open[depth++] = (b + 1, first);
                        if (second < known) open[depth++] = (box.Second, second);
                    }

                    continue;
                }

                for (var i = box.From; i < box.To; i++)
                {
                    if (!(prices[i] < known) || except?.Invoke(shared.order[i]) == true) continue;
                    var place = shared.places[shared.order[i]];
                    var own = everywhere + (weight == 0 ? 0 : weight * PlanFigures.Distance(x, y, place.X, place.Y));
                    known = Price.Least(known, prices[i] with { Low = prices[i].Low + own });
                }
            }

            return known;
        }

        private void Push(ref int depth, int box, int x, int y, int weight, long everywhere, Price known)
        {
            var floor = Floor(box, x, y, weight, everywhere);
            if (floor < known) open[depth++] = (box, floor);
        }

        private Price Floor(int b, int x, int y, int weight, long everywhere)
        {
            if (least[b].High == long.MaxValue) return Price.Unreachable;
            var box = shared.boxes[b];
            var own = everywhere;
            if (weight != 0)
            {
                own += weight * PlanFigures.Distance(x, y, Math.Clamp(x, box.Left, box.Right), Math.Clamp(y, box.Bottom, box.Top));
            }

            return least[b] with { Low = least[b].Low + own };
        }
    }
}
