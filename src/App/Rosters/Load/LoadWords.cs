namespace Muster.Rosters.Load;

/// <summary>How pages of the ledger write what they share.</summary>
public static class LoadWords
{
    /// <summary>Whole hours, half up.</summary>
    public static long Hours(int minutes) => (minutes + 30) / 60;
}
