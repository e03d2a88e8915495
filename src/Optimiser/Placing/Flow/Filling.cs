namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// Shares what arrives at a neighbourhood among what it consists of, up to the segments that its flow has used: first
/// those cheaper than the dearest in use, then that one; each sender fills the nearest first.
/// </summary>
internal sealed class Filling
{
    private readonly int[] members;
    private readonly int[] sure;
    private readonly int[] last;

    /// <param name="segmentsOf">Segments of a member; none when nobody can be sent exactly there.</param>
    public Filling(int[] members, int load, Func<int, Segment[]> segmentsOf)
    {
        this.members = members;
        var all = new List<(long Cost, int Capacity, int Member)>();
        for (var k = 0; k < members.Length; k++)
        {
            foreach (var s in segmentsOf(members[k])) all.Add((s.Cost, s.Capacity, k));
        }

        all.Sort();
        long sum = 0;
        var dearest = long.MinValue;
        foreach (var (cost, capacity, _) in all)
        {
            if (sum >= load) break;
            dearest = cost;
            sum += capacity;
        }

        (sure, last) = (new int[members.Length], new int[members.Length]);
        foreach (var (cost, capacity, k) in all)
        {
            if (cost < dearest) sure[k] += capacity;
            else if (cost == dearest) last[k] = (int)Math.Min(load, (long)last[k] + capacity);
        }
    }

    /// <param name="senders">Who sends how many; what nobody takes is left in it.</param>
    /// <param name="way">Cost from a sender to a member, <see cref="long.MaxValue"/> where it may not send.</param>
    public void Fill(List<(int Hub, int People)> senders, Func<int, int, long> way, Action<int, int, int> send)
    {
        foreach (var room in new[] { sure, last })
        {
            for (var s = 0; s < senders.Count; s++)
            {
                if (senders[s].People > 0) senders[s] = (senders[s].Hub, Send(senders[s].Hub, senders[s].People, room, way, send));
            }
        }
    }

    private int Send(int hub, int people, int[] room, Func<int, int, long> way, Action<int, int, int> send)
    {
        while (people > 0)
        {
            var best = -1;
            var least = long.MaxValue;
            for (var k = 0; k < room.Length; k++)
            {
                if (room[k] == 0) continue;
                var cost = way(hub, members[k]);
                if (cost < least) (least, best) = (cost, k);
            }

            if (best < 0) return people;
            var sent = Math.Min(people, room[best]);
            room[best] -= sent;
            people -= sent;
            send(hub, members[best], sent);
        }

        return 0;
    }
}
