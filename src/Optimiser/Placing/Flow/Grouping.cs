using System.Runtime.InteropServices;

namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// People who cost the same everywhere, in layers. A **hub** is a home with an agency's pairing rule; hubs with a rule
/// stand before the hub of the same home without one, which alone knows the way to all places. A **class** is people of
/// one hub who may fill the same seats and wants and have the same wishes; a **batch** is the people of a class who share
/// a reserve. A pinned person is a class alone. Exclusions of single places may be left to people to arrange among
/// themselves, which only lowers the bound.
/// </summary>
internal sealed class Grouping
{
    private readonly ProblemIndex index;
    private readonly List<int[]> kindSets = [];
    private readonly Dictionary<string, int> kindSetOf = new(StringComparer.Ordinal);

    /// <param name="keepsExclusions">People whose exclusions are part of their hub (exact); the others' are arranged afterwards.</param>
    public Grouping(ProblemIndex index, bool[] keepsExclusions)
    {
        KeepsExclusions = keepsExclusions;
        this.index = index;
        var problem = index.Problem;
        var people = problem.People;
        Kinds = SlotKind.All(problem);
        ReserveOf = new int[problem.Agencies.Length];
        for (var a = 0; a < ReserveOf.Length; a++) ReserveOf[a] = index.Quota(a) > 0 || index.Stay(a) > 0 ? a : -1;
        var limitClass = Classes(problem.LimitSets.Length, index.RefusalRow);
        BatchOf = new int[people.Length];
        var exclusions = new Dictionary<string, int>(StringComparer.Ordinal);
        var wishes = new Dictionary<string, int>(StringComparer.Ordinal);
        var homes = new Dictionary<HomeKey, int>();
        var hubs = new Dictionary<(int Home, int Rule), int>();
        var classes = new Dictionary<ClassKey, int>();
        var batches = new Dictionary<(int Class, int Reserve), int>();
        var kindSet = new Dictionary<(int Grade, bool Member, int Skills), int>();
        for (var i = 0; i < people.Length; i++)
        {
            ref readonly var p = ref people[i];
            var rule = index.RuleOf(p.Agency);
            var of = 0;
            if (index.PinOf[i] >= 0)
            {
                of = AddClass(i, -1, 0);
            }
            else
            {
                var excluded = keepsExclusions[i] ? SetKey(index.ExcludedPlaces[i], exclusions) : 0;
                ref var home = ref CollectionsMarshal.GetValueRefOrAddDefault(homes, new HomeKey(p.X, p.Y, limitClass[p.Limits], excluded), out var hasHome);
                if (!hasHome) home = AddHub(i, -1, 0);
                var hub = home;
                if (rule != 0)
                {
                    ref var ruled = ref CollectionsMarshal.GetValueRefOrAddDefault(hubs, (home, rule), out var hasHub);
                    if (!hasHub) ruled = AddHub(i, home, rule);
                    hub = ruled;
                }

                ref var kinds = ref CollectionsMarshal.GetValueRefOrAddDefault(kindSet, (p.Grade, p.Member, p.Skills), out var hasKinds);
                if (!hasKinds) kinds = KindSet(i);
                ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(
                    classes, new ClassKey(hub, kinds, p.Previous, SetKey(index.WishedPlaces[i], wishes)), out var hasClass);
                if (!hasClass) known = AddClass(i, hub, kinds);
                of = known;
            }

            ref var batch = ref CollectionsMarshal.GetValueRefOrAddDefault(batches, (of, p.Agency < 0 ? -1 : ReserveOf[p.Agency]), out var exists);
            if (!exists)
            {
                batch = ClassOf.Count;
                ClassOf.Add(of);
                Supply.Add(0);
                FirstOfBatch.Add(i);
            }

            Supply[batch]++;
            BatchOf[i] = batch;
        }

        Members = Lists.ByKey(Supply.Count, BatchOf);
        BatchesOfClass = Lists.ByKey(First.Count, CollectionsMarshal.AsSpan(ClassOf));
        ClassesOfHub = Lists.ByKey(HubPerson.Count, CollectionsMarshal.AsSpan(HubOf));
    }

    public bool[] KeepsExclusions { get; }
    public SlotKind[] Kinds { get; }

    /// <summary>Per agency: itself when it has a quota or people who must stay, else -1 (a reserve shared by all such).</summary>
    public int[] ReserveOf { get; }

    /// <summary>Per hub: one of its people, its pairing rule, and the hub of the same home without a rule (itself where it has none).</summary>
    public List<int> HubPerson { get; } = [];
    public List<int> HubRule { get; } = [];
    public List<int> HubHome { get; } = [];

    /// <summary>Per class: one of its people, its hub (-1 when pinned).</summary>
    public List<int> First { get; } = [];
    public List<int> HubOf { get; } = [];
    public List<int> KindSetOf { get; } = [];

    /// <summary>Per batch: its class, how many people, one of them.</summary>
    public List<int> ClassOf { get; } = [];
    public List<int> Supply { get; } = [];
    public List<int> FirstOfBatch { get; } = [];
    public int[] BatchOf { get; }
    public Lists Members { get; }
    public Lists BatchesOfClass { get; }
    public Lists ClassesOfHub { get; }

    /// <summary>The hub of a person, -1 when pinned.</summary>
    public int HubOfPerson(int person) => HubOf[ClassOf[BatchOf[person]]];

    /// <summary>The kinds of seats and wants that people of a class may fill.</summary>
    public int[] KindsOf(int of) => kindSets[KindSetOf[of]];

    /// <summary>Whether a class is all its hub is: nothing to fill, nothing to wish.</summary>
    public bool IsPlain(int of) => HubOf[of] >= 0 && KindSetOf[of] == 0 && Surcharge(of) == 0;

    /// <summary>What the class pays at every ordinary place beyond travel and pairing: a change, an unmet wish.</summary>
    public int Surcharge(int of) => (int)(index.Change(First[of], -1) + index.Wish(First[of], -1));

    private int AddHub(int person, int home, int rule)
    {
        var hub = HubPerson.Count;
        HubPerson.Add(person);
        HubRule.Add(rule);
        HubHome.Add(home < 0 ? hub : home);
        return hub;
    }

    private int AddClass(int person, int hub, int kinds)
    {
        First.Add(person);
        HubOf.Add(hub);
        KindSetOf.Add(kinds);
        if (kindSets.Count == 0) kindSets.Add([]);
        return First.Count - 1;
    }

    private int KindSet(int person)
    {
        if (kindSets.Count == 0) kindSets.Add([]);
        var set = Enumerable.Range(0, Kinds.Length).Where(k => Kinds[k].Fits(index, person)).ToArray();
        if (set.Length == 0) return 0;
        var text = string.Join(',', set);
        if (!kindSetOf.TryGetValue(text, out var id))
        {
            id = kindSets.Count;
            kindSets.Add(set);
            kindSetOf.Add(text, id);
        }

        return id;
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

    private readonly record struct HomeKey(int X, int Y, int Limits, int Exclusions);

    private readonly record struct ClassKey(int Hub, int Kinds, int Previous, int Wishes);
}

/// <summary>Seats that ask the same of their holders, or wants of one skill.</summary>
internal sealed record SlotKind(bool IsWant, PlacingSeat? Like, int Skill, int[] Of)
{
    public bool Fits(ProblemIndex index, int person)
    {
        ref readonly var p = ref index.Problem.People[person];
        if (IsWant) return index.HasSkill(p.Skills, Skill);
        return p.Grade >= Like!.Grade && (!Like.Member || p.Member) && (Skill < 0 || index.HasSkill(p.Skills, Skill));
    }

    public static SlotKind[] All(PlacingProblem problem) =>
    [
        .. Enumerable.Range(0, problem.Seats.Length)
            .GroupBy(s => (problem.Seats[s].Grade, problem.Seats[s].Member, problem.Seats[s].Skill))
            .Select(g => new SlotKind(false, problem.Seats[g.First()], g.Key.Skill, [.. g])),
        .. Enumerable.Range(0, problem.Wants.Length).GroupBy(w => problem.Wants[w].Skill)
            .Select(g => new SlotKind(true, null, g.Key, [.. g])),
    ];
}
