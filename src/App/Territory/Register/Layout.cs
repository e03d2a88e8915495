using static Muster.Territory.Register.Trigonometry;

namespace Muster.Territory.Register;

/// <summary>One node of a tree to be laid out; parents stand before their children.</summary>
/// <param name="Parent">Place of the parent in the same list, -1 for a root.</param>
/// <param name="Seed">A stable number of the area's own (its code); it turns the arrangement of its children.</param>
/// <param name="Weight">Room it needs beside its siblings, at least 1: the communities below it, itself included.</param>
/// <param name="Centre">Where it is, when known; a root must know.</param>
/// <param name="RadiusMetres">Radius of the disc it fills, when known; a root must know.</param>
public readonly record struct LayoutNode(
    int Parent, long Seed, int Weight, Location? Centre = null, int? RadiusMetres = null);

/// <summary>The disc an area fills in the layout.</summary>
public readonly record struct Disc(Location Centre, int RadiusMetres);

/// <summary>
/// Gives every area a place where none is known: children stand in their parent's disc on a sunflower spiral (each
/// turned from the last by the golden angle), inner ones first, each with room in proportion to its weight. Same input,
/// same output, to the last bit on every machine. All of it is approximate and marked so.
/// </summary>
public static class Layout
{
    // π (3 - √5), the golden angle, in radians.
    private const double GoldenAngle = 2.399_963_229_728_653_3;

    // Children keep off the rim of the disc, where neighbours' children would mix with them.
    private const double Fill = 0.9;

    /// <summary>
    /// Places one province as <see cref="NationalRegister.Load"/> returns it: known centres of province, cities and some
    /// counties and streets (data/centres.csv), everything else by the spiral.
    /// </summary>
    /// <returns>One disc per area, in the same order.</returns>
    /// <exception cref="ArgumentException">The first area is not a province with a known centre.</exception>
    public static Disc[] Place(IReadOnlyList<RegisteredArea> areas)
    {
        ArgumentNullException.ThrowIfNull(areas);
        var weights = new int[areas.Count];
        for (var i = areas.Count - 1; i >= 0; i--)
        {
            weights[i] = Math.Max(1, weights[i]);
            if (areas[i].Parent >= 0)
            {
                weights[areas[i].Parent] += weights[i];
            }
        }

        var nodes = new LayoutNode[areas.Count];
        for (var i = 0; i < nodes.Length; i++)
        {
            var area = areas[i];
            nodes[i] = new LayoutNode(area.Parent, area.Code, weights[i]);
            if (Centres.Known.TryGetValue((area.Level, area.Code), out var known))
            {
                nodes[i] = nodes[i] with { Centre = known.Centre, RadiusMetres = known.RadiusMetres };
            }
            else if (area.IsHeading)
            {
                // A heading is not a place: what is below it spreads over the whole province.
                nodes[i] = nodes[i] with { Centre = nodes[0].Centre, RadiusMetres = nodes[0].RadiusMetres };
            }
        }

        return Place(nodes);
    }

    /// <summary>Places any tree or forest.</summary>
    /// <returns>One disc per node, in the same order.</returns>
    /// <exception cref="ArgumentException">
    /// A root without centre or radius, a parent that does not stand before its child, or a weight below 1.
    /// </exception>
    public static Disc[] Place(IReadOnlyList<LayoutNode> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        var discs = new Disc[nodes.Count];
        var totals = new long[nodes.Count];
        var children = new int[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
        {
            var (parent, _, weight, centre, radius) = nodes[i];
            if (parent >= i || parent < -1 || weight < 1 || (parent < 0 && (centre is null || radius is null)))
            {
                throw new ArgumentException($"Node {i} has no place to start from: {nodes[i]}.", nameof(nodes));
            }

            if (parent >= 0)
            {
                totals[parent] += weight;
                children[parent]++;
            }
        }

        var before = new long[nodes.Count];
        var turns = new int[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = nodes[i];
            if (node.Parent < 0)
            {
                discs[i] = new Disc(node.Centre!.Value, node.RadiusMetres!.Value);
                continue;
            }

            var above = discs[node.Parent];
            var share = (double)node.Weight / totals[node.Parent];
            // An only child stands in the middle; of several, the distance is where half of its room lies inside.
            var reach = children[node.Parent] == 1
                ? 0
                : Math.Sqrt((before[node.Parent] + node.Weight / 2.0) / totals[node.Parent]);
            var angle = GoldenAngle * turns[node.Parent] + Turn(nodes[node.Parent].Seed);
            before[node.Parent] += node.Weight;
            turns[node.Parent]++;
            var centre = node.Centre ?? Move(above.Centre, above.RadiusMetres * Fill * reach, angle);
            var radius = node.RadiusMetres ?? Math.Max(1, (int)Math.Round(above.RadiusMetres * Fill * Math.Sqrt(share)));
            discs[i] = new Disc(centre, radius);
        }

        return discs;
    }

    // A fixed angle from a seed, by Knuth's multiplicative hashing of its low and high half.
    private static double Turn(long seed)
    {
        unchecked
        {
            var mixed = (uint)seed * 2_654_435_761u ^ (uint)(seed >> 32) * 2_246_822_519u;
            return mixed / 4_294_967_296.0 * 2 * Math.PI;
        }
    }

    private static Location Move(Location from, double metres, double angle)
    {
        var north = metres * Sin(angle) / EarthRadiusMetres / RadiansPerDegree;
        var east = metres * Cos(angle) / EarthRadiusMetres / RadiansPerDegree / Cos(from.Latitude * RadiansPerDegree);
        return Location.FromDegrees(
            Math.Clamp(from.Latitude + north, -89, 89), Math.Clamp(from.Longitude + east, -180, 180), isApproximate: true);
    }
}
