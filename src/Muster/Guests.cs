using System.CommandLine;
using Muster.Rehearsal;

namespace Muster.Cli;

/// <summary>The accounts with which verbs open a running server.</summary>
internal static class Guests
{
    public static readonly Option<FileInfo?> Accounts = new("--accounts") { Description = "with --url: file of accounts there, in each line account, password and role, separated by blanks; without it a stranger alone looks" };

    /// <summary>The running server that is asked; null: an instance of one's own.</summary>
    public static Option<Uri?> Server(string about) => new("--url")
    {
        Description = about,
        CustomParser = given =>
        {
            if (Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var server) && (server.Scheme == Uri.UriSchemeHttp || server.Scheme == Uri.UriSchemeHttps)) return server;
            given.AddError($"{given.Tokens[0].Value} is no address of a server: http://… or https://… is needed.");
            return null;
        },
    };

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

    /// <summary>Asks a running server.</summary>
    /// <exception cref="VerbFailure">It cannot be reached, or does not let one of the accounts in.</exception>
    public static async Task<T> Asking<T>(Uri server, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (SignInRefused refused)
        {
            throw new VerbFailure(3, refused.Message);
        }
        catch (HttpRequestException unreachable)
        {
            throw new VerbFailure(3, $"{server} cannot be asked: {unreachable.Message} Maybe no server runs there, or its certificate is not trusted here.");
        }
    }
}
