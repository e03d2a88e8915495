using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Muster.App.Tests.Testing;
using Muster.Platform.Hosting;

namespace Muster.App.Tests.Platform.Hosting;

public sealed class LineLogTests
{
    [Fact]
    public void ASVS_16_4_1_No_value_begins_a_line_of_the_log_or_moves_the_cursor()
    {
        using var output = new StringWriter();
        const string hostile = "张三\r\n2026-01-01T00:00:00.000Z Critical Muster.Platform: forged\n\u001b[2J\u001b[31m\u0085\u2028\u202e";
        Exception thrown;
        try
        {
            throw new InvalidOperationException(hostile, new FormatException(hostile));
        }
        catch (InvalidOperationException failure)
        {
            thrown = failure;
        }
        new LineLog(new TestClock()).Write(new LogEntry<string>(LogLevel.Error, "Muster.Jobs", default, hostile, thrown, (state, _) => $"failed for {state}"), null, output);
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("2020-02-17T12:00:00.000Z Error Muster.Jobs: failed for 张三\\u000d\\u000a2026-01-01", lines[0], StringComparison.Ordinal);
        Assert.All(lines.Skip(1), line => Assert.StartsWith("  ", line, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("  System.FormatException: ", StringComparison.Ordinal));
        Assert.DoesNotContain(output.ToString(), c => char.IsControl(c) && c != '\n' || c is '\u2028' or '\u202e');
        Assert.Equal("纯文字 plain", LineLog.Plain("纯文字 plain"));
    }
}
