using System.Buffers.Text;
using System.Security.Cryptography;
using Muster.Platform.Hosting;
using Muster.Platform.Identity;

namespace Muster.Placements.Cards.Links;

/// <summary>
/// The secret of a personal link: HMAC-SHA256 of the link's id under a key that stands only in the installation's folder, base64url.
/// Derived and not drawn, because a card reprints as issued and its QR code needs the secret again, while a stored secret, even an
/// encrypted one, would lie in every backup of the database. To whoever has the database but not the key it is as good as 32 random
/// bytes; the database keeps its SHA-256 only. Losing the key ends no link that people hold, it only stops reprints from matching.
/// </summary>
public sealed class LinkSecrets(Installation installation)
{
    public const string FileName = "links.key";

    private readonly KeyFile _key = new(Path.Combine(installation.Folder, FileName));

    public string Of(Guid linkId)
    {
        Span<byte> id = stackalloc byte[16];
        linkId.TryWriteBytes(id, bigEndian: true, out _);
        Span<byte> secret = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key.Key, id, secret);
        return Base64Url.EncodeToString(secret);
    }
}
