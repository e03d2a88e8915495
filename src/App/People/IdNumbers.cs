namespace Muster.People;

/// <summary>The ID numbers of citizens, GB 11643: 17 digits and a check character by ISO 7064 MOD 11-2.</summary>
public static class IdNumbers
{
    private const string Checks = "10X98765432";

    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Whether 18 characters (X in capitals) hold a date that was and the right check character.</summary>
    public static bool IsValid(string number)
    {
        if (number.Length != 18 || !number.AsSpan(0, 17).ContainsOnlyDigits() || CheckOf(number) != number[17]) return false;
        return DateOnly.TryParseExact(number.AsSpan(6, 8), "yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.None, out var born) && born.Year >= 1900;
    }

    /// <summary>The 18th character that belongs to the first seventeen.</summary>
    public static char CheckOf(ReadOnlySpan<char> number)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++) sum += (number[i] - '0') * Weights[i];
        return Checks[sum % 11];
    }

    public static int BirthYear(string valid) => int.Parse(valid.AsSpan(6, 4), System.Globalization.CultureInfo.InvariantCulture);

    public static Sex SexOf(string valid) => (valid[16] - '0') % 2 == 1 ? Sex.Male : Sex.Female;

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!char.IsAsciiDigit(c)) return false;
        return true;
    }
}
