using System.Text;

namespace Muster.Platform.Files;

/// <summary>Finds out how the letters of a text file are written. Chinese Excel saves csv as GB18030 without saying so.</summary>
internal static class CsvEncoding
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>GB 18030, which holds GBK and GB 2312. What it cannot read becomes U+FFFD.</summary>
    public static Encoding Gb18030 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(
        "GB18030", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"))!;

    /// <returns>The encoding; null when the bytes are no text.</returns>
    public static Encoding? Detect(Stream file)
    {
        file.Position = 0;
        Span<byte> head = stackalloc byte[4096];
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) return Utf8;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Encoding.Unicode;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Encoding.BigEndianUnicode;
        if (head.Contains((byte)0)) return DetectWide(head);
        if (IsUtf8(file)) return Utf8;
        if (MixedLines.IsMixed(file)) return MixedLines.Encoding;
        return IsMostlyUtf8(file) ? Utf8 : Gb18030;
    }

    private static UnicodeEncoding? DetectWide(ReadOnlySpan<byte> head)
    {
        int even = 0, odd = 0;
        for (int i = 0; i + 1 < head.Length; i += 2)
        {
            if (head[i] == 0) even++;
            if (head[i + 1] == 0) odd++;
        }
        // Latin letters leave a zero on one side only; a Chinese one like U+4E00 may put a few on the other.
        if (odd > even * 4) return new UnicodeEncoding(bigEndian: false, byteOrderMark: false);
        return even > odd * 4 ? new UnicodeEncoding(bigEndian: true, byteOrderMark: false) : null;
    }

    private static bool IsUtf8(Stream file)
    {
        file.Position = 0;
        byte[] buffer = new byte[1 << 16];
        int held = 0;
        for (int n; (n = file.Read(buffer, held, buffer.Length - held)) > 0;)
        {
            int end = held + n, whole = end - CutLength(buffer.AsSpan(0, end));
            if (!System.Text.Unicode.Utf8.IsValid(buffer.AsSpan(0, whole))) return false;
            held = end - whole;
            buffer.AsSpan(whole, held).CopyTo(buffer);
        }
        return held == 0;
    }

    /// <summary>Bytes at the end that begin a character which is not complete yet.</summary>
    private static int CutLength(ReadOnlySpan<byte> bytes)
    {
        for (int back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            byte b = bytes[^back];
            if ((b & 0xC0) == 0x80) continue;
            int size = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
            return size > back ? back : 0;
        }
        return 0;
    }

    /// <summary>One broken byte must not turn a whole UTF-8 file into other characters. GB 18030 read as UTF-8 loses nearly every
    /// letter beyond ASCII, a damaged UTF-8 file loses few.</summary>
    private static bool IsMostlyUtf8(Stream file)
    {
        file.Position = 0;
        var decoder = Utf8.GetDecoder();
        byte[] bytes = new byte[1 << 16];
        char[] letters = new char[Utf8.GetMaxCharCount(bytes.Length)];
        long losses = 0, wide = 0;
        for (int n; (n = file.Read(bytes)) > 0;)
        {
            var text = letters.AsSpan(0, decoder.GetChars(bytes.AsSpan(0, n), letters, flush: false));
            losses += text.Count('\uFFFD');
            foreach (char c in text)
                if (c > '\u007F') wide++;
        }
        return losses * 20 < wide;
    }
}
