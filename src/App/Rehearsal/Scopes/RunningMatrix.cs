using System.Globalization;
using Muster.Platform.Access;
using Muster.Platform.Acts;

namespace Muster.Rehearsal.Scopes;

/// <summary>
/// Tries each GET route of a running server as a stranger and as accounts one has there. Routes that need a record are asked for one that nobody has:
/// who may not open the route is refused all the same. Nothing is made or changed there, so places cannot be told apart: that is for the sample.
/// </summary>
public static class RunningMatrix
{
    public static async Task<ScopeFindings> Try(Uri server, IReadOnlyList<Guest> guests, IReadOnlyList<RouteAccess> routes, CancellationToken stop)
    {
        var asked = routes.Where(r => r.Policy != Policies.Open && r.Route.StartsWith("GET ", StringComparison.Ordinal)).ToList();
        var answers = asked.ToDictionary(r => r.Route, _ => new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        var found = new List<string>();
        using (var stranger = Visitor.Stranger(server)) await Open(stranger, AccessMatrix.Stranger, AccessMatrix.Stranger, asked, answers, found, stop);
        foreach (var guest in guests)
        {
            using var client = await guest.SignIn(server, stop);
            await Open(client, guest.Account, guest.Role.ToString(), asked, answers, found, stop);
        }
        return new ScopeFindings(asked.Count * (guests.Count + 1), found.Count, found, [.. asked.Select(r => new ScopeRow(r.Route, r.Policy, answers[r.Route]))]);
    }

    private static async Task Open(HttpClient client, string who, string role, List<RouteAccess> routes, Dictionary<string, Dictionary<string, string>> answers, List<string> found, CancellationToken stop)
    {
        foreach (var route in routes)
        {
            var address = ScopeAsking.Address(route.Route["GET ".Length..], (_, _) => Guid.Empty.ToString())!;
            using var answer = await Answered(client, address, stop);
            var status = (int)answer.StatusCode;
            var refused = status is 401 or 403 or 404 || answer.Headers.Location?.OriginalString.Contains("/sign-in", StringComparison.Ordinal) == true;
            if (!refused && !route.Roles.Contains(role)) found.Add($"{who} ({role}): {route.Route} answered {status}");
            answers[route.Route][who] = status.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static async Task<HttpResponseMessage> Answered(HttpClient client, string address, CancellationToken stop)
    {
        while (true)
        {
            // Streams do not end: the head of an answer says who is let in.
            var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, stop);
            if (answer.StatusCode != System.Net.HttpStatusCode.TooManyRequests) return answer;
            answer.Dispose();
            await Task.Delay(1000, stop);
        }
    }
}
