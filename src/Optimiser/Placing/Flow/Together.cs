namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// The parts of the cost that depend on who serves together (team, alone, mix), kept up to date as people come and go.
/// </summary>
internal sealed class Together
{
    private readonly ProblemIndex index;
    private readonly PlacingSettings settings;
    private readonly CountTable colleagues = new();
    private readonly CountTable teamAt = new();
    private readonly int[] destinations;
    private readonly int[] firstTimers;
    private readonly int[] oldHands;

    public Together(ProblemIndex index)
    {
        this.index = index;
        settings = index.Problem.Settings;
        destinations = new int[index.Problem.Teams.Length];
        firstTimers = new int[index.Problem.Places.Length];
        oldHands = new int[index.Problem.Places.Length];
    }

    public long TeamCost { get; private set; }
    public long AloneCost { get; private set; }
    public long MixCost { get; private set; }
    public long Cost => TeamCost + AloneCost + MixCost;

    /// <summary>What it saves on teams and colleagues when one person leaves a unit and joins another; -1 is reserve.</summary>
    public long SavedByMove(int person, int from, int to) => SavedOnColleagues(person, from, to) + SavedOnTeam(person, from, to);

    /// <summary>What it saves on all three parts when two people of different units change places.</summary>
    public long SavedByExchange(int goes, int comes, int from, int to)
    {
        ref readonly var a = ref index.Problem.People[goes];
        ref readonly var b = ref index.Problem.People[comes];
        var saved = Mixed(a.Experience, b.Experience, from, to);
        // Two of one agency or team stand in for each other.
        if (a.Agency != b.Agency) saved += SavedOnColleagues(goes, from, to) + SavedOnColleagues(comes, to, from);
        if (a.Team != b.Team) saved += SavedOnTeam(goes, from, to) + SavedOnTeam(comes, to, from);
        return saved;
    }

    /// <summary>What it saves on the mix of experience when one person goes to a unit and another comes from it in exchange.</summary>
    public long Mixed(Experience goes, Experience comes, int from, int to)
    {
        if (goes == comes || settings.MixMiss == 0) return 0;
        var (timers, hands) = (Is(comes, Experience.FirstTimer) - Is(goes, Experience.FirstTimer), Is(comes, Experience.OldHand) - Is(goes, Experience.OldHand));
        return (from < 0 ? 0 : Mix(from) - Mix(from, timers, hands)) + (to < 0 ? 0 : Mix(to) - Mix(to, -timers, -hands));

        static int Is(Experience a, Experience b) => a == b ? 1 : 0;
    }

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
    }

    private long SavedOnColleagues(int person, int from, int to)
    {
        var agency = index.Problem.People[person].Agency;
        if (agency < 0 || settings.Alone == 0) return 0;
        var left = from < 0 ? 0 : colleagues.Get(Key(from, agency)) switch { 1 => 1, 2 => -1, _ => 0 };
        var met = to < 0 ? 0 : colleagues.Get(Key(to, agency)) switch { 0 => -1, 1 => 1, _ => 0 };
        return (long)settings.Alone * (left + met);
    }

    private long SavedOnTeam(int person, int from, int to)
    {
        var team = index.Problem.People[person].Team;
        if (team < 0) return 0;
        var left = teamAt.Get(Key(from + 1, team)) == 1 ? 1 : 0;
        var met = teamAt.Get(Key(to + 1, team)) == 0 ? -1 : 0;
        return (long)settings.TeamSplit * (left + met);
    }

    private long TeamCostOf(int team) => (long)settings.TeamSplit * Math.Max(0, destinations[team] - 1);

    private long Mix(int unit, int moreTimers = 0, int moreHands = 0)
    {
        var timers = firstTimers[unit] + moreTimers;
        var asked = timers == 0 ? 0 : ((timers - 1) / settings.FirstTimersPerOldHand) + 1;
        return (long)settings.MixMiss * Math.Max(0, asked - oldHands[unit] - moreHands);
    }

    private static long Key(int unit, int of) => ((long)unit << 32) | (uint)of;
}
