using System.Text.Json;

namespace Muster.Optimiser.Rostering;

/// <summary>
/// Prices that prove a bound: for whatever prices, everybody's best days at them plus each row's best number at its price is never above what a roster costs
/// (Lagrangian relaxation). Whoever has them can work the bound out anew, with a programme of their own.
/// </summary>
/// <param name="Covers">What a place costs, in sixteenths of the problem's unit, in the order of <see cref="RosterProblem.Covers"/>.</param>
/// <param name="Companies">The same beside it for those of the group, in the order of <see cref="RosterProblem.Companies"/>.</param>
/// <param name="Limits">What a shift of a type costs a person whose most of it is limited, not below 0: by person and type.</param>
public sealed record RosterCertificate(long[] Covers, long[] Companies, long[][] Limits)
{
    /// <summary>Prices are so many times the problem's unit.</summary>
    public const int Scale = 16;

    /// <exception cref="FormatException">It is not such a file.</exception>
    public static RosterCertificate Read(Stream from)
    {
        try
        {
            return JsonSerializer.Deserialize<RosterCertificate>(from, JsonSerializerOptions.Web) ?? throw new FormatException("The certificate is empty.");
        }
        catch (JsonException wrong)
        {
            throw new FormatException(wrong.Message, wrong);
        }
    }

    public void Write(Stream to) => JsonSerializer.Serialize(to, this, JsonSerializerOptions.Web);
}
