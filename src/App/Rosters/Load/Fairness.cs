namespace Muster.Rosters.Load;

/// <summary>Why somebody stands where they stand: what to say of it, with its number.</summary>
public enum LoadWhy { ManyTurns, FewTurns, ManyNights, NoNights, DaysOff, Missed, Newcomer, NoTurns, ManyAhead }

/// <summary>How many people are in one stretch of hours, nights or points: from, below.</summary>
public readonly record struct LoadBin(int From, int Below, int People);

/// <summary>How load is spread over the people of an area. Pure: reckoned from the lines of the ledger.</summary>
public sealed class Fairness
{
    /// <summary>Who was not used for so many days is named.</summary>
    public const int IdleDays = 7;

    private const int Named = 5, BinsMost = 10, NewcomerDays = 14;

    private readonly DateOnly _today;

    /// <param name="people">Who carried most first.</param>
    public Fairness(IReadOnlyList<LoadLine> people, DateOnly today)
    {
        (People, _today) = (people, today);
        Mean = people.Count == 0 ? 0 : people.Average(p => (double)p.Minutes);
        MeanTurns = people.Count == 0 ? 0 : people.Average(p => (double)p.Turns);
        MeanNights = people.Count == 0 ? 0 : people.Average(p => (double)p.Nights);
    }

    public IReadOnlyList<LoadLine> People { get; }

    /// <summary>Of a person: minutes, turns, nights.</summary>
    public double Mean { get; }
    public double MeanTurns { get; }
    public double MeanNights { get; }

    public IEnumerable<LoadLine> Most => People.Where(p => p.Minutes > 0).Take(Named);

    /// <summary>Who carried least first; nobody who stands among <see cref="Most"/>.</summary>
    public IEnumerable<LoadLine> Least => People.Skip(Most.Count()).Reverse().Take(Named);

    public int Idle => People.Count(p => p.IdleDays >= IdleDays);

    /// <summary>The part of all minutes that the most loaded tenth of the people carries; a tenth where all carry the same.</summary>
    public double TopTenth => People.Sum(p => (long)p.Minutes) is > 0 and var all ? (double)People.Take(Math.Max(1, (People.Count + 9) / 10)).Sum(p => (long)p.Minutes) / all : 0;

    /// <summary>Between nobody carrying more than another (0) and one carrying all (towards 1): the mean difference of two people, by twice the mean.</summary>
    public double Gini
    {
        get
        {
            var (n, sum) = (People.Count, People.Sum(p => (double)p.Minutes));
            return n == 0 || sum == 0 ? 0 : People.Select((p, i) => (n - (2.0 * i) - 1) * p.Minutes).Sum() / (n * sum);
        }
    }

    /// <summary>Stretches of one width, eight hours at least, that hold everybody.</summary>
    public IReadOnlyList<LoadBin> Hours => Bins(p => p.Minutes / 60, 8);
    public IReadOnlyList<LoadBin> Nights => Bins(p => p.Nights, 1);
    public IReadOnlyList<LoadBin> Points => Bins(p => p.Points, 1);

    /// <summary>What sets a line apart from the others, the weightiest first.</summary>
    public IEnumerable<(LoadWhy Why, int Number)> Why(LoadLine line)
    {
        if (line.Turns == 0)
        {
            yield return (LoadWhy.NoTurns, line.IdleDays);
            yield break;
        }
        if (line.Turns > MeanTurns * 1.2) yield return (LoadWhy.ManyTurns, line.Turns);
        if (line.Turns < MeanTurns * 0.8) yield return (LoadWhy.FewTurns, line.Turns);
        if (line.Nights > MeanNights + 1) yield return (LoadWhy.ManyNights, line.Nights);
        if (line.Nights == 0 && MeanNights >= 1) yield return (LoadWhy.NoNights, 0);
        if (line.DaysOff > 0 && line.Minutes > Mean) yield return (LoadWhy.DaysOff, line.DaysOff);
        if (line.Ahead > line.Served && line.Minutes > Mean) yield return (LoadWhy.ManyAhead, (int)LoadWords.Hours(line.Ahead));
        if (line.Missed > 0) yield return (LoadWhy.Missed, line.Missed);
        if (line.Minutes < Mean && _today.DayNumber - line.Since.DayNumber < NewcomerDays) yield return (LoadWhy.Newcomer, Math.Max(0, _today.DayNumber - line.Since.DayNumber));
    }

    private List<LoadBin> Bins(Func<LoadLine, int> value, int least)
    {
        if (People.Count == 0) return [];
        var most = People.Max(value);
        var width = least * Math.Max(1, (int)Math.Ceiling((most + 1) / (double)(least * BinsMost)));
        return [.. Enumerable.Range(0, (most / width) + 1).Select(i => new LoadBin(i * width, (i + 1) * width, People.Count(p => value(p) / width == i)))];
    }
}
