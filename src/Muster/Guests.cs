using System.CommandLine;
using Muster.Rehearsal;

namespace Muster.Cli;

/// <summary>The accounts with which verbs open a running server.</summary>
internal static class Guests
{
    public static readonly Option<FileInfo?> Accounts = new("--accounts") { Description = "with --url: file of accounts there, in each line account, password and role, separated by blanks; without it a stranger alone looks" };

    /// <exception cref="VerbFailure">There is no such file, or a line of it is of another form.</exception>
    public static IReadOnlyList<Guest> Of(ParseResult parse)
    {
        if (parse.GetValue(Accounts) is not { } file) return [];
        if (!file.Exists) throw new VerbFailure(2, $"There is no file {file.FullName}.");
        try
        {
            return Guest.Read(File.ReadLines(file.FullName));
        }
        catch (FormatException wrong)
        {
            throw new VerbFailure(2, $"{file.Name}: {wrong.Message}");
        }
    }
}
