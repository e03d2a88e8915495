using System.CommandLine;
using System.Text.Json;
using Muster.Platform.Acts;

namespace Muster.Cli;

/// <summary>What a verb says at its end: one line of JSON on stdout with --json, else a text for people.</summary>
internal static class Output
{
    public static void Show(ParseResult parse, object json, string text) =>
        Console.WriteLine(parse.GetValue(Verbs.Json) ? JsonSerializer.Serialize(json, Desk.Json) : text);
}
