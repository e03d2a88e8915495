using System.Diagnostics;
using System.Globalization;
using Muster.Platform.Storage;

namespace Muster.Bench;

/// <summary>
/// Seconds on the clock and of processor time since it was made. Processor time is this process's and, where PostgreSQL runs on this machine, that of
/// the sessions of the measured database; what else the machine does is not in it.
/// </summary>
internal sealed class Spent
{
    private const double TicksPerSecond = 100;

    private readonly long _begun = Stopwatch.GetTimestamp();
    private readonly TimeSpan _own = Environment.CpuUsage.TotalTime;
    private readonly Stores? _stores;
    private readonly Dictionary<int, double> _sessions;

    private Spent(Stores? stores, Dictionary<int, double> sessions) => (_stores, _sessions) = (stores, sessions);

    public static async Task<Spent> Start(Stores? stores = null) => new(stores, await Sessions(stores));

    /// <returns>Seconds, and processor seconds.</returns>
    public async Task<(double Seconds, double Cpu)> Stop()
    {
        var seconds = Stopwatch.GetElapsedTime(_begun).TotalSeconds;
        var cpu = (Environment.CpuUsage.TotalTime - _own).TotalSeconds;
        foreach (var (id, used) in await Sessions(_stores)) cpu += used - _sessions.GetValueOrDefault(id);
        return (seconds, cpu);
    }

    private static async Task<Dictionary<int, double>> Sessions(Stores? stores)
    {
        var sessions = new Dictionary<int, double>();
        if (stores?.Database.Engine != Engine.Postgres) return sessions;
        await using var store = await stores.Open();
        foreach (var id in await store.Sql.List("select pid from pg_stat_activity where datname = current_database() and backend_type in ('client backend', 'parallel worker')", row => row.Int(0), default))
        {
            var stat = $"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat";
            if (!File.Exists(stat)) continue;
            // The name, in brackets, may hold spaces; user and system time are the 14th and 15th fields, those of ended children the two after.
            var text = await File.ReadAllTextAsync(stat);
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            sessions[id] = (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
        return sessions;
    }
}
