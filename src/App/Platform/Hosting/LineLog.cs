using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Muster.Platform.Hosting;

/// <summary>
/// The program's log on standard error: an entry is one line, with its moment in UTC; what a value holds cannot begin a line, nor colour or move a terminal's
/// cursor. Of a failure the frames follow, each on a line that begins with spaces; they are the program's own names.
/// </summary>
public sealed class LineLog(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter output)
    {
        output.Write(clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        output.Write($" {entry.LogLevel} {entry.Category}: {Plain(entry.Formatter(entry.State, entry.Exception).TrimEnd())}\n");
        for (var failure = entry.Exception; failure is not null; failure = failure.InnerException)
        {
            output.Write($"  {failure.GetType().FullName}: {Plain(failure.Message.TrimEnd())}\n");
            foreach (var frame in (failure.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) output.Write($"    {Plain(frame)}\n");
        }
    }

    /// <summary>Line ends, other control characters and those that turn the direction of writing are written as their code. Pure.</summary>
    public static string Plain(string text)
    {
        if (!text.Any(IsOdd)) return text;
        var plain = new StringBuilder(text.Length + 16);
        foreach (var c in text)
            if (IsOdd(c)) plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else plain.Append(c);
        return plain.ToString();
    }

    private static bool IsOdd(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
