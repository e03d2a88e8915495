using Muster.Optimiser.Placing;

namespace Muster.Optimiser.Checking;

/// <summary>What lies at or below what, answered from a depth-first numbering of the forest of places.</summary>
internal sealed class PlaceTree
{
    private readonly int[] enter;
    private readonly int[] leave;
    private readonly int[] order;

    public PlaceTree(PlacingPlace[] places)
    {
        enter = new int[places.Length];
        leave = new int[places.Length];
        order = new int[places.Length];
        Unit = new int[places.Length];
        var below = Enumerable.Range(0, places.Length).ToLookup(p => places[p].Parent);
        var numbered = 0;
        var open = new Stack<(int Place, int Unit, int Depth)>();
        foreach (var root in below[-1].Reverse()) open.Push((root, root, 1));
        while (open.TryPop(out var here))
        {
            enter[here.Place] = numbered;
            order[numbered++] = here.Place;
            Unit[here.Place] = here.Unit;
            Levels = Math.Max(Levels, here.Depth);
            foreach (var child in below[here.Place]) open.Push((child, here.Unit, here.Depth + 1));
        }

        if (numbered < places.Length) throw new ArgumentException("Parents of places form a circle.", nameof(places));
        Array.Fill(leave, 1);
        for (var i = order.Length - 1; i >= 0; i--)
        {
            var parent = places[order[i]].Parent;
            if (parent >= 0) leave[parent] += leave[order[i]];
        }

        for (var p = 0; p < leave.Length; p++) leave[p] += enter[p];
    }

    /// <summary>Per place: its root.</summary>
    public int[] Unit { get; }

    /// <summary>Places on the longest chain from a root down, 1 when flat.</summary>
    public int Levels { get; } = 1;

    /// <summary>True when <paramref name="place"/> is <paramref name="around"/> or stands below it.</summary>
    public bool IsAtOrBelow(int place, int around) => enter[place] >= enter[around] && enter[place] < leave[around];

    /// <summary>The place and everything below it.</summary>
    public ReadOnlySpan<int> AtAndBelow(int around) => order.AsSpan(enter[around], leave[around] - enter[around]);

    /// <summary>People at and below each place.</summary>
    public int[] Count(PlacingPlace[] places, int[] placeOfPerson)
    {
        var count = new int[places.Length];
        foreach (var place in placeOfPerson)
        {
            if (place >= 0) count[place]++;
        }

        for (var i = order.Length - 1; i >= 0; i--)
        {
            var parent = places[order[i]].Parent;
            if (parent >= 0) count[parent] += count[order[i]];
        }

        return count;
    }
}
