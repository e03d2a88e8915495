using Muster.Optimiser.Rostering;

namespace Muster.Optimiser.Checking;

/// <summary>
/// Works the bound of a roster problem out anew from the prices of a certificate, with a programme of its own: it goes over everything that can be remembered of a
/// person day by day, without the solver's tables. Slow, and meant to be: what it says needs no trust in the solver.
/// </summary>
public sealed class RosterBound
{
    /// <summary>Numbers of limited types that are told apart, all together; beyond, a limit is kept by its price alone, which can only lower the bound.</summary>
    private const int MostCounts = 64;

    private readonly RosterProblem _problem;
    private readonly RosterCertificate _prices;
    private readonly ILookup<(int Day, int Kind), (ulong Group, long Price)> _rows;
    private readonly ILookup<int, RosterPin> _pins;
    private readonly ILookup<(int Person, int Day), RosterWish> _wishes;

    private RosterBound(RosterProblem problem, RosterCertificate prices)
    {
        (_problem, _prices) = (problem, prices);
        _rows = problem.Covers.Select((c, i) => (c.Day, c.Kind, Group: ulong.MaxValue, Price: prices.Covers[i]))
            .Concat(problem.Companies.Select((c, i) => (c.Day, c.Kind, Group: 1UL << c.Group, Price: prices.Companies[i])))
            .ToLookup(r => (r.Day, r.Kind), r => (r.Group, r.Price));
        _pins = problem.Pins.ToLookup(p => p.Person);
        _wishes = problem.Wishes.ToLookup(w => (w.Person, w.Day));
    }

    /// <summary>No roster that keeps the hard rules costs less; null when somebody's own rules leave no way at all. What prices cannot carry (mentoring) is left out, which keeps it true.</summary>
    /// <exception cref="FormatException">The certificate is not of this problem.</exception>
    public static long? Of(RosterProblem problem, RosterCertificate certificate)
    {
        if (certificate.Covers.Length != problem.Covers.Length || certificate.Companies.Length != problem.Companies.Length || certificate.Limits.Length != problem.People.Length)
            throw new FormatException($"The certificate has {certificate.Covers.Length} covers, {certificate.Companies.Length} companies and {certificate.Limits.Length} people, the problem {problem.Covers.Length}, {problem.Companies.Length} and {problem.People.Length}.");
        var bound = new RosterBound(problem, certificate);
        var own = new long?[problem.People.Length];
        Parallel.For(0, own.Length, person => own[person] = bound.Person(person));
        if (own.Contains(null)) return null;
        var sum = own.Sum(cost => cost!.Value);
        for (var i = 0; i < problem.Covers.Length; i++) sum += bound.Row(problem.Covers[i], certificate.Covers[i]);
        for (var i = 0; i < problem.Companies.Length; i++) sum += bound.Row(problem.Companies[i], certificate.Companies[i]);
        // Costs are whole, so a bound may be rounded up.
        return (long)Math.Ceiling(sum / (decimal)RosterCertificate.Scale);
    }

    private long Row(Cover cover, long price)
    {
        var able = _problem.People.Count(p => p.Kinds.Contains(cover.Kind));
        return Enumerable.Range(0, able + 1).Min(n => Total(
            Charge(cover.UnderLeast, Math.Max(0, cover.Least - n)), Charge(cover.Under, Math.Max(0, cover.Target - n)), Charge(cover.Over, Math.Max(0, n - cover.Target)), -price * n)) ?? 0;
    }

    private long Row(Company company, long price)
    {
        var able = _problem.People.Count(p => p.Kinds.Contains(company.Kind) && (p.Groups >> company.Group & 1) == 1);
        return Enumerable.Range(0, able + 1).Min(n => Total(Charge(company.Under, Math.Max(0, company.Least - n)), -price * n)) ?? 0;
    }

    /// <summary>The least that a person's days can cost at the prices, less what the limits' prices give back; null when no days keep the hard rules.</summary>
    private long? Person(int p)
    {
        var (person, terms) = (_problem.People[p], _problem.Terms[_problem.People[p].Terms]);
        var limited = terms.MostOfType.Length == 0 ? [] : Enumerable.Range(0, _problem.Types.Length).Where(t => terms.MostOfType[t] < _problem.Days && person.Kinds.Any(k => _problem.Kinds[k].Type == t)).ToArray();
        var counted = Counted(terms, limited);
        var back = limited.Sum(t => Math.Max(0, _prices.Limits[p][t]) * terms.MostOfType[t]);
        var now = new Dictionary<Past, long> { [First(person)] = 0 };
        for (var day = 0; day < _problem.Days; day++)
        {
            var choices = Choices(p, day, limited);
            var then = new Dictionary<Past, long>();
            foreach (var (past, cost) in now)
            {
                foreach (var (type, price) in choices)
                {
                    if (After(p, past, day, type, counted) is not (var next, { } more)) continue;
                    var sum = cost + price + more;
                    if (!then.TryGetValue(next, out var known) || sum < known) then[next] = sum;
                }
            }

            now = then;
        }

        long? least = null;
        foreach (var (past, cost) in now)
        {
            if (Range(terms.Weekends, past.Weekends) is { } weekends && (least is null || cost + weekends < least)) least = cost + weekends;
        }

        return least - back;
    }

    /// <summary>Limited types whose numbers are told apart, with the factor of each.</summary>
    private static Dictionary<int, (int Factor, int Most)> Counted(RosterTerms terms, int[] limited)
    {
        var (counted, factor) = (new Dictionary<int, (int, int)>(), 1);
        foreach (var type in limited.OrderBy(t => terms.MostOfType[t]))
        {
            if (factor * (terms.MostOfType[type] + 1L) > MostCounts) break;
            counted[type] = (factor, terms.MostOfType[type]);
            factor *= terms.MostOfType[type] + 1;
        }

        return counted;
    }

    private static Past First(RosterPerson person) => person.History switch
    {
        { LastType: RosterHistory.NotKnown } => new Past(RosterHistory.NotKnown, 0, 0, false, false, person.History.Load, person.History.Weekends, 0),
        { LastType: RosterHistory.Off } h => new Past(RosterHistory.Off, h.OffRun, 0, false, false, h.Load, h.Weekends, 0),
        var h => new Past(h.LastType, h.WorkRun, h.TypeRun, false, false, h.Load, h.Weekends, 0),
    };

    /// <summary>What the day can be, off as -1, and what the cheapest kind of it costs with wishes and prices.</summary>
    private List<(int Type, long Cost)> Choices(int p, int day, int[] limited)
    {
        var person = _problem.People[p];
        var least = new Dictionary<int, long>();
        foreach (var kind in person.Kinds.Append(RosterPlan.Off))
        {
            if (_pins[p].Any(pin => pin.Day == day && pin.Kind != kind)) continue;
            var type = kind < 0 ? RosterHistory.Off : _problem.Kinds[kind].Type;
            long? cost = 0;
            foreach (var wish in _wishes[(p, day)])
            {
                var has = kind >= 0 && (wish.Type == RosterWish.AnyWork || wish.Type == type);
                if (has != wish.Wanted) cost += Charge(wish.Weight, 1);
            }

            if (kind >= 0)
            {
                if (person.KindCosts.Length > 0) cost += (long)person.KindCosts[Array.IndexOf(person.Kinds, kind)] * RosterCertificate.Scale;
                cost += _rows[(day, kind)].Where(r => r.Group == ulong.MaxValue || (r.Group & person.Groups) != 0).Sum(r => r.Price);
                if (limited.Contains(type)) cost += Math.Max(0, _prices.Limits[p][type]);
            }

            if (cost is { } sum && (!least.TryGetValue(type, out var known) || sum < known)) least[type] = sum;
        }

        return [.. least.Select(c => (c.Key, c.Value))];
    }

    /// <summary>What there is to remember after a day of this type, and what runs, rest, load and half weekends cost by it; null where a hard rule forbids it.</summary>
    private (Past Next, long? Cost) After(int p, Past past, int day, int type, Dictionary<int, (int Factor, int Most)> counted)
    {
        var (person, terms) = (_problem.People[p], _problem.Terms[_problem.People[p].Terms]);
        var (worked, works, weekday) = (past.Type >= 0, type >= 0, (day + _problem.FirstWeekday) % 7);
        if (worked && works && _problem.Types[past.Type].NotBefore.Contains(type)) return (past, null);
        long? cost = 0;
        var isFirst = past.Type == RosterHistory.NotKnown;
        var isSame = !isFirst && worked == works;
        if (worked && past.Type != type && past.OfType > 0 && !past.BegunOfType) cost += Short(TypeRun(terms, past.Type), past.OfType);
        if (!isSame && past.Run > 0 && !past.Begun) cost += Short(worked ? terms.WorkRun : terms.OffRun, past.Run);
        // The first run of an unknown history may have been longer than is seen.
        var (begun, begunOfType) = (isSame ? past.Begun : isFirst, works && (past.Type == type ? past.BegunOfType : isFirst));
        var run = isSame ? past.Run + 1 : 1;
        var ofType = works ? past.Type == type ? past.OfType + 1 : 1 : 0;
        cost += Long(works ? terms.WorkRun : terms.OffRun, run) + (works ? Long(TypeRun(terms, type), ofType) : 0);
        var weekends = past.Weekends + (works && (weekday == 5 || (weekday == 6 && !worked)) ? 1 : 0);
        if (weekday == 6 && worked != works) cost += Charge(terms.HalfWeekend, 1);
        var counts = past.Counts;
        if (counted.TryGetValue(type, out var limit))
        {
            if (counts / limit.Factor % (limit.Most + 1) == limit.Most) return (past, null);
            counts += limit.Factor;
        }

        var load = past.Load + (works ? _problem.Types[type].Load : 0);
        var (span, period) = (person.Load ?? terms.Load, terms.LoadDays <= 0 || terms.LoadDays > _problem.Days ? _problem.Days : terms.LoadDays);
        if (span.IsFree) load = 0;
        else if (span.Over == Span.Hard && load > span.Most) return (past, null);
        if ((day + 1) % period == 0 || day + 1 == _problem.Days)
        {
            var days = day % period + 1;
            var most = days == period || span.Most == int.MaxValue ? span.Most : (int)(((long)span.Most * days + period - 1) / period);
            if (!span.IsFree) cost += Range(span with { Least = days == period ? span.Least : (int)((long)span.Least * days / period), Most = most }, load);
            load = 0;
        }

        var (rule, own) = (works ? terms.WorkRun : terms.OffRun, works ? TypeRun(terms, type) : Span.Free);
        return (new Past(type, Told(rule, run), works ? Told(own, ofType) : 0, begun && run < rule.Least, begunOfType && ofType < own.Least, load, terms.Weekends.IsFree ? 0 : weekends, counts), cost);
    }

    /// <summary>A run no longer than its rule can tell apart.</summary>
    private static int Told(Span rule, int length) => Math.Min(length, Math.Max(rule.Under == 0 ? 1 : Math.Max(1, rule.Least), rule.Over == 0 || rule.Most == int.MaxValue ? 1 : rule.Most + 1));

    private static Span TypeRun(RosterTerms terms, int type) => terms.TypeRun.Length > 0 ? terms.TypeRun[type] : Span.Free;

    private static long? Short(Span span, int length) => Charge(span.Under, Math.Max(0, span.Least - length));

    private static long? Long(Span span, int length) => length > span.Most ? Charge(span.Over, 1) : 0;

    private static long? Range(Span span, long value) => Total(Charge(span.Under, Math.Max(0, span.Least - value)), Charge(span.Over, Math.Max(0, value - span.Most)));

    /// <summary>Units at a weight, in the certificate's scale; null when they break a hard rule.</summary>
    private static long? Charge(int weight, long units) => units == 0 || weight == 0 ? 0 : weight == Span.Hard ? null : units * weight * RosterCertificate.Scale;

    private static long? Total(params ReadOnlySpan<long?> parts)
    {
        long? sum = 0;
        foreach (var part in parts) sum += part;
        return sum;
    }

    /// <param name="Type">Of the last day: a type, off, or not known.</param>
    /// <param name="Run">Days of the run of work or off.</param>
    /// <param name="OfType">Days of the run of one type.</param>
    /// <param name="Begun">The run may have begun before what is known, and is still shorter than the least; so of one type, <paramref name="BegunOfType"/>.</param>
    /// <param name="Load">In the present period.</param>
    private readonly record struct Past(int Type, int Run, int OfType, bool Begun, bool BegunOfType, int Load, int Weekends, int Counts);
}
