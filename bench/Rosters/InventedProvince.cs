using Muster.Optimiser.Rostering;

namespace Muster.Bench.Rosters;

/// <summary>
/// Communities of a province as filling sees them, all invented: people by a long tail about a mean, posts by people, turns of 3, 8, 9 and 12 hours, leave, wishes, the week before, the caps of rest and a fair
/// share of each week's hours. The same number is always the same community.
/// </summary>
internal static class InventedProvince
{
    public const int Communities = 54_145, Days = 14;

    private const int MeanPeople = 14, MostPeople = 400, PeopleForPost = 7;

    /// <summary>As the app weighs them: missing below the least and the target, too many, another's post, an hour short of a fair share, no leader.</summary>
    private const int Missing = 4000, BelowTarget = 40, TooMany = 400, AwayFromPost = 12, HourShort = 8, NoLeader = 60;

    private static readonly ShiftType[] Types =
    [
        new("0+8", 8, []), new("8+8", 8, [0]), new("16+8", 8, [0, 1, 3, 5, 6]), new("8.5+3", 3, []), new("14+3", 3, [0]), new("8.5+9", 9, [0]), new("8+12", 12, [0]), new("20+12", 12, [0, 1, 2, 3, 4, 5, 6, 7]),
    ];

    /// <summary>Types of the turns of a post: round the clock in eight or twelve hours, patrols, office hours.</summary>
    private static readonly int[][] Patterns = [[0, 1, 2], [6, 7], [3, 4], [5]];

    public static RosterProblem Community(int number, long seed)
    {
        var random = new Random((int)((seed * 1_000_003 + number) % int.MaxValue));
        var count = (int)Math.Clamp(Math.Exp(Math.Log(MeanPeople) - 0.25 + 0.7 * Normal(random)), 3, MostPeople);
        var posts = Enumerable.Range(0, Math.Max(1, count / PeopleForPost)).Select(_ => Patterns[random.Next(count < 2 * PeopleForPost ? 2 : 0, Patterns.Length)]).ToList();
        var kinds = posts.SelectMany((types, post) => types.Select(type => (Post: post, Type: type))).ToArray();
        // Six people in ten can work on a day: of what they can do, least and target are parts.
        var fill = 0.45 * count / kinds.Length;
        var targets = Array.ConvertAll(kinds, _ => Math.Max(1, (int)(fill * (0.6 + 0.8 * random.NextDouble()))));
        var share = (int)(kinds.Select((k, i) => Types[k.Type].Load * targets[i]).Sum() * 7.0 / count) - 3;
        return new RosterProblem
        {
            Days = Days, FirstWeekday = (int)(seed % 7), Types = Types,
            Kinds = [.. kinds.Select(k => new ShiftKind($"{k.Post + 1}:{Types[k.Type].Name}", k.Type))],
            Terms =
            [
                new RosterTerms
                {
                    Name = "caps", WorkRun = new Span(0, 6, 0, Span.Hard), LoadDays = 7, Weekends = new Span(0, 1, 0, 8), OffRun = new Span(2, int.MaxValue, 3, 0),
                    TypeRun = [.. Types.Select((_, type) => type is 0 or 7 ? new Span(0, 3, 0, Span.Hard) : Span.Free)],
                },
            ],
            People = [.. Enumerable.Range(0, count).Select(p => Person(random, p, kinds, posts.Count, share))],
            Covers = [.. from day in Enumerable.Range(0, Days) from kind in Enumerable.Range(0, kinds.Length) select new Cover(day, kind, Math.Max(1, targets[kind] * 2 / 3), targets[kind], Missing, BelowTarget, TooMany)],
            Companies = [.. from day in Enumerable.Range(0, Days) from kind in Enumerable.Range(0, kinds.Length) where targets[kind] > 1 select new Company(day, kind, 0, 1, NoLeader)],
            Pins = [.. from person in Enumerable.Range(0, count) where random.Next(8) == 0 let first = random.Next(Days) from day in Enumerable.Range(first, Math.Min(1 + random.Next(4), Days - first)) select new RosterPin(person, day, RosterPlan.Off)],
            Wishes = [.. from person in Enumerable.Range(0, count) where random.Next(3) == 0 select new RosterWish(person, random.Next(Days), RosterWish.AnyWork, random.Next(4) == 0, 30)],
        };
    }

    private static RosterPerson Person(Random random, int number, (int Post, int Type)[] kinds, int posts, int share)
    {
        var home = random.Next(posts);
        var noNights = random.Next(10) == 0;
        int[] own = [.. Enumerable.Range(0, kinds.Length).Where(k => !noNights || kinds[k].Type is not (0 or 2 or 7))];
        return new RosterPerson
        {
            Name = $"样例{number}", Terms = 0, Kinds = own, KindCosts = [.. own.Select(k => kinds[k].Post == home ? 0 : AwayFromPost)], Groups = (ulong)random.Next(2),
            Load = new Span(Math.Clamp(share + random.Next(5) - 2, 0, 60), 60, HourShort, Span.Hard),
            History = random.Next(2) == 0 ? new RosterHistory(RosterHistory.Off, 0, 0, 2, 0, 0) : new RosterHistory(kinds[random.Next(kinds.Length)].Type, 1, 1 + random.Next(3), 0, 0, 0),
        };
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
