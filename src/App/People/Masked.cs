using Muster.Platform.Privacy;

namespace Muster.People;

/// <summary>How ID numbers and telephones are shown where nobody asked for them with a reason.</summary>
public static class Masked
{
    /// <summary>First two and last two: 12**************3X.</summary>
    public static string? IdNumber(string? value) => Mask(value, 2, 2);

    /// <summary>First three and last two: 138******78.</summary>
    public static string? Phone(string? value) => value is null ? null
        : string.Join(PersonInFile.PhoneStroke, value.Split(PersonInFile.PhoneStroke).Select(phone => Mask(phone, 3, 2)));

    /// <summary>A home as it was written: the beginning, which names the district, and no house.</summary>
    public static string? Home(string? value) => value is null ? null : Mask(value, Math.Min(6, value.Length / 2), 0);

    /// <summary>What somebody wrote of a person: numbers in it that may be telephones or ID numbers are masked.</summary>
    public static string? Text(string? value) => value is null ? null : WrittenNumbers.Mask(value);

    private static string? Mask(string? value, int head, int tail) => value switch
    {
        null or "" => null,
        _ when value.Length <= head + tail => new string('*', value.Length),
        _ => string.Concat(value.AsSpan(0, head), new string('*', value.Length - head - tail), value.AsSpan(value.Length - tail)),
    };
}
