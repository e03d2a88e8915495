namespace Muster.Optimiser.Rostering;

/// <summary>Gives a person whose window is empty the best days there, as the others stand.</summary>
internal sealed class Refill(RosterNumbers numbers)
{
    private const int MostTries = 4;
    private readonly PersonProgramme _programme = new(numbers);
    private readonly int[] _inside = new int[numbers.Types];
    private int[] _kinds = [];
    private long[] _noise = [];
    private long[] _dearer = [];
    private Func<int, int, int, long> _priceOf = (_, _, _) => 0;

    /// <param name="isOpenEnded">Nothing is settled after the window yet.</param>
    /// <param name="noise">Prices are raised at random by up to this, so that a search does not repeat itself; 0: not at all.</param>
    public void Fill(RosterState state, int person, int from, int to, Random random, long noise = 0, bool isOpenEnded = false)
    {
        Price(person, from, to, state.Marginal);
        for (var i = 0; noise > 0 && i < (to - from) * numbers.Actions; i++) _noise[i] = random.NextInt64(noise);
        Choose(state, person, from, to, isOpenEnded);
    }

    /// <summary>Sets the prices of a window.</summary>
    public void Price(int person, int from, int to, Func<int, int, int, long> priceOf)
    {
        _programme.Open(to - from);
        var cells = (to - from) * numbers.Actions;
        if (_kinds.Length < cells) (_kinds, _noise) = (new int[cells], new long[cells]);
        Array.Clear(_noise, 0, cells);
        _priceOf = priceOf;
    }

    /// <summary>Gives the person the best days at the prices.</summary>
    public void Choose(RosterState state, int person, int from, int to, bool isOpenEnded = false)
    {
        var actions = state.Actions[person];
        var left = Left(state.Kinds[person], person, from, to);
        Compile(person, from, to, _priceOf);
        for (var day = from; left.Length > 0 && day < to; day++)
        {
            for (var action = 0; action < numbers.Off; action++)
            {
                var at = (day - from) * numbers.Actions + action;
                if (_kinds[at] != RosterPlan.Off && left[numbers.TypeOf[_kinds[at]]] <= 0) _programme.Prices[at] = RosterNumbers.Never;
            }
        }

        for (var attempt = 0; ; attempt++)
        {
            if (_programme.Best(person, actions, from, to, isOpenEnded: isOpenEnded) is null)
                _programme.Best(person, actions, from, to, mayBreak: true, isOpenEnded: isOpenEnded);
            if (left.Length == 0 || attempt > MostTries + 1 || !TooMany(actions, left, from, to, attempt)) break;
            Compile(person, from, to, Dearer);
        }

        for (var day = from; day < to; day++)
        {
            var action = actions[day];
            actions[day] = numbers.Off;
            state.Put(person, day, _kinds[(day - from) * numbers.Actions + action]);
        }

        state.Settle(person);

        long Dearer(int who, int day, int kind) => _priceOf(who, day, kind) + _dearer[(day - from) * numbers.Types + numbers.TypeOf[kind]];
    }

    private void Compile(int person, int from, int to, Func<int, int, int, long> priceOf)
    {
        var prices = _programme.Prices;
        numbers.Price(person, from, to, priceOf, prices, _kinds);
        for (var i = 0; i < (to - from) * numbers.Actions; i++)
        {
            if (prices[i] < RosterNumbers.Broken) prices[i] += _noise[i];
        }
    }

    /// <summary>How many more shifts of each type the person may have; empty when nothing limits them.</summary>
    private int[] Left(int[] kinds, int person, int from, int to)
    {
        if (!numbers.HasMosts(person)) return [];
        var left = (int[])numbers.TermsOf(person).MostOfType.Clone();
        for (var day = 0; day < kinds.Length; day++)
        {
            if ((day < from || day >= to) && kinds[day] != RosterPlan.Off) left[numbers.TypeOf[kinds[day]]]--;
        }

        return left;
    }

    /// <summary>Makes types of which there are too many dearer, and at last forbids those after the allowed ones.</summary>
    private bool TooMany(int[] actions, int[] left, int from, int to, int attempt)
    {
        var cells = (to - from) * numbers.Types;
        if (_dearer.Length < cells) _dearer = new long[cells];
        if (attempt == 0) Array.Clear(_dearer, 0, cells);
        Array.Clear(_inside);
        for (var day = from; day < to; day++)
        {
            if (TypeOn(day) is >= 0 and var type) _inside[type]++;
        }

        var found = false;
        for (var type = 0; type < left.Length; type++)
        {
            if (_inside[type] <= left[type]) continue;
            found = true;
            var kept = 0;
            for (var day = from; day < to; day++)
            {
                ref var dearer = ref _dearer[(day - from) * numbers.Types + type];
                if (attempt >= MostTries && (TypeOn(day) != type || ++kept > left[type])) dearer = RosterNumbers.Never / 2;
                else dearer += 20 * RosterNumbers.Scale;
            }
        }

        return found;

        int TypeOn(int day) => _kinds[(day - from) * numbers.Actions + actions[day]] is not RosterPlan.Off and var kind ? numbers.TypeOf[kind] : -1;
    }
}
