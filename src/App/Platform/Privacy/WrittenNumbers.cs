using System.Text.RegularExpressions;

namespace Muster.Platform.Privacy;

/// <summary>Numbers that somebody wrote into a text and that may be telephones or ID numbers: the first three and last two characters stay.</summary>
public static partial class WrittenNumbers
{
    public static string Mask(string text) => Written().Replace(text, m => string.Concat(m.Value.AsSpan(0, 3), new string('*', m.Length - 5), m.Value.AsSpan(m.Length - 2)));

    [GeneratedRegex("[0-9]{7,}[xX]?|1[0-9]{2}[ -][0-9]{4}[ -][0-9]{4}", RegexOptions.NonBacktracking)]
    private static partial Regex Written();
}
