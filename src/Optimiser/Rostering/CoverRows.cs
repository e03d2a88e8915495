namespace Muster.Optimiser.Rostering;

/// <summary>
/// What having n people on a shift costs, as rows: one for all who are on it (cover), and one for each group of which
/// somebody must be among them (company). Every row is convex in its n.
/// </summary>
internal sealed class CoverRows
{
    private readonly int[] _first;

    public CoverRows(RosterProblem problem)
    {
        Kinds = problem.Kinds.Length;
        Cells = problem.Days * Kinds;
        var most = new int[Kinds];
        foreach (var person in problem.People)
        {
            foreach (var kind in person.Kinds) most[kind]++;
        }

        var rows = problem.Covers.Select((c, i) => (Cell: c.Day * Kinds + c.Kind, Source: i, Row: new CoverRow(0, Table(most[c.Kind], n => Of(c, n)))))
            .Concat(problem.Companies.Select((c, i) => (Cell: c.Day * Kinds + c.Kind, Source: problem.Covers.Length + i, Row: new CoverRow(1UL << c.Group, Table(most[c.Kind], n => RosterNumbers.Weight(c.Under) * Math.Max(0, c.Least - n))))))
            .OrderBy(r => r.Cell).ToArray();
        Rows = Array.ConvertAll(rows, r => r.Row);
        CellOf = Array.ConvertAll(rows, r => r.Cell);
        SourceOf = Array.ConvertAll(rows, r => r.Source);
        _first = new int[Cells + 1];
        foreach (var (cell, _, _) in rows) _first[cell + 1]++;
        for (var cell = 0; cell < Cells; cell++) _first[cell + 1] += _first[cell];
    }

    public int Kinds { get; }
    public int Cells { get; }
    public CoverRow[] Rows { get; }
    public int[] CellOf { get; }

    /// <summary>Which of the problem's covers a row is, or, after all of them, which of its companies.</summary>
    public int[] SourceOf { get; }

    /// <summary>Rows of a day's kind are those from First to before First of the next.</summary>
    public int First(int cell) => _first[cell];

    private static long Of(Cover cover, int n) =>
        RosterNumbers.Weight(cover.UnderLeast) * Math.Max(0, cover.Least - n)
        + RosterNumbers.Weight(cover.Under) * Math.Max(0, cover.Target - n)
        + RosterNumbers.Weight(cover.Over) * Math.Max(0, n - cover.Target);

    private static long[] Table(int most, Func<int, long> cost) => [.. Enumerable.Range(0, most + 2).Select(cost)];
}

/// <param name="Group">Who is counted: those with a bit in common; 0: everybody.</param>
/// <param name="Costs">By number of people, from 0 to one more than can be.</param>
internal sealed record CoverRow(ulong Group, long[] Costs)
{
    public bool Counts(ulong groups) => Group == 0 || (Group & groups) != 0;
}
