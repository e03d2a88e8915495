using System.Runtime.InteropServices;

namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// People who cost the same everywhere form a group; groups whose ordinary places cost the same, but for a constant,
/// share a hub. A pinned person is a group of its own kind. Exclusions of single places may be left to the people of a
/// group to arrange among themselves, which only lowers the bound.
/// </summary>
internal sealed class Grouping
{
    private readonly ProblemIndex index;

    /// <param name="keepsExclusions">People whose exclusions are part of their group (exact); the others' are arranged afterwards.</param>
    public Grouping(ProblemIndex index, bool[] keepsExclusions)
    {
        KeepsExclusions = keepsExclusions;
        this.index = index;
        var problem = index.Problem;
        var people = problem.People;
        GroupOf = new int[people.Length];
        var limitClass = Classes(problem.LimitSets.Length, l => index.RefusalRow(l));
        var wanted = problem.Wants.Select(w => w.Skill).Concat(problem.Seats.Where(s => s.Skill >= 0).Select(s => s.Skill)).ToHashSet();
        var skillClass = Classes(problem.SkillSets.Length, s => string.Join(',', problem.SkillSets[s].Where(wanted.Contains)));
        var grades = problem.Seats.Select(s => s.Grade).Where(g => g > 0).Distinct().Order().ToArray();
        var asksMember = problem.Seats.Any(s => s.Member);
        var wishes = new Dictionary<string, int>(StringComparer.Ordinal);
        var exclusions = new Dictionary<string, int>(StringComparer.Ordinal);
        ReserveOf = new int[problem.Agencies.Length];
        for (var a = 0; a < ReserveOf.Length; a++) ReserveOf[a] = index.Quota(a) > 0 || index.Stay(a) > 0 ? a : -1;

        var hubs = new Dictionary<HubKey, int>();
        var groups = new Dictionary<GroupKey, int>();
        for (var i = 0; i < people.Length; i++)
        {
            ref readonly var p = ref people[i];
            var pin = index.PinOf[i];
            var hub = -1;
            var rule = index.RuleOf(p.Agency);
            var reserve = p.Agency < 0 ? -1 : ReserveOf[p.Agency];
            if (pin < 0)
            {
                var place = new HubKey(p.X, p.Y, rule, limitClass[p.Limits], keepsExclusions[i] ? SetKey(index.ExcludedPlaces[i], exclusions) : 0);
                ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(hubs, place, out var hubExists);
                if (!hubExists)
                {
                    known = Hubs.Count;
                    Hubs.Add(i);
                }

                hub = known;
            }

            var grade = grades.Length == 0 ? 0 : Array.BinarySearch(grades, p.Grade);
            if (grade < 0) grade = ~grade - 1;
            var key = pin >= 0
                ? new GroupKey(-1 - pin, reserve, 0, false, 0, 0, 0)
                : new GroupKey(
                    hub, reserve, grade, asksMember && p.Member, skillClass[p.Skills], p.Previous, SetKey(index.WishedPlaces[i], wishes));
            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, key, out var exists);
            if (!exists)
            {
                group = First.Count;
                First.Add(i);
                Supply.Add(0);
                HubOf.Add(hub);
            }

            Supply[group]++;
            GroupOf[i] = group;
        }

        Members = Lists.ByKey(First.Count, GroupOf);
        GroupsOfHub = Lists.ByKey(Hubs.Count, CollectionsMarshal.AsSpan(HubOf));
    }

    public bool[] KeepsExclusions { get; }

    public int[] GroupOf { get; }

    /// <summary>Per group: one of its people, who stands for all.</summary>
    public List<int> First { get; } = [];
    public List<int> Supply { get; } = [];

    /// <summary>Per group: its hub, or -1 for pinned people.</summary>
    public List<int> HubOf { get; } = [];

    /// <summary>Per hub: one of its people.</summary>
    public List<int> Hubs { get; } = [];
    public Lists Members { get; }
    public Lists GroupsOfHub { get; }

    /// <summary>Per agency: itself when it has a quota or people who must stay, else -1 (a reserve shared by all such).</summary>
    public int[] ReserveOf { get; }

    /// <summary>What the group pays at every ordinary place beyond travel and pairing: a change, an unmet wish.</summary>
    public int Surcharge(int group)
    {
        var person = First[group];
        return (int)(index.Change(person, -1) + index.Wish(person, -1));
    }

    private static int SetKey(ReadOnlySpan<int> items, Dictionary<string, int> known)
    {
        if (items.Length == 0) return 0;
        var list = items.ToArray();
        Array.Sort(list);
        var text = string.Join(',', list);
        if (!known.TryGetValue(text, out var id))
        {
            id = known.Count + 1;
            known.Add(text, id);
        }

        return id;
    }

    private static int[] Classes(int count, Func<int, string> row)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var classes = new int[count];
        for (var s = 0; s < count; s++)
        {
            var text = row(s);
            if (!known.TryGetValue(text, out classes[s]))
            {
                classes[s] = known.Count;
                known.Add(text, classes[s]);
            }
        }

        return classes;
    }

    private readonly record struct HubKey(int X, int Y, int Rule, int Limits, int Exclusions);

    private readonly record struct GroupKey(int Hub, int Reserve, int Grade, bool Member, int Skills, int Previous, int Wishes);
}
