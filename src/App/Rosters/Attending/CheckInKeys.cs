using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Muster.Platform.Hosting;
using Muster.Platform.Identity;

namespace Muster.Rosters.Attending;

/// <summary>
/// Two secrets made of one key file: what a sign-in's device signs its check-ins with, so that nobody alters a time on the way or makes one for
/// another's device; and the six digits that stand at a post, which show that somebody was there to read them.
/// </summary>
public sealed class CheckInKeys(Installation installation)
{
    private readonly KeyFile _key = new(Path.Combine(installation.Folder, "check-in.key"));

    /// <summary>Handed to the device once it is signed in; 32 bytes.</summary>
    public byte[] OfDevice(Guid signedIn) => Of("device", signedIn);

    public string CodeOf(Guid post) => (BinaryPrimitives.ReadUInt32BigEndian(Of("post", post)) % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);

    public bool Holds(Guid id, CheckIn asked)
    {
        if (asked.Device is not { } device || asked.Signature is not { Length: 43 } signature) return false;
        Span<byte> made = stackalloc byte[HMACSHA256.HashSizeInBytes], sent = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(OfDevice(device), Encoding.UTF8.GetBytes(asked.Signed(id)), made);
        return Base64Url.TryDecodeFromChars(signature, sent, out var count) && count == sent.Length && CryptographicOperations.FixedTimeEquals(made, sent);
    }

    /// <summary>For what is made on a page of ours, by the server's own clock.</summary>
    public CheckIn Sign(Guid id, CheckIn asked) => asked.Device is not { } device ? asked
        : asked with { Signature = Base64Url.EncodeToString(HMACSHA256.HashData(OfDevice(device), Encoding.UTF8.GetBytes(asked.Signed(id)))) };

    public bool CodeHolds(CheckIn asked) => asked is { PostId: { } post, Code: { } code } && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeOf(post)), Encoding.UTF8.GetBytes(code));

    private byte[] Of(string what, Guid id) => HMACSHA256.HashData(_key.Key, [.. Encoding.UTF8.GetBytes(what), .. id.ToByteArray(bigEndian: true)]);
}
