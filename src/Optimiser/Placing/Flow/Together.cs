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

    public int Colleagues(int unit, int agency) => colleagues.Get(Key(unit, agency));

    public int TeamMates(int unit, int team) => teamAt.Get(Key(unit + 1, team));

    public int DestinationsOf(int team) => destinations[team];

    public bool LacksOldHands(int unit) => Mix(unit) > 0;

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

    private long TeamCostOf(int team) => (long)settings.TeamSplit * Math.Max(0, destinations[team] - 1);

    private long Mix(int unit)
    {
        var guides = settings.FirstTimersPerOldHand;
        var asked = firstTimers[unit] == 0 ? 0 : ((firstTimers[unit] - 1) / guides) + 1;
        return (long)settings.MixMiss * Math.Max(0, asked - oldHands[unit]);
    }

    private static long Key(int unit, int of) => ((long)unit << 32) | (uint)of;
}
