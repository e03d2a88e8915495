using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Muster.Platform.Identity;

namespace Muster.Placements.Cards;

/// <summary>
/// The address that QR codes begin with: MUSTER_ADDRESS, else the one the reader came by, else (a verb over the installation's socket)
/// the one the server listens on. Null where none of them is known: then cards are made without a code, and that is said.
/// </summary>
public sealed class CardAddress(IServer? server = null)
{
    public string? Of(HttpContext http)
    {
        if (Environment.GetEnvironmentVariable("MUSTER_ADDRESS") is { Length: > 0 } set) return set.TrimEnd('/');
        if (!Acting.IsLocalSocket(http) && http.Request.Host.HasValue) return $"{http.Request.Scheme}://{http.Request.Host.Value}";
        return server?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(a => a.StartsWith("http", StringComparison.Ordinal)
            && !a.Contains("unix:", StringComparison.Ordinal) && !a.Contains("[::]", StringComparison.Ordinal) && !a.Contains("0.0.0.0", StringComparison.Ordinal))?.TrimEnd('/');
    }

    /// <summary>Where a card's code leads: a person's to the own page, a place's to the card itself, to see whether it still holds.</summary>
    public static string? Target(string? address, IssuedCard card) => address is null ? null : card.Kind == CardKind.Person
        ? card.Secret is null ? null : $"{address}/me/{card.Secret}"
        : $"{address}/cards/{card.Id}";
}
