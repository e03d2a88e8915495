using System.Globalization;

namespace Muster.People.Import.Reading;

public enum IdState
{
    /// <summary>A resident's number whose check digit is right.</summary>
    Right,
    /// <summary>Another document: passport, permit, officer's card. Nothing in it can be checked.</summary>
    OtherDocument,
    /// <summary>The check digit is wrong: a typing error somewhere in it.</summary>
    WrongCheckDigit,
    /// <summary>The check digit is right, the birthday in it is no day.</summary>
    WrongBirthday,
    /// <summary>A spreadsheet program has cut it to 15 digits: 110101199003071000, 1.10101E+17.</summary>
    Damaged,
    /// <summary>Neither 15 nor 18 digits long.</summary>
    WrongLength,
}

/// <summary>A resident's number by GB 11643: six digits of place, birthday, three of order (odd for men), check digit by ISO 7064
/// MOD 11-2. Numbers of the first generation (15 digits, until 1999) are brought to 18.</summary>
public readonly record struct IdNumber(string Text, IdState State, DateOnly? Birthday = null, Sex? Sex = null, bool WasShort = false)
{
    private static ReadOnlySpan<byte> Weights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <param name="text">As typed: full-width digits, spaces, dashes and a small x are understood.</param>
    /// <param name="lostDigits">The cell is a number of 16 digits or more, so its end is gone whatever it shows.</param>
    public static IdNumber Read(string text, bool lostDigits = false)
    {
        if (!lostDigits && text.Length == 18 && IsNumber(text)) return Checked(text);
        text = Letters.Narrow(text);
        string bare = string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '–' or '—' or '.'))).ToUpperInvariant();
        if (lostDigits || IsExponent(text)) return new IdNumber(text, IdState.Damaged);
        if (bare.Length == 15 && bare.All(char.IsAsciiDigit))
        {
            string lengthened = bare[..6] + "19" + bare[6..];
            return Checked(lengthened + CheckDigit(lengthened)) with { WasShort = true };
        }
        bool digits = bare.Length > 1 && IsNumber(bare);
        if (bare.Length == 18 && digits) return Checked(bare);
        if (!digits && bare.Any(char.IsAsciiDigit) && bare.Length is >= 5 and <= 20 && !bare.All(c => char.IsAsciiDigit(c) || c == 'X'))
            return new IdNumber(bare, IdState.OtherDocument);
        return new IdNumber(bare, IdState.WrongLength);
    }

    /// <summary>A resident's number of 18 characters, an X in capitals, as it is stored.</summary>
    public static bool IsRight(string text) => Read(text) is { State: IdState.Right, WasShort: false } number && number.Text == text;

    /// <summary>The check digit of the first seventeen digits.</summary>
    public static char CheckDigit(ReadOnlySpan<char> seventeen)
    {
        int sum = 0;
        for (int i = 0; i < Weights.Length; i++) sum += (seventeen[i] - '0') * Weights[i];
        return "10X98765432"[sum % 11];
    }

    private static IdNumber Checked(string text)
    {
        if (CheckDigit(text) != text[17])
            return new IdNumber(text, text.EndsWith("000", StringComparison.Ordinal) ? IdState.Damaged : IdState.WrongCheckDigit);
        if (!DateOnly.TryParseExact(text.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year < 1850)
            return new IdNumber(text, IdState.WrongBirthday);
        return new IdNumber(text, IdState.Right, day, (text[16] - '0') % 2 == 1 ? People.Sex.Male : People.Sex.Female);
    }

    /// <summary>Digits, the last of which may be an X.</summary>
    private static bool IsNumber(string text) =>
        !text.AsSpan(0, text.Length - 1).ContainsAnyExceptInRange('0', '9') && (char.IsAsciiDigit(text[^1]) || text[^1] == 'X');

    private static bool IsExponent(string text) =>
        text.Length is >= 4 and < 30 && text.Contains('E', StringComparison.OrdinalIgnoreCase) && char.IsAsciiDigit(text[0])
        && text.Contains('+', StringComparison.Ordinal)
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= 1e9;
}
