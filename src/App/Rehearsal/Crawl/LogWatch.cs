using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Muster.Platform.Hosting;

namespace Muster.Rehearsal.Crawl;

/// <summary>Listens to the whole log, of every level, and keeps nothing of it but which fields' values came by.</summary>
public sealed class LogWatch : ILoggerProvider
{
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);
    private IReadOnlyList<Canary> _canaries = [];
    private long _lines;

    public long Lines => Interlocked.Read(ref _lines);

    public IReadOnlyCollection<string> Seen => [.. _seen.Keys];

    /// <summary>Puts it into the log of an installation: everything down to the finest, but what the installation itself never writes (<see cref="MusterHost.Addresses"/>).</summary>
    public static void Listen(IServiceCollection services, LogWatch watch) => services.AddLogging(logging =>
    {
        logging.AddProvider(watch).AddFilter<LogWatch>(null, LogLevel.Trace);
        foreach (var category in MusterHost.Addresses) logging.AddFilter<LogWatch>(category, LogLevel.Warning);
    });

    public void Watch(IReadOnlyList<Canary> canaries) => _canaries = canaries;

    public ILogger CreateLogger(string categoryName) => new Ear(this, categoryName);

    public void Dispose()
    {
    }

    private void Hear(string category, string line)
    {
        Interlocked.Increment(ref _lines);
        foreach (var canary in _canaries)
            if (line.Contains(canary.Value, StringComparison.Ordinal)) _seen.TryAdd($"{canary.Field.Name} in {category}", true);
    }

    private sealed class Ear(LogWatch watch, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            watch.Hear(category, formatter(state, exception) + exception);
    }
}
