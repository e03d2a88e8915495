namespace Muster.Placements;

/// <summary>What one of several successors needs, and how many serve there already.</summary>
/// <param name="Absorption">How many it can take in; 0 where nothing is known of it yet.</param>
public readonly record struct SuccessorNeed(int Minimum, int Target, int Absorption, int Served);

/// <summary>How the people of an area that ended are shared among those that stand in its place; pure.</summary>
public static class SuccessionRules
{
    /// <summary>
    /// How many go to each. One after the other they go where most is left under the minimum; when every minimum is met, where most is left
    /// under the target; then where most room is left; at equal need to the one named first. Nobody is sent away for want of room: where
    /// people stood before the change, their successors stand after it. Coordinates do not count: those of new areas are laid out, not measured.
    /// </summary>
    public static int[] Share(int people, IReadOnlyList<SuccessorNeed> to)
    {
        var counts = new int[to.Count];
        for (var i = 0; i < people; i++) counts[Next(to, counts)]++;
        return counts;
    }

    private static int Next(IReadOnlyList<SuccessorNeed> to, int[] counts)
    {
        var best = 0;
        for (var i = 1; i < to.Count; i++)
            if (Left(to[i], counts[i]).CompareTo(Left(to[best], counts[best])) > 0) best = i;
        return best;
    }

    private static (int UnderMinimum, int UnderTarget, int Room) Left(SuccessorNeed need, int more)
    {
        var served = need.Served + more;
        return (Math.Max(0, need.Minimum - served), Math.Max(0, need.Target - served), need.Absorption - served);
    }
}
