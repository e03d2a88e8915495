namespace Muster.Optimiser.Checking;

/// <summary>A broken rule, or a stated figure that is not so.</summary>
/// <param name="Code">One of the codes of <see cref="ViolationCodes"/>.</param>
/// <param name="Zh">One sentence in Chinese.</param>
/// <param name="En">The same in English.</param>
/// <param name="Values">Ids and numbers the sentence speaks of, by name.</param>
public sealed record Violation(string Code, string Zh, string En, IReadOnlyDictionary<string, string> Values);

/// <summary>Every code the checker can report. The hard rules carry the names of docs/placement-problem.md.</summary>
public static class ViolationCodes
{
    public const string Limit = "limit";
    public const string Closed = "closed";
    public const string Excluded = "excluded";
    public const string Refused = "refused";
    public const string Street = "street";
    public const string SeatCount = "seat-count";
    public const string SeatHolder = "seat-holder";
    public const string WantCount = "want-count";
    public const string WantHolder = "want-holder";
    public const string Apart = "apart";
    public const string Pin = "pin";
    public const string Quota = "quota";
    public const string Stay = "stay";

    /// <summary>A place has fewer than its minimum, and no certificate proves that this had to be.</summary>
    public const string Uncovered = "uncovered";

    /// <summary>A seat is empty or a want unfilled in the person's row but not at the person's place, or both are held.</summary>
    public const string Row = "row";

    public const string PersonTwice = "person-twice";
    public const string PersonMissing = "person-missing";
    public const string PersonUnknown = "person-unknown";
    public const string PlaceUnknown = "place-unknown";
    public const string RoleUnknown = "role-unknown";
    public const string SkillUnknown = "skill-unknown";

    /// <summary>A tier, a part of the cost, or a count is stated otherwise than it is.</summary>
    public const string Tier = "tier";
    public const string Cost = "cost";
    public const string Count = "count";

    /// <summary>The stated bound is more than the certificate gives.</summary>
    public const string Bound = "bound";

    /// <summary>A tier is said to be proved and the certificate does not prove it.</summary>
    public const string Proof = "proof";
    public const string Gap = "gap";

    /// <summary>The certificate holds prices so large that sums of them would be meaningless.</summary>
    public const string Prices = "prices";

    /// <summary>What else a person could do is said to cost otherwise than it does.</summary>
    public const string Alternative = "alternative";
}
