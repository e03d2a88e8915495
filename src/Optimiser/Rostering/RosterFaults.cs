namespace Muster.Optimiser.Rostering;

/// <summary>What makes a problem none: indexes that point nowhere, settled days that cannot be.</summary>
internal static class RosterFaults
{
    public static List<string> Find(RosterProblem problem)
    {
        var faults = new List<string>();
        var (people, kinds, types) = (problem.People.Length, problem.Kinds.Length, problem.Types.Length);
        Check(problem.Days > 0, "There are no days.");
        Check(problem.FirstWeekday is >= 0 and < 7, $"The first day of the week is {problem.FirstWeekday}, not 0 to 6.");
        foreach (var kind in problem.Kinds) Check(kind.Type >= 0 && kind.Type < types, $"Kind {kind.Name} has no type {kind.Type}.");
        foreach (var type in problem.Types)
        {
            Check(type.Load >= 0, $"Type {type.Name} has load {type.Load}.");
            Check(type.NotBefore.All(t => t >= 0 && t < types), $"Type {type.Name} may not come before a type that is none.");
        }

        foreach (var terms in problem.Terms)
        {
            Check(terms.TypeRun.Length == 0 || terms.TypeRun.Length == types, $"Terms {terms.Name} have runs of {terms.TypeRun.Length} types, there are {types}.");
            Check(terms.MostOfType.Length == 0 || terms.MostOfType.Length == types, $"Terms {terms.Name} limit {terms.MostOfType.Length} types, there are {types}.");
        }

        foreach (var person in problem.People)
        {
            Check(person.Terms >= 0 && person.Terms < problem.Terms.Length, $"{person.Name} has no terms.");
            Check(person.Kinds.All(k => k >= 0 && k < kinds), $"{person.Name} may be given a kind that is none.");
            Check(person.KindCosts.Length == 0 || person.KindCosts.Length == person.Kinds.Length, $"{person.Name} has {person.KindCosts.Length} costs for {person.Kinds.Length} kinds.");
            Check(person.History.LastType < types, $"{person.Name} had a type that is none.");
        }

        var cells = new HashSet<(int, int)>();
        foreach (var cover in problem.Covers)
        {
            Check(OnDay(cover.Day) && cover.Kind >= 0 && cover.Kind < kinds, $"Cover on day {cover.Day} of kind {cover.Kind} is nowhere.");
            Check(cover is { Least: >= 0 } && cover.Target >= cover.Least, $"Cover on day {cover.Day} of kind {cover.Kind}: least {cover.Least}, target {cover.Target}.");
            Check(cells.Add((cover.Day, cover.Kind)), $"Cover on day {cover.Day} of kind {cover.Kind} is there twice.");
        }

        foreach (var company in problem.Companies)
            Check(OnDay(company.Day) && company.Kind >= 0 && company.Kind < kinds && company.Group is >= 0 and < 64, $"Company on day {company.Day} of kind {company.Kind} is nowhere.");
        foreach (var wish in problem.Wishes)
            Check(OnDay(wish.Day) && wish.Person >= 0 && wish.Person < people && wish.Type >= RosterWish.AnyWork && wish.Type < types, $"A wish of person {wish.Person} on day {wish.Day} is nowhere.");
        var pinned = new HashSet<(int, int)>();
        foreach (var pin in problem.Pins)
        {
            var stands = OnDay(pin.Day) && pin.Person >= 0 && pin.Person < people && pin.Kind >= RosterPlan.Off && pin.Kind < kinds;
            Check(stands, $"What is settled for person {pin.Person} on day {pin.Day} is nowhere.");
            if (!stands) continue;
            Check(pin.Kind == RosterPlan.Off || problem.People[pin.Person].Kinds.Contains(pin.Kind), $"{problem.People[pin.Person].Name} is settled on a kind they may not be given, day {pin.Day}.");
            Check(pinned.Add((pin.Person, pin.Day)), $"{problem.People[pin.Person].Name} is settled twice on day {pin.Day}.");
        }

        return faults;

        bool OnDay(int day) => day >= 0 && day < problem.Days;

        void Check(bool holds, string fault)
        {
            if (!holds) faults.Add(fault);
        }
    }
}
