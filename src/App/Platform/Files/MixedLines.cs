using System.Runtime.InteropServices;
using System.Text;

namespace Muster.Platform.Files;

/// <summary>
/// A text put together from lists that were saved differently: some lines UTF-8, some GB 18030. Each line is read for itself. Neither
/// encoding uses the byte of a line break inside a character, so lines can be told apart before their letters are known.
/// </summary>
internal sealed class MixedLines : Decoder
{
    /// <summary>Longer lines are taken in pieces: no row of a sheet that may be read is as long.</summary>
    private const int LineMax = 1 << 18;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly List<byte> _line = [];

    public static Encoding Encoding { get; } = new Lines();

    /// <summary>
    /// Whether lines that are surely UTF-8 stand beside lines that are surely not. A UTF-8 line with a damaged byte is not: it loses a letter
    /// or two, while GB 18030 read as UTF-8 loses nearly all.
    /// </summary>
    public static bool IsMixed(Stream file)
    {
        file.Position = 0;
        var line = new List<byte>();
        byte[] buffer = new byte[1 << 16];
        bool utf8 = false, other = false;
        for (int n; !(utf8 && other) && (n = file.Read(buffer)) > 0;)
            foreach (byte b in buffer.AsSpan(0, n))
            {
                if (b != (byte)'\n' && line.Count < LineMax) line.Add(b);
                else Judge(line, ref utf8, ref other);
            }
        Judge(line, ref utf8, ref other);
        file.Position = 0;
        return utf8 && other;
    }

    public override int GetCharCount(byte[] bytes, int index, int count) => _line.Count + count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes, byteIndex, byteCount, chars, charIndex, flush: false);

    /// <summary>Hands out the letters of the lines that are complete; the rest of the last one waits, unless <paramref name="flush"/> says that it is the end.</summary>
    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex, bool flush)
    {
        int start = charIndex;
        foreach (byte b in bytes.AsSpan(byteIndex, byteCount))
        {
            _line.Add(b);
            if (b == (byte)'\n' || _line.Count == LineMax) charIndex += Give(chars.AsSpan(charIndex));
        }
        if (flush && _line.Count > 0) charIndex += Give(chars.AsSpan(charIndex));
        return charIndex - start;
    }

    private int Give(Span<char> letters)
    {
        var line = CollectionsMarshal.AsSpan(_line);
        int count = (IsGb(line) ? CsvEncoding.Gb18030 : Utf8).GetChars(line, letters);
        _line.Clear();
        return count;
    }

    /// <summary>No valid UTF-8, and read as that it loses at least as many letters as it keeps; as GB 18030 it loses none.</summary>
    private static bool IsGb(ReadOnlySpan<byte> line)
    {
        if (System.Text.Unicode.Utf8.IsValid(line)) return false;
        var (lost, kept) = Letters(Utf8.GetString(line));
        return lost >= kept && Letters(CsvEncoding.Gb18030.GetString(line)).Lost == 0;
    }

    private static (int Lost, int Kept) Letters(string text)
    {
        int lost = text.AsSpan().Count('\uFFFD');
        return (lost, text.Count(c => c > '\u007F') - lost);
    }

    /// <summary>A short word in GB 18030 may be valid UTF-8 by accident; three characters of a line hardly ever.</summary>
    private static void Judge(List<byte> line, ref bool utf8, ref bool other)
    {
        var bytes = CollectionsMarshal.AsSpan(line);
        if (!System.Text.Unicode.Utf8.IsValid(bytes)) other = other || IsGb(bytes);
        else if (!utf8) utf8 = Letters(Utf8.GetString(bytes)).Kept >= 3;
        line.Clear();
    }

    private sealed class Lines : Encoding
    {
        public override Decoder GetDecoder() => new MixedLines();

        public override int GetMaxCharCount(int byteCount) => byteCount + LineMax;

        public override int GetMaxByteCount(int charCount) => Gb18030Bytes(charCount);

        public override int GetByteCount(char[] chars, int index, int count) => throw OnlyRead();

        public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => throw OnlyRead();

        public override int GetCharCount(byte[] bytes, int index, int count) => throw OnlyRead();

        public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) => throw OnlyRead();

        private static int Gb18030Bytes(int letters) => CsvEncoding.Gb18030.GetMaxByteCount(letters);

        private static NotSupportedException OnlyRead() => new("Mixed lines are read as a stream, never written.");
    }
}
