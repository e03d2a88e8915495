using Muster.Optimiser.Rostering;

namespace Muster.Optimiser.Tests.Rostering;

/// <summary>Small problems in which every rule is at work, hard or at a price, by seed.</summary>
internal static class RandomRosters
{
    public static RosterProblem Make(int seed, int people = 6, int days = 12)
    {
        var random = new Random(seed);
        int[] nights = [0, 1];
        var types = new[] { new ShiftType("早", 480, []), new ShiftType("中", 480, [0]), new ShiftType("夜", 600, nights) };
        var kinds = new[] { new ShiftKind("东门早", 0), new ShiftKind("西门早", 0), new ShiftKind("东门中", 1), new ShiftKind("东门夜", 2) };
        return new RosterProblem
        {
            Days = days,
            FirstWeekday = random.Next(7),
            Types = types,
            Kinds = kinds,
            Terms = [TermsOf(random, "甲", isHard: true), TermsOf(random, "乙", isHard: false)],
            People = [.. Enumerable.Range(0, people).Select(p => PersonOf(random, p, kinds.Length))],
            Covers = [.. Enumerable.Range(0, days).SelectMany(d => Enumerable.Range(0, kinds.Length).Select(k => new Cover(d, k, random.Next(2), 1 + random.Next(2), 500, 100, 1 + random.Next(9))))],
            Companies = [.. Enumerable.Range(0, days).Select(d => new Company(d, random.Next(kinds.Length), 0, 1, 40))],
            Mentoring = random.Next(2) == 0 ? null : new Mentoring(1, 0, 1, 25),
            Wishes = [.. Enumerable.Range(0, people * 2).Select(_ => new RosterWish(random.Next(people), random.Next(days), random.Next(4) - 1, random.Next(2) == 0, 1 + random.Next(20)))],
            Pins = [.. Enumerable.Range(0, people / 2).Select(p => new RosterPin(p, random.Next(days), RosterPlan.Off))],
        };
    }

    /// <summary>Anybody on anything they may be given, with no regard to rules.</summary>
    public static int[][] Careless(RosterProblem problem, int seed)
    {
        var random = new Random(seed);
        return Array.ConvertAll(problem.People, p => Enumerable.Range(0, problem.Days).Select(_ => random.Next(3) == 0 ? RosterPlan.Off : p.Kinds[random.Next(p.Kinds.Length)]).ToArray());
    }

    private static RosterTerms TermsOf(Random random, string name, bool isHard)
    {
        int Weight() => isHard && random.Next(2) == 0 ? Span.Hard : 1 + random.Next(30);
        return new RosterTerms
        {
            Name = name,
            WorkRun = new Span(1 + random.Next(3), 4 + random.Next(2), Weight(), Weight()),
            OffRun = new Span(1 + random.Next(2), 4 + random.Next(4), Weight(), 1 + random.Next(30)),
            TypeRun = random.Next(2) == 0 ? [] : [Span.Free, new Span(2, 3, 7, 9), new Span(1, 2, 5, Weight())],
            Load = new Span(480 * random.Next(3), 480 * (4 + random.Next(3)), random.Next(3), Weight()),
            LoadDays = random.Next(3) switch { 0 => 0, 1 => 7, _ => 5 },
            Weekends = new Span(0, 1, 0, Weight()),
            HalfWeekend = random.Next(2) * 11,
            MostOfType = random.Next(2) == 0 ? [] : [12, 12, 2],
        };
    }

    private static RosterPerson PersonOf(Random random, int number, int kinds)
    {
        int[] own = [.. Enumerable.Range(0, kinds).Where(k => k == number % kinds || random.Next(3) > 0)];
        return new RosterPerson
        {
            Name = $"样例{number}",
            Terms = random.Next(2),
            Kinds = own,
            KindCosts = random.Next(2) == 0 ? [] : [.. own.Select(_ => random.Next(10))],
            Groups = (ulong)random.Next(4),
            History = random.Next(3) switch
            {
                0 => RosterHistory.Unknown,
                1 => new RosterHistory(RosterHistory.Off, 0, 0, 1 + random.Next(5), 480 * random.Next(3), random.Next(2)),
                _ => new RosterHistory(random.Next(3), 1, 1 + random.Next(6), 0, 480 * random.Next(3), random.Next(2)),
            },
        };
    }
}
