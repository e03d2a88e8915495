using System.CommandLine;
using System.Text.Json;
using Muster.Platform.Acts;

namespace Muster.Cli;

/// <summary>What a verb says at its end: one line of JSON on stdout with --json, else a text for people.</summary>
internal static class Output
{
    public static void Show(ParseResult parse, object json, string text) =>
        Console.WriteLine(parse.GetValue(Verbs.Json) ? JsonSerializer.Serialize(json, Desk.Json) : text);

    /// <summary>Says why nothing came of it: to people on stderr, with --json on the last line of stdout besides. Answers the exit code.</summary>
    public static int Fail(bool json, VerbFailure failure)
    {
        Console.Error.WriteLine(failure.Message);
        if (json) Console.WriteLine(JsonSerializer.Serialize(failure.Json ?? new { failure.ExitCode, failure.Message, Refused = failure.Rules }, Desk.Json));
        return failure.ExitCode;
    }
}
