using System.CommandLine;
using Muster.Optimiser.Placing;

namespace Muster.Cli.Plans;

/// <summary>
/// Reads what has been lost: a csv with the columns person and place (docs/placement-problem.md), one of them filled in
/// each row.
/// </summary>
internal static class LossFile
{
    public static Option<FileInfo> Option() => new("--lost")
    {
        Description = "csv with the columns person and place: who is lost, and where nobody may serve any more  失去的人员与地点",
    };

    /// <exception cref="FolderException">No such file, no such columns, or an id the problem does not have.</exception>
    public static PlacingLoss Read(PlacingProblem problem, string path)
    {
        if (!File.Exists(path)) throw new FolderException([FolderMistake.Missing(path)]);
        var name = Path.GetFileName(path);
        var lines = File.ReadAllLines(path);
        var columns = lines.Length == 0 ? [] : Cells(lines[0].TrimStart('\uFEFF'));
        var (personAt, placeAt) = (Array.IndexOf(columns, "person"), Array.IndexOf(columns, "place"));
        if (personAt < 0 && placeAt < 0)
        {
            throw new FolderException([new FolderMistake(name, 1, "person", lines.FirstOrDefault() ?? "", "the columns person and place, or one of them", "表头 person、place 或其一")]);
        }

        var people = Index(problem.People, p => p.Id);
        var places = Index(problem.Places, p => p.Id);
        var mistakes = new List<FolderMistake>();
        var (lostPeople, lostPlaces) = (new SortedSet<int>(), new SortedSet<int>());
        for (var line = 1; line < lines.Length; line++)
        {
            if (string.IsNullOrWhiteSpace(lines[line])) continue;
            var cells = Cells(lines[line]);
            Take(cells, personAt, line + 1, "person", people, lostPeople);
            Take(cells, placeAt, line + 1, "place", places, lostPlaces);
        }

        return mistakes.Count > 0 ? throw new FolderException(mistakes) : new PlacingLoss([.. lostPeople], [.. lostPlaces], []);

        void Take(string[] cells, int at, int line, string column, Dictionary<string, int> among, SortedSet<int> into)
        {
            if (at < 0 || at >= cells.Length || cells[at].Length == 0) return;
            if (among.TryGetValue(cells[at], out var index)) into.Add(index);
            else mistakes.Add(new FolderMistake(name, line, column, cells[at], $"the id of a {column} of the problem", "题中的编号"));
        }
    }

    private static string[] Cells(string line) =>
        Array.ConvertAll(line.Split(','), cell => cell.Trim().Trim('"'));

    private static Dictionary<string, int> Index<T>(T[] items, Func<T, string> id)
    {
        var index = new Dictionary<string, int>(items.Length, StringComparer.Ordinal);
        for (var i = 0; i < items.Length; i++) index[id(items[i])] = i;
        return index;
    }
}
