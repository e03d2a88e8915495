using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Muster.Platform.Doors;

/// <summary>
/// Calls from here to another server. Only HTTPS, only the host and port that was set, to an address that was looked up once and may be called; no redirects, no
/// proxy, no cookies; ten seconds and a megabyte. Whoever can make this program call somewhere reaches nothing of the network behind it.
/// </summary>
public static class Outgoing
{
    private const int BytesMax = 1 << 20;

    /// <param name="to">Scheme, host and port of every call.</param>
    /// <param name="privateNetwork">It stands in a private network, or on this machine.</param>
    /// <param name="authority">PEM of the only authority that is trusted; null: those of the system.</param>
    public static HttpClient Client(Uri to, bool privateNetwork, string? authority)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), MaxResponseHeadersLength = 32, PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = async (context, stop) => await Connect(context.DnsEndPoint, privateNetwork, stop),
        };
        if (authority is not null) handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { X509Certificate2.CreateFromPem(authority) },
        };
        return new HttpClient(new ThereOnly(to) { InnerHandler = handler }) { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = BytesMax };
    }

    /// <summary>Whether an address may be called: never what only this network segment or a cloud's own service answers; private ones where they were allowed.</summary>
    public static bool IsAllowed(IPAddress address, bool privateNetwork)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var b = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            if (b[0] is 0 or >= 224 || b[0] == 169 && b[1] == 254 || b[0] == 192 && b[1] == 0 && b[2] is 0 or 2 || b[0] == 198 && (b[1] & 0xFE) == 18) return false;
            var inner = b[0] is 10 or 127 || b[0] == 172 && (b[1] & 0xF0) == 16 || b[0] == 192 && b[1] == 168 || b[0] == 100 && (b[1] & 0xC0) == 64;
            // A cloud's own service within the carriers' range.
            return privateNetwork ? !(b[0] == 100 && b[1] == 100 && b[2] == 100) : !inner;
        }
        if (address.IsIPv6LinkLocal || address.IsIPv6Multicast || address.IsIPv6SiteLocal || address.Equals(IPAddress.IPv6Any)) return false;
        // Addresses that carry one of version 4 within: translated (64:ff9b::/96), 6to4, Teredo.
        if (b[0] == 0 && b[1] == 0x64 && b[2] == 0xFF && b[3] == 0x9B || b[0] == 0x20 && b[1] == 0x02 || b[0] == 0x20 && b[1] == 0x01 && b[2] == 0 && b[3] == 0) return false;
        return address.Equals(IPAddress.IPv6Loopback) || (b[0] & 0xFE) == 0xFC ? privateNetwork : (b[0] & 0xE0) == 0x20;
    }

    private static async Task<Stream> Connect(DnsEndPoint to, bool privateNetwork, CancellationToken stop)
    {
        var addresses = IPAddress.TryParse(to.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(to.Host, stop);
        if (addresses.Length == 0 || !addresses.All(a => IsAllowed(a, privateNetwork))) throw new HttpRequestException($"{to.Host} leads to an address that is not called from here.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>What an answer names (an address of keys, of tokens) is called only where it is the same server.</summary>
    private sealed class ThereOnly(Uri to) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri is { Scheme: "https" } asked && to.Scheme == "https" && asked.Host == to.Host && asked.Port == to.Port
                ? base.SendAsync(request, cancellationToken) : throw new HttpRequestException("Only the server that was set is called, and by HTTPS.");
    }
}
