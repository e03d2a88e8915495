using System.Text;

namespace Muster.Platform.Files;

/// <summary>The Content-Disposition of a download (RFC 6266, RFC 8187): a plain name for old programs and the real one in UTF-8.</summary>
public static class DownloadName
{
    private const string Forbidden = "\\/:*?\"<>|;%";
    private const int LengthMax = 120;

    /// <summary>The header's value. The name loses folders, control letters and whatever no file system takes; it is never empty.</summary>
    public static string Header(string name)
    {
        string safe = Safe(name);
        var plain = new StringBuilder(safe.Length);
        foreach (var rune in safe.EnumerateRunes()) plain.Append(rune.IsAscii ? (char)rune.Value : '_');
        return $"attachment; filename=\"{plain}\"; filename*=UTF-8''{Encode(safe)}";
    }

    /// <summary>The name as it may be offered, at most 120 characters, its ending kept.</summary>
    public static string Safe(string name)
    {
        var safe = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            bool hidden = Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.Format;
            if (hidden || rune.Value == 0xFFFD) continue;
            safe.Append(rune.IsBmp && Forbidden.Contains((char)rune.Value, StringComparison.Ordinal) ? "_" : rune.ToString());
        }
        string text = safe.ToString().Trim(' ', '.');
        if (text.Length > LengthMax)
        {
            string ending = Path.GetExtension(text);
            if (ending.Length > 10) ending = "";
            int keep = LengthMax - ending.Length;
            if (char.IsHighSurrogate(text[keep - 1])) keep--;
            text = text[..keep] + ending;
        }
        return text.Length == 0 ? "download" : text;
    }

    /// <summary>attr-char of RFC 8187; everything else as UTF-8 bytes in percent form.</summary>
    private static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length * 3);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || "!#$&+-.^_`|~".Contains((char)b, StringComparison.Ordinal)) encoded.Append((char)b);
            else encoded.Append(System.Globalization.CultureInfo.InvariantCulture, $"%{b:X2}");
        }
        return encoded.ToString();
    }
}
