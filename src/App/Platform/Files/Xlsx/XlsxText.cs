using System.Globalization;
using System.Text;

namespace Muster.Platform.Files.Xlsx;

/// <summary>How xlsx writes characters XML cannot hold: _x000D_ (ECMA-376 part 1, 22.9.2.19, ST_Xstring).</summary>
internal static class XlsxText
{
    public static string Unescape(string text)
    {
        int at = text.IndexOf("_x", StringComparison.Ordinal);
        if (at < 0) return text;
        var plain = new StringBuilder(text.Length);
        int from = 0;
        for (; at >= 0; at = text.IndexOf("_x", Math.Max(at + 1, from), StringComparison.Ordinal))
        {
            if (!IsEscape(text, at)) continue;
            plain.Append(text, from, at - from);
            plain.Append((char)ushort.Parse(text.AsSpan(at + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            from = at + 7;
            if (from >= text.Length) break;
        }
        return plain.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>Text an XML writer accepts and a spreadsheet program reads back unchanged. A half surrogate becomes U+FFFD.</summary>
    public static string Escape(string text)
    {
        int at = 0;
        while (at < text.Length && IsPlain(text, at)) at++;
        if (at == text.Length) return text;
        var safe = new StringBuilder(text.Length + 16).Append(text, 0, at);
        for (; at < text.Length; at++)
        {
            char c = text[at];
            if (IsPlain(text, at)) safe.Append(c);
            else if (char.IsHighSurrogate(c) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])) safe.Append(c).Append(text[++at]);
            else if (char.IsSurrogate(c)) safe.Append('\uFFFD');
            else safe.Append(CultureInfo.InvariantCulture, $"_x{(int)c:X4}_");
        }
        return safe.ToString();
    }

    private static bool IsPlain(string text, int at) => text[at] switch
    {
        '\t' or '\n' => true,
        < ' ' or '\uFFFE' or '\uFFFF' => false,
        '_' => !IsEscape(text, at),
        var c => !char.IsSurrogate(c),
    };

    private static bool IsEscape(string text, int at) =>
        at + 7 <= text.Length && text[at] == '_' && text[at + 1] == 'x' && text[at + 6] == '_'
        && char.IsAsciiHexDigit(text[at + 2]) && char.IsAsciiHexDigit(text[at + 3])
        && char.IsAsciiHexDigit(text[at + 4]) && char.IsAsciiHexDigit(text[at + 5]);
}
