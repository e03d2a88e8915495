using Muster.Optimiser.Rostering;

namespace Muster.Optimiser.Checking;

/// <summary>What a roster costs by rule, and every hard rule it breaks.</summary>
/// <param name="Parts">Cost by code of <see cref="RosterRule"/>; rules that cost nothing are left out.</param>
public sealed record RosterCheck(long Objective, IReadOnlyDictionary<string, long> Parts, IReadOnlyList<Violation> Violations);

/// <summary>Every rule of a roster, by the name docs/roster-problem.md gives it.</summary>
public static class RosterRule
{
    public const string Shape = "shape";
    public const string Kind = "kind";
    public const string Pin = "pin";
    public const string Rest = "rest";
    public const string WorkRun = "work-run";
    public const string OffRun = "off-run";
    public const string TypeRun = "type-run";
    public const string Load = "load";
    public const string Weekends = "weekends";
    public const string HalfWeekend = "half-weekend";
    public const string MostOfType = "most-of-type";
    public const string Wish = "wish";
    public const string KindCost = "kind-cost";
    public const string Least = "least";
    public const string Cover = "cover";
    public const string Company = "company";
    public const string Mentoring = "mentoring";
}

/// <summary>
/// Works out anew what a roster costs and which hard rules it breaks, from the problem and the roster alone. It reads whole runs where
/// the solver counts day by day, so that neither can share the other's mistake.
/// </summary>
public sealed class RosterChecker
{
    private readonly RosterProblem problem;
    private readonly int[][] kinds;
    private readonly Findings findings = new();
    private readonly Dictionary<string, long> parts = new(StringComparer.Ordinal);

    private RosterChecker(RosterProblem problem, int[][] kinds) => (this.problem, this.kinds) = (problem, kinds);

    /// <param name="kinds">Per person and day: index of the kind, or -1 for off.</param>
    public static RosterCheck Check(RosterProblem problem, int[][] kinds)
    {
        var checker = new RosterChecker(problem, kinds);
        if (checker.HasShape())
        {
            for (var p = 0; p < kinds.Length; p++) checker.Person(p);
            checker.Wishes();
            checker.Covers();
            checker.Newcomers();
        }

        return new RosterCheck(checker.parts.Values.Sum(), checker.parts, checker.findings.Kept);
    }

    private bool HasShape()
    {
        var fits = kinds.Length == problem.People.Length && kinds.All(days => days.Length == problem.Days && days.All(k => k >= -1 && k < problem.Kinds.Length));
        if (!fits)
        {
            findings.Add(RosterRule.Shape, $"排班不是 {problem.People.Length} 人 × {problem.Days} 天，或有不存在的班。",
                $"The roster is not {problem.People.Length} people by {problem.Days} days, or has a kind that is none.", ("people", kinds.Length));
        }

        return fits;
    }

    private void Person(int p)
    {
        var person = problem.People[p];
        var terms = problem.Terms[person.Terms];
        var types = Array.ConvertAll(kinds[p], k => k < 0 ? RosterHistory.Off : problem.Kinds[k].Type);
        foreach (var day in Enumerable.Range(0, types.Length).Where(d => kinds[p][d] >= 0))
        {
            var at = Array.IndexOf(person.Kinds, kinds[p][day]);
            if (at < 0) Break(RosterRule.Kind, p, day, $"不能上“{problem.Kinds[kinds[p][day]].Name}”", $"may not be given {problem.Kinds[kinds[p][day]].Name}");
            else if (person.KindCosts.Length > 0) Add(RosterRule.KindCost, person.KindCosts[at]);
        }

        foreach (var pin in problem.Pins.Where(pin => pin.Person == p && kinds[p][pin.Day] != pin.Kind))
            Break(RosterRule.Pin, p, pin.Day, "与已定的班不符", "is not as was settled");
        for (var day = 0; day < types.Length; day++)
        {
            var before = day > 0 ? types[day - 1] : person.History.LastType;
            if (before >= 0 && types[day] >= 0 && problem.Types[before].NotBefore.Contains(types[day]))
                Break(RosterRule.Rest, p, day, $"“{problem.Types[before].Name}”之后休息不够", $"has too little rest after {problem.Types[before].Name}");
        }

        var history = person.History;
        Runs(p, types, t => t >= 0, t => terms.WorkRun, RosterRule.WorkRun, history.LastType >= 0 ? history.WorkRun : 0);
        Runs(p, types, t => t < 0, t => terms.OffRun, RosterRule.OffRun, history.LastType == RosterHistory.Off ? history.OffRun : 0);
        for (var type = 0; type < terms.TypeRun.Length; type++)
        {
            var own = type;
            Runs(p, types, t => t == own, t => terms.TypeRun[own], RosterRule.TypeRun, history.LastType == own ? history.TypeRun : 0);
        }

        Loads(p, person.Load ?? terms.Load, terms.LoadDays, types);
        Weekends(p, terms, types);
        for (var type = 0; type < terms.MostOfType.Length; type++)
        {
            var count = types.Count(t => t == type);
            if (count > terms.MostOfType[type])
                Break(RosterRule.MostOfType, p, -1, $"“{problem.Types[type].Name}”{count} 次，最多 {terms.MostOfType[type]} 次", $"has {count} of {problem.Types[type].Name}, at most {terms.MostOfType[type]}");
        }
    }

    /// <summary>Each whole run of days that belong: short when it ended below the least, long for its days beyond the most that no history had.</summary>
    private void Runs(int p, int[] types, Func<int, bool> belongs, Func<int, Span> spanOf, string rule, int carried)
    {
        var unknown = problem.People[p].History.LastType == RosterHistory.NotKnown;
        for (var day = 0; day < types.Length;)
        {
            if (!belongs(types[day]))
            {
                if (day == 0 && carried > 0) Short(carried, 0);
                day++;
                continue;
            }

            var first = day;
            while (day < types.Length && belongs(types[day])) day++;
            var before = first == 0 ? carried : 0;
            var (span, length) = (spanOf(types[first]), before + day - first);
            Charge(rule, span.Over, Math.Max(0, length - span.Most) - (long)Math.Max(0, before - span.Most), p, first, $"连续 {length} 天，最多 {span.Most} 天", $"has {length} days in a row, at most {span.Most}");
            if (day < types.Length && !(first == 0 && unknown)) Short(length, first);
        }

        void Short(int length, int first)
        {
            var span = spanOf(types[first]);
            Charge(rule, span.Under, Math.Max(0, span.Least - length), p, first, $"连续 {length} 天，至少 {span.Least} 天", $"has {length} days in a row, at least {span.Least}");
        }
    }

    private void Loads(int p, Span span, int period, int[] types)
    {
        if (period <= 0 || period > types.Length) period = types.Length;
        for (var first = 0; first < types.Length; first += period)
        {
            var days = Math.Min(period, types.Length - first);
            var load = types.Skip(first).Take(days).Sum(t => t < 0 ? 0L : problem.Types[t].Load) + (first == 0 ? problem.People[p].History.Load : 0);
            var least = days == period ? span.Least : (long)span.Least * days / period;
            var most = days == period || span.Most == int.MaxValue ? span.Most : ((long)span.Most * days + period - 1) / period;
            Charge(RosterRule.Load, span.Under, Math.Max(0, least - load), p, first, $"负荷 {load}，至少 {least}", $"has load {load}, at least {least}");
            Charge(RosterRule.Load, span.Over, Math.Max(0, load - most), p, first, $"负荷 {load}，最多 {most}", $"has load {load}, at most {most}");
        }
    }

    private void Weekends(int p, RosterTerms terms, int[] types)
    {
        var worked = problem.People[p].History.Weekends;
        for (var day = 0; day < types.Length; day++)
        {
            var weekday = (day + problem.FirstWeekday) % 7;
            if (weekday == 5)
            {
                var sunday = day + 1 < types.Length && types[day + 1] >= 0;
                if (types[day] >= 0 || sunday) worked++;
                if (day + 1 < types.Length && types[day] >= 0 != sunday) Half(day);
            }
            else if (weekday == 6 && day == 0)
            {
                var saturday = problem.People[p].History.LastType >= 0;
                if (types[0] >= 0 && !saturday) worked++;
                if (types[0] >= 0 != saturday) Half(day);
            }
        }

        Charge(RosterRule.Weekends, terms.Weekends.Over, Math.Max(0, worked - terms.Weekends.Most), p, -1, $"上班周末 {worked} 个，最多 {terms.Weekends.Most} 个", $"works {worked} weekends, at most {terms.Weekends.Most}");
        Charge(RosterRule.Weekends, terms.Weekends.Under, Math.Max(0, terms.Weekends.Least - worked), p, -1, $"上班周末 {worked} 个，至少 {terms.Weekends.Least} 个", $"works {worked} weekends, at least {terms.Weekends.Least}");

        void Half(int day) => Charge(RosterRule.HalfWeekend, terms.HalfWeekend, 1, p, day, "周末只上一天", "works half a weekend");
    }

    private void Wishes()
    {
        foreach (var wish in problem.Wishes)
        {
            var kind = kinds[wish.Person][wish.Day];
            var has = kind >= 0 && (wish.Type == RosterWish.AnyWork || problem.Kinds[kind].Type == wish.Type);
            Charge(RosterRule.Wish, wish.Weight, has == wish.Wanted ? 0 : 1, wish.Person, wish.Day, "没有依其所请", "is not given what was asked for");
        }
    }

    private void Covers()
    {
        var on = new int[problem.Days, problem.Kinds.Length];
        foreach (var days in kinds)
        {
            for (var day = 0; day < days.Length; day++)
            {
                if (days[day] >= 0) on[day, days[day]]++;
            }
        }

        foreach (var cover in problem.Covers)
        {
            var count = on[cover.Day, cover.Kind];
            Charge(RosterRule.Least, cover.UnderLeast, Math.Max(0, cover.Least - count), cover.Day, cover.Kind, $"只有 {count} 人，至少 {cover.Least} 人", $"has {count}, at least {cover.Least}");
            Charge(RosterRule.Cover, cover.Under, Math.Max(0, cover.Target - count), cover.Day, cover.Kind, $"只有 {count} 人，应有 {cover.Target} 人", $"has {count}, should have {cover.Target}");
            Charge(RosterRule.Cover, cover.Over, Math.Max(0, count - cover.Target), cover.Day, cover.Kind, $"有 {count} 人，应有 {cover.Target} 人", $"has {count}, should have {cover.Target}");
        }

        foreach (var company in problem.Companies)
        {
            var count = OnShift(company.Day, company.Kind, company.Group);
            Charge(RosterRule.Company, company.Under, Math.Max(0, company.Least - count), company.Day, company.Kind, $"该组只有 {count} 人，至少 {company.Least} 人", $"has {count} of the group, at least {company.Least}");
        }
    }

    private void Newcomers()
    {
        if (problem.Mentoring is not { } mentoring) return;
        for (var day = 0; day < problem.Days; day++)
        {
            for (var kind = 0; kind < problem.Kinds.Length; kind++)
            {
                var (newcomers, mentors) = (OnShift(day, kind, mentoring.Newcomers), OnShift(day, kind, mentoring.Mentors));
                Charge(RosterRule.Mentoring, mentoring.Over, Math.Max(0, newcomers - mentors * mentoring.Most), day, kind, $"{newcomers} 名新手只有 {mentors} 名熟手", $"has {newcomers} newcomers and {mentors} mentors");
            }
        }
    }

    private int OnShift(int day, int kind, int group) => Enumerable.Range(0, kinds.Length).Count(p => kinds[p][day] == kind && (problem.People[p].Groups >> group & 1) == 1);

    /// <summary>Units of a rule of one person, at its weight: a cost, or a broken rule when the weight is hard.</summary>
    private void Charge(string rule, int weight, long units, int person, int day, string zh, string en)
    {
        if (units <= 0 || weight == 0) return;
        if (weight != Span.Hard) Add(rule, units * weight);
        else if (rule is RosterRule.Least or RosterRule.Cover or RosterRule.Company or RosterRule.Mentoring) BreakCell(rule, person, day, zh, en);
        else Break(rule, person, day, zh, en);
    }

    private void Add(string rule, long cost)
    {
        if (cost != 0) parts[rule] = parts.GetValueOrDefault(rule) + cost;
    }

    private void Break(string rule, int person, int day, string zh, string en)
    {
        var (when, on) = day < 0 ? ("", "") : ($"第 {day} 天起", $" (day {day})");
        findings.Add(rule, $"{problem.People[person].Name}{when}：{zh}。", $"{problem.People[person].Name}{on} {en}.", ("person", problem.People[person].Name), ("day", day));
    }

    private void BreakCell(string rule, int day, int kind, string zh, string en) =>
        findings.Add(rule, $"第 {day} 天“{problem.Kinds[kind].Name}”：{zh}。", $"{problem.Kinds[kind].Name} on day {day} {en}.", ("day", day), ("kind", problem.Kinds[kind].Name));
}
