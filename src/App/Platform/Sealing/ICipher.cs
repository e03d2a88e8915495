namespace Muster.Platform.Sealing;

/// <summary>
/// An algorithm that seals. Its number is the first byte of every value it sealed, so that values of two algorithms lie side by side while one
/// replaces the other: 1 is AES-256-GCM, 2 is kept for SM4-GCM (GB/T 32907, RFC 8998), which .NET has none of. Whoever has one registers it after
/// ours: the last registered seals, every registered one opens.
/// </summary>
public interface ICipher
{
    byte Number { get; }

    string Name { get; }

    /// <summary>At most 32.</summary>
    int KeyBytes { get; }

    /// <summary>12 for all algorithms in Galois counter mode.</summary>
    int NonceBytes { get; }

    int TagBytes { get; }

    IKeyedCipher With(ReadOnlySpan<byte> key);
}

/// <summary>An algorithm with a key, for one thread.</summary>
public interface IKeyedCipher : IDisposable
{
    /// <param name="nonce">Never the same twice under one key.</param>
    /// <param name="about">What the value is bound to: it opens for nothing else.</param>
    void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> about, Span<byte> hidden, Span<byte> tag);

    /// <returns>False where a bit of any of it is not as it was sealed; <paramref name="plain"/> is then worth nothing.</returns>
    bool Open(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> about, Span<byte> plain);
}
