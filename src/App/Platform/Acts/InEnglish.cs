using System.Globalization;

namespace Muster.Platform.Acts;

/// <summary>Numbers in English sentences: 1 person, 3,224 people.</summary>
public static class InEnglish
{
    public static string Of(long number, string one, string several) => number.ToString("N0", CultureInfo.InvariantCulture) + " " + Word(number, one, several);

    /// <summary>The word alone, where the number stands elsewhere.</summary>
    public static string Word(long number, string one, string several) => number == 1 ? one : several;

    public static string People(long number) => Of(number, "person", "people");
}
