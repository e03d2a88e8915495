using System.Globalization;
using System.Net.Sockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Muster.Platform.Acts;

namespace Muster.Platform.Identity;

/// <summary>The one place that knows who acts in a request.</summary>
public static class Acting
{
    public const string IdClaim = ClaimTypes.NameIdentifier;

    /// <summary>
    /// A signed-in account; or, on the Unix socket that only this machine's owner can open, the operating system's user
    /// (asked of the kernel, not of the caller); else nobody.
    /// </summary>
    public static Actor Of(HttpContext http)
    {
        if (OperatingSystemUser(http) is { } user) return new Actor(null, user, "cli", _ => true);
        if (http.User.Identity?.IsAuthenticated != true) return Actor.Nobody with { Address = http.Connection.RemoteIpAddress?.ToString() };
        var id = Guid.Parse(http.User.FindFirstValue(IdClaim)!, CultureInfo.InvariantCulture);
        var origin = http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) ? "api" : "page";
        return new Actor(id, http.User.Identity.Name ?? "", origin, _ => true) { Address = http.Connection.RemoteIpAddress?.ToString() };
    }

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
}
