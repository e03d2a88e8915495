using Muster.Platform.Acts;

namespace Muster.Platform.Privacy;

/// <summary>A reason that goes on the audit trail, where no personal value may stand; pure.</summary>
public static class ReasonRules
{
    public const int LengthMin = 4, LengthMax = 200;

    /// <summary>So many digits on end are taken for a number of somebody.</summary>
    private const int DigitsMax = 5;

    public static IEnumerable<Broken> Check(string? reason)
    {
        var text = reason?.Trim() ?? "";
        if (text.Length is < LengthMin or > LengthMax)
            yield return new Broken("reason-length", $"请写明理由，{LengthMin} 至 {LengthMax} 字。", $"Give the reason, in {LengthMin} to {LengthMax} characters.", "Reason");
        if (LongestDigits(text) > DigitsMax)
            yield return new Broken("reason-number", "理由会记入审计，不要写证号、电话等号码。", "The reason goes on the audit trail: no ID number, telephone or other number in it.", "Reason");
    }

    private static int LongestDigits(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var letter in text) longest = Math.Max(longest, run = char.IsDigit(letter) ? run + 1 : letter is ' ' or '-' ? run : 0);
        return longest;
    }
}
