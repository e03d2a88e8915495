namespace Muster.Optimiser.Rostering.Columns;

/// <summary>All days of one person as one choice.</summary>
/// <param name="Kinds">Kind or <see cref="RosterPlan.Off"/> by day.</param>
/// <param name="Cost">What the days cost the person, prices apart, in the inner unit.</param>
/// <param name="Rows">Row of <see cref="RowPrices"/> for each place it takes; a limit as often as it is used.</param>
internal sealed record Column(int[] Kinds, long Cost, int[] Rows)
{
    /// <summary>Part of the person that it stands for in the master's mixture: the parts of a person come to 1.</summary>
    public double Part { get; set; }

    /// <summary>Rounds since it was last part of the mixture.</summary>
    public int Idle { get; set; }

    public double At(double[] prices)
    {
        var sum = (double)Cost;
        foreach (var row in Rows) sum += prices[row];
        return sum;
    }
}
