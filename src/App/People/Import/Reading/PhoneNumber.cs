namespace Muster.People.Import.Reading;

/// <summary>A phone as typed, in one form. What is no Chinese number is kept as it came and marked.</summary>
public readonly record struct PhoneNumber(string Text, bool WellFormed, bool IsMobile)
{
    /// <summary>Every number in a cell: 138 0013 8000, +86-138-0013-8000, 0431-88880000转12, two with a stroke between.</summary>
    public static IReadOnlyList<PhoneNumber> ReadAll(string text)
    {
        if (IsMobileNumber(text) && !text.AsSpan().ContainsAnyExceptInRange('0', '9')) return [Mobile(text)];
        text = Letters.Narrow(text);
        if (text.Length == 0) return [];
        var numbers = new List<PhoneNumber>();
        foreach (string piece in Letters.Split(text))
        {
            string digits = Digits(piece);
            // Two mobiles with only a space between them.
            if (digits.Length == 22 && IsMobileNumber(digits[..11]) && IsMobileNumber(digits[11..]))
                numbers.AddRange([Mobile(digits[..11]), Mobile(digits[11..])]);
            else numbers.Add(Read(piece));
        }
        return [.. numbers.Distinct()];
    }

    public static PhoneNumber Read(string text)
    {
        text = Letters.Narrow(text);
        if (text.EndsWith(".0", StringComparison.Ordinal)) text = text[..^2];
        string digits = Digits(text);
        bool words = text.Any(char.IsAsciiLetter) && !text.Contains("ext", StringComparison.OrdinalIgnoreCase);
        if (words) return new PhoneNumber(text, WellFormed: false, IsMobile: false);
        if (digits.Length is 13 or 15 && IsMobileNumber(digits[^11..]) && digits[..^11] is "86" or "0086") digits = digits[^11..];
        if (IsMobileNumber(digits)) return Mobile(digits);
        bool landline = IsLandline(text, digits);
        return new PhoneNumber(landline ? Landline(text) : text, landline, IsMobile: false);
    }

    private static PhoneNumber Mobile(string digits) => new(digits, WellFormed: true, IsMobile: true);

    private static bool IsMobileNumber(string digits) => digits.Length == 11 && digits[0] == '1' && digits[1] is >= '3' and <= '9';

    /// <summary>An area code of three or four digits and a number of seven or eight, maybe an extension; or a local number alone.</summary>
    private static bool IsLandline(string text, string digits)
    {
        int extension = text.AsSpan().IndexOfAny('转', '#', 'e');
        if (extension > 0) digits = Digits(text[..extension]);
        return digits.Length > 0 && (digits[0] == '0' ? digits.Length is >= 10 and <= 12 : digits.Length is 7 or 8 && digits[0] is >= '2' and <= '8');
    }

    private static string Landline(string text) => string.Concat(text.Where(c => char.IsAsciiDigit(c) || c is '-' or '转' or '#'));

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}
