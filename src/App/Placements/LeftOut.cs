using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>
/// Who was called back, whose service ended, who was relieved or lost in an emergency: they stand in reserve with that code, and no solve and
/// no publication places them again until a person does (<see cref="PlacePerson"/>, a pin by hand) or puts them back (<see cref="ReadmitPeople"/>).
/// </summary>
public static class LeftOut
{
    /// <summary>As a list in SQL.</summary>
    public const string Codes = $"'{RepairPlan.LostCode}', '{EndPlacements.RecalledCode}', '{EndPlacements.EndedCode}', '{ReplaceWave.RelievedCode}'";

    internal static async Task<Dictionary<Guid, (string Code, string Reason)>> Of(Sql sql, Guid emergency, CancellationToken stop) =>
        (await sql.List($"select person_id, code, reason from reserve where emergency_id = @e and code in ({Codes})", row => (row.Guid(0), (row.Text(1), row.Text(2))), stop, ("@e", emergency)))
        .ToDictionary(r => r.Item1, r => r.Item2);
}
