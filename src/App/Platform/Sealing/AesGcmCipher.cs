using System.Security.Cryptography;

namespace Muster.Platform.Sealing;

/// <summary>AES-256-GCM as the platform has it.</summary>
public sealed class AesGcmCipher : ICipher
{
    public byte Number => 1;

    public string Name => "AES-256-GCM";

    public int KeyBytes => 32;

    public int NonceBytes => 12;

    public int TagBytes => 16;

    public IKeyedCipher With(ReadOnlySpan<byte> key) => new Keyed(new AesGcm(key, TagBytes));

    private sealed class Keyed(AesGcm aes) : IKeyedCipher
    {
        public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> about, Span<byte> hidden, Span<byte> tag) => aes.Encrypt(nonce, plain, hidden, tag, about);

        public bool Open(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> about, Span<byte> plain)
        {
            try
            {
                aes.Decrypt(nonce, hidden, tag, plain, about);
                return true;
            }
            catch (AuthenticationTagMismatchException)
            {
                return false;
            }
        }

        public void Dispose() => aes.Dispose();
    }
}
