using System.Buffers.Text;
using System.Text;

namespace Muster.Platform.Files.Xlsx;

/// <summary>Text of an element with its entities resolved, as UTF-8: the five of XML and numbers, nothing a file defines itself.</summary>
internal sealed class DecodedText(string part, int max)
{
    private byte[] bytes = new byte[1 << 10];
    private int length;

    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, length);

    public void Clear() => length = 0;

    /// <summary>This text alone.</summary>
    public ReadOnlySpan<byte> Only(ReadOnlySpan<byte> text)
    {
        Clear();
        Decode(text);
        return Bytes;
    }

    public void Decode(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            int stop = text.IndexOfAny((byte)'&', (byte)'\r');
            if (stop < 0)
            {
                Append(text);
                return;
            }
            Append(text[..stop]);
            if (text[stop] == '\r')
            {
                // XML 1.0, 2.11: a line ends with a line feed, however it was written.
                if (stop + 1 >= text.Length || text[stop + 1] != '\n') Append("\n"u8);
                text = text[(stop + 1)..];
                continue;
            }
            int semicolon = text[stop..].IndexOf((byte)';');
            if (semicolon is < 2 or > 12) throw Broken();
            AppendEntity(text.Slice(stop + 1, semicolon - 1));
            text = text[(stop + semicolon + 1)..];
        }
    }

    public void Append(ReadOnlySpan<byte> text)
    {
        if (length + text.Length > max) throw SheetException.Bomb(part, $"> {max >> 20} MB in one piece");
        if (length + text.Length > bytes.Length) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + text.Length));
        text.CopyTo(bytes.AsSpan(length));
        length += text.Length;
    }

    private void AppendEntity(ReadOnlySpan<byte> name)
    {
        if (name[0] != '#')
        {
            Append(name.SequenceEqual("amp"u8) ? "&"u8 : name.SequenceEqual("lt"u8) ? "<"u8 : name.SequenceEqual("gt"u8) ? ">"u8
                : name.SequenceEqual("quot"u8) ? "\""u8 : name.SequenceEqual("apos"u8) ? "'"u8 : throw Broken());
            return;
        }
        bool hex = name.Length > 1 && name[1] is (byte)'x' or (byte)'X';
        var digits = name[(hex ? 2 : 1)..];
        if (!Utf8Parser.TryParse(digits, out int code, out int used, hex ? 'x' : 'D') || used != digits.Length) throw Broken();
        Span<byte> letters = stackalloc byte[4];
        var rune = Rune.IsValid(code) ? new Rune(code) : Rune.ReplacementChar;
        Append(letters[..rune.EncodeToUtf8(letters)]);
    }

    private SheetException Broken() => SheetException.Damaged(part, "entity");
}
