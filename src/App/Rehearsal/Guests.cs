using Muster.Platform.Access;

namespace Muster.Rehearsal;

/// <summary>An account that a running server already has, with the role it holds there.</summary>
public sealed record Guest(string Account, string Password, Role Role)
{
    /// <summary>The accounts of a file: account, password and role in each line, separated by blanks; lines that begin with # are remarks.</summary>
    /// <exception cref="FormatException">A line is not of that form; the message names the line, not the password.</exception>
    public static IReadOnlyList<Guest> Read(IEnumerable<string> lines)
    {
        var guests = new List<Guest>();
        foreach (var (number, line) in lines.Index())
        {
            if (line.AsSpan().Trim() is "" or ['#', ..]) continue;
            if (line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is not [var account, var password, var role] || !Enum.TryParse<Role>(role, ignoreCase: false, out var held))
                throw new FormatException($"Line {number + 1}: account, password and role are needed, the role one of {string.Join(", ", Enum.GetNames<Role>())}.");
            guests.Add(new Guest(account, password, held));
        }
        return guests;
    }

    /// <summary>A client signed in at the server.</summary>
    /// <exception cref="SignInRefused">The server does not let the account in, or asks for a second factor first.</exception>
    public async Task<HttpClient> SignIn(Uri server, CancellationToken stop)
    {
        var client = await Visitor.SignIn(server, Account, Password, stop);
        using var first = await client.GetAsync("/", stop);
        // Until a second factor is set up or a new password chosen, no role opens anything, and every answer would look like a refusal.
        return first.Headers.Location?.OriginalString.StartsWith("/me", StringComparison.Ordinal) != true ? client : throw new SignInRefused(Account, (int)first.StatusCode);
    }
}
