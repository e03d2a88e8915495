using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Muster.Platform.Acts;
using Muster.Platform.Ui.Tables;

namespace Muster.Cli;

/// <summary>A verb on the store: its own options and the usual ones, one connection, and its exit code.</summary>
internal static class StoreVerb
{
    /// <summary>A list says so many lines at most.</summary>
    public const int LinesMost = 200;

    public static readonly Option<string?> Words = new("--search") { Description = "words to search by" };

    public static Command Make(string name, string about, IEnumerable<Option> own, Func<ParseResult, Connection, CancellationToken, Task<int>> run)
    {
        var verb = new Command(name, about) { Verbs.Store, Verbs.Postgres, Verbs.Json };
        foreach (var option in own) verb.Options.Add(option);
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            return await run(parse, muster, stop);
        });
        return verb;
    }

    /// <summary>A list's first lines; exit code 0.</summary>
    /// <param name="path">With its filters; see <see cref="Asked"/>.</param>
    public static async Task<int> List<T>(ParseResult parse, Connection muster, string path, Func<T, string> line, CancellationToken stop)
    {
        var page = (await muster.Get(path, stop)).Deserialize<TablePage<T>>(Desk.Json)!;
        Output.Show(parse, page, string.Join('\n', page.Rows.Select(line).Append(string.Create(CultureInfo.InvariantCulture, $"{page.Rows.Count:N0} of {page.Total:N0}"))));
        return 0;
    }

    /// <summary>Does an act and says what came of it.</summary>
    public static async Task<int> Do<T>(ParseResult parse, Connection muster, Act<T> act, Func<T, string> said, CancellationToken stop) where T : notnull
    {
        var done = await muster.Do(act, stop);
        Output.Show(parse, new { Done = done }, said(done));
        return 0;
    }

    /// <summary>A path with those filters that were given.</summary>
    public static string Asked(string path, params (string Name, object? Value)[] filters) => path + "?size=" + LinesMost.ToString(CultureInfo.InvariantCulture)
        + string.Concat(filters.Where(f => f.Value is not null).Select(f => $"&{f.Name}={Uri.EscapeDataString(System.Convert.ToString(f.Value, CultureInfo.InvariantCulture)!)}"));
}
