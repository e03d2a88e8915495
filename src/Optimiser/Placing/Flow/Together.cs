namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// The parts of the cost that depend on who serves together (team, alone, mix), kept up to date as people come and go.
/// </summary>
internal sealed class Together
{
    private const int Kinds = 3, Exchanges = Kinds * Kinds;
    private readonly ProblemIndex index;
    private readonly PlacingSettings settings;
    private readonly CountTable colleagues = new();
    private readonly CountTable teamAt = new();
    private readonly int[] destinations;
    private readonly int[] firstTimers;
    private readonly int[] oldHands;

    /// <summary>Per unit, from row 1 on, and kind of who goes and who comes: how many old hands fewer are missing after. Row 0 is reserve.</summary>
    private readonly sbyte[] fewer;

    public Together(ProblemIndex index)
    {
        this.index = index;
        settings = index.Problem.Settings;
        destinations = new int[index.Problem.Teams.Length];
        firstTimers = new int[index.Problem.Places.Length];
        oldHands = new int[index.Problem.Places.Length];
        fewer = new sbyte[(index.Problem.Places.Length + 1) * Exchanges];
        for (var unit = 0; unit < index.Problem.Places.Length; unit++) CountFewer(unit);
    }

    public long TeamCost { get; private set; }
    public long AloneCost { get; private set; }
    public long MixCost { get; private set; }
    public long Cost => TeamCost + AloneCost + MixCost;

    /// <summary>What it saves on teams and colleagues when one person leaves a unit; -1 is reserve.</summary>
    public long SavedByLeaving(int agency, int team, int from) =>
        (agency < 0 || settings.Alone == 0 || from < 0 ? 0 : settings.Alone * OnLeaving(colleagues.Get(Key(from, agency))))
        + (team < 0 ? 0 : settings.TeamSplit * (teamAt.Get(Key(from + 1, team)) == 1 ? 1L : 0));

    /// <summary>What it saves on teams and colleagues when one person joins a unit; -1 is reserve.</summary>
    public long SavedByJoining(int agency, int team, int to) =>
        (agency < 0 || settings.Alone == 0 || to < 0 ? 0 : settings.Alone * OnJoining(colleagues.Get(Key(to, agency))))
        - (team < 0 ? 0 : settings.TeamSplit * (teamAt.Get(Key(to + 1, team)) == 0 ? 1L : 0));

    /// <summary>What it saves on all three parts when two people of different units change places.</summary>
    public long SavedByExchange(int goes, int comes, int from, int to)
    {
        ref readonly var a = ref index.Problem.People[goes];
        ref readonly var b = ref index.Problem.People[comes];
        var saved = Mixed(a.Experience, b.Experience, from, to);
        // Two of one agency or team stand in for each other.
        var (agencies, teams) = (a.Agency != b.Agency, a.Team != b.Team);
        saved += SavedByLeaving(agencies ? a.Agency : -1, teams ? a.Team : -1, from) + SavedByJoining(agencies ? a.Agency : -1, teams ? a.Team : -1, to);
        saved += SavedByLeaving(agencies ? b.Agency : -1, teams ? b.Team : -1, to) + SavedByJoining(agencies ? b.Agency : -1, teams ? b.Team : -1, from);
        return saved;
    }

    /// <summary>What it saves on the mix of experience when one person goes to a unit and another comes from it in exchange.</summary>
    public long Mixed(Experience goes, Experience comes, int from, int to) =>
        (long)settings.MixMiss * (Fewer(from, goes, comes) + Fewer(to, comes, goes));

    /// <summary>The most of <see cref="Mixed"/> over whoever may come.</summary>
    public long MostMixed(Experience goes, int from, int to) =>
        Math.Max(Mixed(goes, Experience.FirstTimer, from, to), Math.Max(Mixed(goes, Experience.OldHand, from, to), Mixed(goes, Experience.Unstated, from, to)));

    public void Add(int person, int place) => Change(person, place, 1);

    public void Remove(int person, int place) => Change(person, place, -1);

    private void Change(int person, int place, int by)
    {
        ref readonly var p = ref index.Problem.People[person];
        var unit = place < 0 ? -1 : index.Unit[place];
        if (p.Team >= 0)
        {
            var count = teamAt.Add(Key(unit + 1, p.Team), by);
            if (count == (by > 0 ? 1 : 0))
            {
                TeamCost -= TeamCostOf(p.Team);
                destinations[p.Team] += by;
                TeamCost += TeamCostOf(p.Team);
            }
        }

        if (unit < 0) return;
        if (p.Agency >= 0 && settings.Alone > 0)
        {
            var count = colleagues.Add(Key(unit, p.Agency), by);
            var before = count - by;
            AloneCost += settings.Alone * ((count == 1 ? 1L : 0) - (before == 1 ? 1 : 0));
        }

        if (p.Experience == Experience.Unstated || settings.MixMiss == 0) return;
        MixCost -= Mix(unit);
        if (p.Experience == Experience.FirstTimer) firstTimers[unit] += by;
        else oldHands[unit] += by;
        MixCost += Mix(unit);
        CountFewer(unit);
    }

    /// <summary>How many are alone less when one of so many goes, and when one joins so many.</summary>
    private static long OnLeaving(int count) => count switch { 1 => 1, 2 => -1, _ => 0 };

    private static long OnJoining(int count) => count switch { 0 => -1, 1 => 1, _ => 0 };

    private long TeamCostOf(int team) => (long)settings.TeamSplit * Math.Max(0, destinations[team] - 1);

    private long Mix(int unit) => (long)settings.MixMiss * Missing(firstTimers[unit], oldHands[unit]);

    /// <summary>How many old hands so many first-timers still need.</summary>
    private int Missing(int timers, int hands) => Math.Max(0, (timers == 0 ? 0 : ((timers - 1) / settings.FirstTimersPerOldHand) + 1) - hands);

    private int Fewer(int unit, Experience goes, Experience comes) => fewer[((unit + 1) * Exchanges) + ((int)goes * Kinds) + (int)comes];

    private void CountFewer(int unit)
    {
        var now = Missing(firstTimers[unit], oldHands[unit]);
        for (var goes = Experience.Unstated; goes <= Experience.OldHand; goes++)
        {
            for (var comes = Experience.Unstated; comes <= Experience.OldHand; comes++)
            {
                var (timers, hands) = (Is(comes, Experience.FirstTimer) - Is(goes, Experience.FirstTimer), Is(comes, Experience.OldHand) - Is(goes, Experience.OldHand));
                // Where nobody of that kind is, nobody of it can go; the count then only has to be a number.
                fewer[((unit + 1) * Exchanges) + ((int)goes * Kinds) + (int)comes] = (sbyte)(now - Missing(Math.Max(0, firstTimers[unit] + timers), oldHands[unit] + hands));
            }
        }

        static int Is(Experience a, Experience b) => a == b ? 1 : 0;
    }

    private static long Key(int unit, int of) => ((long)unit << 32) | (uint)of;
}
