namespace Muster.Optimiser.Placing.Flow;

/// <summary>Small pieces of work on all processors.</summary>
internal static class Chunks
{
    /// <summary>Runs a body for 0 … count-1 on all processors, in chunks worth a thread's while.</summary>
    public static void Run(int count, Action<int> body)
    {
        const int chunk = 256;
        if (count < chunk)
        {
            for (var i = 0; i < count; i++) body(i);
            return;
        }

        Parallel.For(0, (count + chunk - 1) / chunk, c =>
        {
            for (var i = c * chunk; i < Math.Min(count, (c + 1) * chunk); i++) body(i);
        });
    }
}
