using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Language;
using Muster.Territory;

namespace Muster.Emergencies.Contract;

/// <summary>Words for values that pages of several modules show.</summary>
public static class EmergencyWords
{
    public static string Level(Tongue t, AreaLevel level) => level switch
    {
        AreaLevel.Province => t["emergencies.level.province"],
        AreaLevel.City => t["emergencies.level.city"],
        AreaLevel.County => t["emergencies.level.county"],
        AreaLevel.Street => t["emergencies.level.street"],
        AreaLevel.Cluster => t["emergencies.level.cluster"],
        AreaLevel.Community => t["emergencies.level.community"],
        AreaLevel.Compound => t["emergencies.level.compound"],
        _ => t["emergencies.level.building"],
    };

    /// <summary>Levels to choose from, at or below one.</summary>
    public static IReadOnlyList<Option> Levels(Tongue t, AreaLevel from = AreaLevel.Province) =>
        [.. Enum.GetValues<AreaLevel>().Where(l => l >= from).Select(l => new Option(l.ToString(), Level(t, l)))];
}
