using Muster.Optimiser.Placing.Csv;

namespace Muster.Optimiser.Placing;

/// <summary>A placement problem as a folder of csv files; the format is docs/placement-problem.md.</summary>
public static class ProblemFolder
{
    public static readonly IReadOnlyList<string> FileNames =
    [
        "people.csv", "places.csv", "agencies.csv", "seats.csv", "wanted.csv", "exclusions.csv", "apart.csv",
        "pins.csv", "wishes.csv", "settings.csv",
    ];

    /// <summary>Reads a folder. <paramref name="notes"/> receives what was ignored (unknown columns, unknown files).</summary>
    /// <exception cref="FolderException">Something is not as documented; every mistake is listed.</exception>
    public static PlacingProblem Read(string folder, IList<string>? notes = null)
    {
        var reading = new FolderReading(folder);
        var problem = reading.Read();
        if (notes is not null)
        {
            foreach (var note in reading.Notes) notes.Add(note);
        }

        return problem;
    }

    /// <summary>Writes every file of the problem into the folder, which is made when missing.</summary>
    public static void Write(PlacingProblem problem, string folder) => new FolderWriting(problem, folder).Write();
}
