using System.Globalization;
using System.Net.Sockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Muster.Platform.Access;
using Muster.Platform.Acts;

namespace Muster.Platform.Identity;

/// <summary>The one place that knows who acts in a request.</summary>
public static class Acting
{
    /// <summary>The claim with the id of the <see cref="SigningIn.SignedIn"/>.</summary>
    public const string SignedInClaim = "signed-in";

    /// <summary>
    /// A signed-in account with the roles it holds now; or, on the Unix socket that only this machine's owner can open, the operating system's
    /// user (asked of the kernel, not of the caller); else nobody.
    /// </summary>
    public static Actor Of(HttpContext http)
    {
        if (OperatingSystemUser(http) is { } user) return new Actor(null, user, "cli", _ => true);
        var address = http.Connection.RemoteIpAddress?.ToString();
        if (StandingOf(http) is not { } standing) return Actor.Nobody with { Address = address };
        var origin = http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) ? "api" : "page";
        return new Actor(standing.AccountId, http.User.Identity?.Name ?? "", origin, standing.May) { Address = address, Standing = standing };
    }

    /// <summary>What was found when the request's cookie was looked up; null for a stranger.</summary>
    public static Standing? StandingOf(HttpContext http) => http.Items[typeof(Standing)] as Standing;

    public static bool IsLocalSocket(HttpContext http) =>
        http.Features.Get<IConnectionSocketFeature>()?.Socket.AddressFamily == AddressFamily.Unix;

    private static string? OperatingSystemUser(HttpContext http)
    {
        if (!IsLocalSocket(http)) return null;
        const int solSocket = 1, soPeerCred = 17;
        Span<byte> credentials = stackalloc byte[12];
        var socket = http.Features.Get<IConnectionSocketFeature>()!.Socket;
        socket.GetRawSocketOption(solSocket, soPeerCred, credentials);
        var uid = BitConverter.ToInt32(credentials[4..8]).ToString(CultureInfo.InvariantCulture);
        var line = File.Exists("/etc/passwd") ? File.ReadLines("/etc/passwd").FirstOrDefault(l => l.Split(':') is { Length: > 2 } f && f[2] == uid) : null;
        return line is null ? "uid " + uid : line[..line.IndexOf(':', StringComparison.Ordinal)];
    }

    internal static Guid? SignedInOf(ClaimsPrincipal? user) => Guid.TryParse(user?.FindFirstValue(SignedInClaim), out var id) ? id : null;
}
