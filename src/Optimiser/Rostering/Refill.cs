namespace Muster.Optimiser.Rostering;

/// <summary>Gives a person whose window is empty the best days there, as the others stand.</summary>
internal sealed class Refill(RosterNumbers numbers)
{
    private const int MostTries = 4;
    private readonly PersonProgramme _programme = new(numbers);
    private readonly int[] _inside = new int[numbers.Actions];
    private int[] _kinds = [];

    /// <summary>Prices of the window to choose by: [(day - from) × actions + action].</summary>
    public long[] Prices => _programme.Prices;

    /// <param name="isOpenEnded">Nothing is settled after the window yet.</param>
    /// <param name="noise">Prices are raised at random by up to this, so that a search does not repeat itself; 0: not at all.</param>
    public void Fill(RosterState state, int person, int from, int to, Random random, long noise = 0, bool isOpenEnded = false)
    {
        Price(person, from, to, state.Marginal);
        for (var i = 0; noise > 0 && i < (to - from) * numbers.Actions; i++)
        {
            if (Prices[i] < RosterNumbers.Broken) Prices[i] += random.NextInt64(noise);
        }

        Choose(state, person, from, to, isOpenEnded);
    }

    /// <summary>Sets the prices of a window.</summary>
    public void Price(int person, int from, int to, Func<int, int, int, long> priceOf)
    {
        _programme.Open(to - from);
        if (_kinds.Length < (to - from) * numbers.Actions) _kinds = new int[(to - from) * numbers.Actions];
        numbers.Price(person, from, to, priceOf, Prices, _kinds);
    }

    /// <summary>Gives the person the best days at the prices.</summary>
    public void Choose(RosterState state, int person, int from, int to, bool isOpenEnded = false)
    {
        var prices = Prices;
        var actions = state.Actions[person];
        var left = Left(actions, person, from, to);
        for (var i = 0; left.Length > 0 && i < (to - from) * numbers.Actions; i++)
        {
            if (i % numbers.Actions is var action && action != numbers.Off && left[action] <= 0) prices[i] = RosterNumbers.Never;
        }

        for (var attempt = 0; ; attempt++)
        {
            if (_programme.Best(person, actions, from, to, isOpenEnded: isOpenEnded) is null)
                _programme.Best(person, actions, from, to, mayBreak: true, isOpenEnded: isOpenEnded);
            if (left.Length == 0 || !TooMany(actions, left, from, to, prices, attempt >= MostTries)) break;
            if (attempt > MostTries + 1) break;
        }

        for (var day = from; day < to; day++)
        {
            var action = actions[day];
            actions[day] = numbers.Off;
            state.Put(person, day, _kinds[(day - from) * numbers.Actions + action]);
        }

        state.Settle(person);
    }

    /// <summary>How many more shifts of each type the person may have; empty when nothing limits them.</summary>
    private int[] Left(int[] actions, int person, int from, int to)
    {
        var most = numbers.TermsOf(person).MostOfType;
        if (most.Length == 0) return [];
        var left = (int[])most.Clone();
        for (var day = 0; day < actions.Length; day++)
        {
            if ((day < from || day >= to) && actions[day] != numbers.Off) left[actions[day]]--;
        }

        return left;
    }

    /// <summary>Makes types of which there are too many dearer, and at last forbids those after the allowed ones.</summary>
    private bool TooMany(int[] actions, int[] left, int from, int to, long[] prices, bool forbids)
    {
        Array.Clear(_inside);
        for (var day = from; day < to; day++) _inside[actions[day]]++;
        var found = false;
        for (var type = 0; type < left.Length; type++)
        {
            if (_inside[type] <= left[type]) continue;
            found = true;
            var kept = 0;
            for (var day = from; day < to; day++)
            {
                ref var price = ref prices[(day - from) * numbers.Actions + type];
                if (forbids && (actions[day] != type || ++kept > left[type])) price = RosterNumbers.Never;
                else if (price < RosterNumbers.Broken) price += 20 * RosterNumbers.Scale;
            }
        }

        return found;
    }
}
