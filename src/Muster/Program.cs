using System.CommandLine;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Cli;

/// <summary>The one executable: the server and the verbs.</summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        Console.OutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var root = new RootCommand("""
            Muster 集结 sends people down to communities in an emergency and keeps them working there.
            Start with `muster serve`, open the address it prints, and sign in with the link it prints.
            Verbs go through the running server of this folder's store, or open the store themselves.
            Exit codes: 0 done, 1 done but something does not hold, 2 refused or unreadable input, 3 failed.
            With --json a refusal is a line of JSON too: {"exitCode", "message", "refused": [{"code", "zh", "en"}]}.
            """);
        foreach (var verb in Verbs.All()) root.Add(verb);
        var json = args.Contains("--json", StringComparer.Ordinal);
        try
        {
            var parsed = root.Parse(args);
            var exit = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            // System.CommandLine ends with 1 when the line makes no sense; here 1 says that something was found not to hold.
            return parsed.Errors.Count > 0 ? 2 : exit;
        }
        catch (Exception failure)
        {
            return Told(failure, json);
        }
    }

    /// <summary>Whatever ended the verb, as a sentence and an exit code; a trace only where the program itself is at fault.</summary>
    private static int Told(Exception failure, bool json) => failure switch
    {
        VerbFailure told => Output.Fail(json, told),
        Platform.Hosting.InTheOpenException open => Output.Fail(json, new VerbFailure(2, open.Message)),
        Npgsql.PostgresException database => Output.Fail(json, new VerbFailure(3, $"PostgreSQL refused: {database.MessageText} [{database.SqlState}]. Maybe the database is not there yet, or --postgres names another user.")),
        Npgsql.NpgsqlException unreachable => Output.Fail(json, new VerbFailure(3, $"The database cannot be reached: {unreachable.Message} Maybe it is not running, or --postgres names another one.")),
        ForeignStore foreign => Output.Fail(json, new VerbFailure(3, foreign.Message)),
        OperationCanceledException => Output.Fail(json, new VerbFailure(3, "cancelled; nothing half-done was kept")),
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } busy =>
            Output.Fail(json, new VerbFailure(3, $"{busy.Message.TrimEnd('.')}. Maybe another server runs there: stop it, or give another address with --urls.")),
        IOException or UnauthorizedAccessException => Output.Fail(json, new VerbFailure(3, failure.Message)),
        _ => Output.Fail(json, new VerbFailure(3, $"This is a fault of the program, not of what you typed: {failure}")),
    };
}

/// <summary>A verb ends with a sentence for the person and an exit code (2 refused or unreadable input, 3 failed).</summary>
public sealed class VerbFailure(int exitCode, string sentence) : Exception(sentence)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>The rules that were broken, where an act was refused.</summary>
    public IReadOnlyList<Broken> Rules { get; init; } = [];

    /// <summary>What stands on the last line with --json in place of the usual failure, where the verb has a shape of its own.</summary>
    public object? Json { get; init; }
}
