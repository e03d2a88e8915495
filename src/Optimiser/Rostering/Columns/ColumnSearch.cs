namespace Muster.Optimiser.Rostering.Columns;

/// <summary>
/// Large neighbourhoods by columns: some people are given up whole, their part of the problem is priced and dived again while the others stand, and the roster is kept
/// when it is no worse. Strong where many shifts are short at once and changing a few people's days does not help.
/// </summary>
internal sealed class ColumnSearch(RosterNumbers numbers, RowPrices prices, Mixture mixture, int seed)
{
    private const int Sweeps = 40;
    private const int Rounds = 6;
    private const int DiveRounds = 5;
    private readonly Random _random = new(seed);
    private readonly ColumnDive _dive = new(numbers, prices, mixture);

    /// <param name="affordable">Rounds of everybody's programme that there is time for: so many people are given up that a hundred tries fit.</param>
    public void Run(RosterState best, int tries, int affordable, Action<RosterState> found, Func<bool> stops)
    {
        var (state, people) = (best, numbers.Problem.People.Length);
        if (people < 2) return;
        var size = Math.Clamp(Math.Min(people / 4, (int)Math.Sqrt(0.4 * people * affordable / 100)), 2, 24);
        for (var i = 0; i < tries && !stops(); i++)
        {
            var tried = Again(state, Picked(state, Math.Min(people, size)), stops);
            if (tried.Cost > state.Cost) continue;
            if (tried.Cost < best.Cost) found(best = tried);
            state = tried;
        }
    }

    /// <summary>The roster with these people's days made anew.</summary>
    private RosterState Again(RosterState from, int[] free, Func<bool> stops)
    {
        var state = new RosterState(from);
        prices.Release(free);
        for (var person = 0; person < state.Kinds.Length; person++)
        {
            var kinds = state.Kinds[person];
            mixture.Settle(person, new Column((int[])kinds.Clone(), state.Own(person), [.. prices.RowsOf(person, kinds)]));
            if (!free.Contains(person)) prices.Count(person, kinds);
            else state.Clear(person, 0, numbers.Days);
        }

        foreach (var person in free) state.Settle(person);
        mixture.Reach = 0.3 * numbers.Missing * RosterNumbers.Scale;
        mixture.Reprice();
        for (var round = 0; round < Rounds && !stops(); round++) Follow();
        _dive.Run(state, DiveRounds, 1, stops);
        return state;

        void Follow()
        {
            mixture.Mix(prices.Free, Sweeps, stops);
            mixture.Centre = (double[])mixture.Now.Clone();
            prices.Set(mixture.Now);
            prices.Round();
            foreach (var person in prices.Free)
            {
                if (prices.ColumnOf(person) is { } column) mixture.Add(person, column, mixture.Now);
            }
        }
    }

    /// <summary>People who could be where cover is dear, and as many others.</summary>
    private int[] Picked(RosterState state, int count)
    {
        var picked = new HashSet<int>();
        var (dearest, cell) = (0L, -1);
        for (var i = 0; i < 10; i++)
        {
            var any = _random.Next(numbers.Rows.Cells);
            if (state.CellCost(any) is var cost && cost > dearest) (dearest, cell) = (cost, any);
        }

        var able = cell < 0 ? [] : Enumerable.Range(0, state.Kinds.Length).Where(p => numbers.Problem.People[p].Kinds.Contains(cell % numbers.Rows.Kinds)).ToArray();
        _random.Shuffle(able);
        foreach (var person in able.Take((count + 1) / 2)) picked.Add(person);
        while (picked.Count < count) picked.Add(_random.Next(state.Kinds.Length));
        return [.. picked.Order()];
    }
}
