using System.CommandLine;

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
            """);
        foreach (var verb in Verbs.All()) root.Add(verb);
        try
        {
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (VerbFailure failure)
        {
            Console.Error.WriteLine(failure.Message);
            return failure.ExitCode;
        }
        catch (Npgsql.NpgsqlException unreachable) when (unreachable is not Npgsql.PostgresException)
        {
            Console.Error.WriteLine($"The database cannot be reached: {unreachable.Message} Maybe it is not running, or --postgres names another one.");
            return 3;
        }
        catch (Muster.Platform.Storage.ForeignStore foreign)
        {
            Console.Error.WriteLine(foreign.Message);
            return 3;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("cancelled; nothing half-done was kept");
            return 3;
        }
    }
}

/// <summary>A verb ends with a sentence for the person and an exit code (2 refused or unreadable input, 3 failed).</summary>
public sealed class VerbFailure(int exitCode, string sentence) : Exception(sentence)
{
    public int ExitCode { get; } = exitCode;
}
