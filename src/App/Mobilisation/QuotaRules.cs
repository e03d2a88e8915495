using Muster.Platform.Acts;

namespace Muster.Mobilisation;

/// <summary>How many an agency must send and how many must stay.</summary>
public static class QuotaRules
{
    /// <summary>“At least 70 % of district and street offices” (S3.1).</summary>
    public const int UsualPercent = 70;

    /// <summary>
    /// The share rounded up (70 % of 9 is 7), but never so many that fewer than <paramref name="stay"/> remain: who must stay comes first, and
    /// the shortfall is told, not hidden.
    /// </summary>
    public static (int Sent, int Stay, bool Cut) Derive(int headcount, int percent, int stay)
    {
        var asked = (int)((((long)headcount * percent) + 99) / 100);
        var staying = Math.Min(stay, headcount);
        return (Math.Min(asked, headcount - staying), staying, asked > headcount - staying);
    }

    public static IEnumerable<Broken> ForChange(string agency, int headcount, int sent, int stay)
    {
        if (sent < 0 || stay < 0) yield return new("quota-negative", $"{agency}：人数不能为负。", $"{agency}: figures cannot be negative.", "MinimumSent");
        else if (sent + stay > headcount)
            yield return new("quota-and-stay-over-headcount", $"{agency}在编 {headcount} 人，派 {sent} 又留 {stay}，做不到。", $"{agency} has {InEnglish.People(headcount)}: {sent} to go and {stay} to stay cannot be.", "MinimumSent");
    }

    /// <summary>
    /// Pairs agencies with streets (战区制): the largest first, each with the street that still lacks most against its need, so that every street
    /// gets agencies in proportion. Returns for each agency its street.
    /// </summary>
    /// <param name="people">Mustered people per agency.</param>
    /// <param name="need">Target per street.</param>
    public static IReadOnlyList<(Guid Agency, Guid Street)> Pair(IEnumerable<(Guid Id, long People)> people, IReadOnlyList<(Guid Id, long Need)> need)
    {
        if (need.Count == 0) return [];
        var left = need.Select(n => n.Need).ToArray();
        return people.OrderByDescending(p => p.People).ThenBy(p => p.Id).Select(p =>
        {
            var best = 0;
            for (var i = 1; i < left.Length; i++) if (left[i] > left[best]) best = i;
            left[best] -= p.People;
            return (p.Id, need[best].Id);
        }).ToList();
    }
}
