using System.CommandLine;
using Muster.Optimiser.Rostering;
using Muster.Optimiser.Rostering.Inrc;
using Muster.Optimiser.Rostering.Nrp;

namespace Muster.Cli.Rosters;

/// <summary>A problem and a roster of it, as the command line names them.</summary>
internal sealed record RosterAsked(string Problem, string Roster, string Format, string? Instance)
{
    /// <exception cref="FormatException">One of them is not in the format.</exception>
    public (RosterProblem Problem, int[][] Kinds) Read()
    {
        var problem = RosterFiles.Read(Problem, Format, Instance);
        return (problem, RosterFiles.ReadSolution(problem, Roster, Format, Instance));
    }
}

/// <summary>Problems and rosters in the formats the verbs can read and write.</summary>
internal static class RosterFiles
{
    public const string Own = "muster";
    public const string Nrp = "nrp";
    public const string Inrc = "inrc2";

    public static Argument<string> Problem() => new("problem") { Description = "file of the problem, or folder for inrc2  题目" };

    public static Argument<string> Roster() => new("roster") { Description = "file of the roster, or folder for inrc2  排班" };

    public static Option<string> Format()
    {
        var format = new Option<string>("--format") { Description = "muster (JSON, default), nrp or inrc2  格式", DefaultValueFactory = _ => Own };
        return format.AcceptOnlyFromAmong(Own, Nrp, Inrc);
    }

    public static Option<string?> Instance() => new("--instance") { Description = "for inrc2: history and weeks, as n030w4_1_6-2-9-1  实例" };

    /// <exception cref="FormatException">The problem is not in the format, or inrc2 has no instance.</exception>
    public static RosterProblem Read(string path, string format, string? instance)
    {
        if (format == Inrc) return InrcFolder.Read(path, InstanceOf(instance));
        using var stream = File.OpenRead(path);
        if (format == Own) return RosterProblemFile.Read(stream);
        using var text = new StreamReader(stream);
        return NrpFile.Read(text);
    }

    public static void Write(RosterProblem problem, int[][] kinds, string path, string format, string? instance)
    {
        if (format == Inrc)
        {
            InrcSolution.Write(problem, kinds, InstanceOf(instance), path);
            return;
        }

        using var text = new StreamWriter(path);
        SolutionFile.Write(problem, kinds, text);
    }

    public static int[][] ReadSolution(RosterProblem problem, string path, string format, string? instance)
    {
        if (format == Inrc) return InrcSolution.Read(problem, InstanceOf(instance), path);
        using var text = new StreamReader(path);
        return SolutionFile.Read(problem, text);
    }

    private static string InstanceOf(string? instance) => instance ?? throw new FormatException("inrc2 needs --instance.");
}
