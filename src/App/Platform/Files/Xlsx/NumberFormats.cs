using System.Globalization;

namespace Muster.Platform.Files.Xlsx;

/// <summary>Tells dates from numbers by their format, and writes numbers and dates as text.</summary>
internal static class NumberFormats
{
    /// <summary>Built-in formats that show a date or time: ECMA-376 part 1, 18.8.30, with the East Asian ones (27–36, 50–58).</summary>
    public static bool IsDate(int builtIn) => builtIn is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);

    /// <summary>A custom format shows a date when a y, d, m, h or s stands outside quotes, brackets and escapes. Only its first
    /// section is looked at. "General" and colours are no dates, [h] is.</summary>
    public static bool IsDate(string format)
    {
        bool quoted = false;
        for (int i = 0; i < format.Length; i++)
        {
            char c = format[i];
            if (quoted) quoted = c != '"';
            else if (c == '"') quoted = true;
            else if (c is '\\' or '_' or '*') i++;
            else if (c == ';') return false;
            else if (c == '[')
            {
                int end = format.IndexOf(']', i);
                if (end < 0) return false;
                if (format.AsSpan(i + 1, end - i - 1).Trim("hHmMsS").IsEmpty) return true;
                i = end;
            }
            else if (c is 'G' or 'g' && format.AsSpan(i).StartsWith("general", StringComparison.OrdinalIgnoreCase)) i += 6;
            else if (c is 'y' or 'Y' or 'd' or 'D' or 'm' or 'M' or 'h' or 'H' or 's' or 'S') return true;
        }
        return false;
    }

    /// <summary>A serial day as text; null when no date has this number. Day 60 is the 29 February 1900 that never was, so
    /// earlier days are one off.</summary>
    public static string? DateText(double serial, bool from1904)
    {
        if (from1904) serial += 1462;
        else if (serial is >= 1 and < 60) serial++;
        if (serial is not (>= 0 and < 2_958_466)) return null;
        var at = DateTime.FromOADate(serial);
        // Serials carry rounding errors: 14:29:59.9999 is meant to be 14:30.
        at = new DateTime((at.Ticks + TimeSpan.TicksPerSecond / 2) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, DateTimeKind.Unspecified);
        if (serial < 1) return at.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return at.ToString(at.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>A number as a spreadsheet program would show it in full: at most 15 digits, no exponent for anything that
    /// looks like an ID or phone number.</summary>
    public static string NumberText(double number)
    {
        if (Math.Abs(number) is >= 1e28 or (> 0 and < 1e-9)) return number.ToString("G15", CultureInfo.InvariantCulture);
        decimal exact = decimal.Parse(number.ToString("G15", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
        return exact.ToString("0.###############", CultureInfo.InvariantCulture);
    }
}
