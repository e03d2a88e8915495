using Muster.People.Contract;

namespace Muster.Mobilisation;

/// <summary>Two records mustered for one emergency are one mustered person.</summary>
internal static class MobilisedReferences
{
    public static readonly PersonReference[] All =
    [
        new("mustered", "person_id")
        {
            Key = "emergency_id", Unless = "exists (select 1 from mustered k where k.emergency_id = t.emergency_id and k.person_id = @kept)",
            Ends = "delete from mustered where person_id = @gone",
        },
    ];
}
