using System.CommandLine;

namespace Muster.Cli.People;

/// <summary><c>muster agency import</c>: level, headcount, who must stay, quota and liaison of agencies from a spreadsheet.</summary>
internal static class AgencyVerbs
{
    public static Command Make() => new("agency", "agencies that send people: import from a spreadsheet")
    {
        TableImportVerb.Make("import", "enter and change agencies; the columns are those of the export (exit code 1 when a row was refused)",
            (_, _, _) => Task.FromResult("/api/agencies/import")),
    };
}
