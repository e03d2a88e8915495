using System.Text;

namespace Muster.People.Import.Reading;

/// <summary>One form for letters that are typed in many. Written out here because the program runs without the culture tables that
/// Unicode normalisation needs, and because normalisation would also change rare characters in names, which must survive.</summary>
public static class Letters
{
    /// <summary>Text as it may be kept: no invisible characters, no guarding apostrophe, every kind of space a plain one and never
    /// two in a row, none at the ends.</summary>
    public static string Tidy(string text)
    {
        if (IsTidy(text)) return text;
        var tidy = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (IsInvisible(c)) continue;
            if (!char.IsWhiteSpace(c)) tidy.Append(c);
            else if (tidy.Length > 0 && tidy[^1] != ' ') tidy.Append(' ');
        }
        if (tidy.Length > 0 && tidy[^1] == ' ') tidy.Length--;
        int start = 0;
        while (start < tidy.Length && tidy[start] is '\'' or '\u2018' or '\u2019') start++;
        return tidy.ToString(start, tidy.Length - start).Trim();
    }

    /// <summary>Full-width digits, letters and signs (U+FF01–FF5E) as ASCII, tidied.</summary>
    public static string Narrow(string text)
    {
        text = Tidy(text);
        int at = 0;
        while (at < text.Length && text[at] is not (>= '\uFF01' and <= '\uFF5E')) at++;
        if (at == text.Length) return text;
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
                span[i] = source[i] is >= '\uFF01' and <= '\uFF5E' ? (char)(source[i] - 0xFEE0) : source[i];
        });
    }

    /// <summary>For comparing: narrow, lower case, without spaces or punctuation.</summary>
    public static string Key(string text)
    {
        var key = new StringBuilder(text.Length);
        foreach (char c in Narrow(text))
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c)) key.Append(char.ToLowerInvariant(c));
        return key.ToString();
    }

    public static bool IsHan(Rune rune) =>
        rune.Value is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x3FFFF) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xE000 and <= 0xF8FF) or 0x3007;

    /// <summary>Pieces between any of the signs people put between things in a list.</summary>
    public static IReadOnlyList<string> Split(string text) =>
        [.. text.Split(['、', '，', '；', ';', '/', ',', '\n', '|', '／', '｜'], StringSplitOptions.RemoveEmptyEntries)
            .Select(Tidy).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal)];

    private static bool IsTidy(string text)
    {
        if (text.Length == 0) return true;
        if (text[0] is ' ' or '\'' or '\u2018' or '\u2019' || text[^1] == ' ') return false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == ' ' ? text[i - 1] == ' ' : c < ' ' || (c > '\u007F' && (char.IsWhiteSpace(c) || IsInvisible(c)))) return false;
        }
        return true;
    }

    /// <summary>Zero-width and direction marks, soft hyphen, byte order mark: they come with copies from chats and PDFs.</summary>
    private static bool IsInvisible(char c) =>
        c is '\u00AD' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2064')
            or (>= '\u2066' and <= '\u2069') or '\uFEFF' or (< ' ' and not ('\t' or '\n' or '\r')) or '\u007F';
}
