using Muster.People;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Language;

namespace Muster.Mobilisation;

/// <summary>Words for values that these pages show.</summary>
internal static class MobilisationWords
{
    public static string Origin(Tongue t, Origin origin) => origin switch
    {
        People.Origin.City => t["mobilisation.origin.city"],
        People.Origin.County => t["mobilisation.origin.county"],
        People.Origin.Street => t["mobilisation.origin.street"],
        People.Origin.ReportingMember => t["mobilisation.origin.reporting"],
        People.Origin.Volunteer => t["mobilisation.origin.volunteer"],
        _ => t["mobilisation.origin.local"],
    };

    public static IReadOnlyList<Option> Origins(Tongue t) => [.. Enum.GetValues<Origin>().Select(o => new Option(o.ToString(), Origin(t, o)))];
}
