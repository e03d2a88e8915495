using Muster.Platform.Storage;
using Muster.Platform.Ui.Language;

namespace Muster.Emergencies.Contract;

/// <summary>A tab on the pages of an emergency; each module registers its own.</summary>
/// <param name="TextKey">The tab's words.</param>
/// <param name="Path">What stands behind <c>/emergencies/{id}/</c>; empty for the overview.</param>
public sealed record EmergencyTab(string TextKey, string Path, int Order);

/// <summary>One step of getting an emergency ready, as its overview shows it.</summary>
/// <param name="Value">The number that says where it stands.</param>
/// <param name="Note">What is missing or what to do next; null when nothing is.</param>
/// <param name="Path">The page behind the number, behind <c>/emergencies/{id}/</c>, or a path of its own.</param>
public sealed record EmergencyStep(string Title, string Value, string? Note, string Path, bool Done);

/// <summary>Looks how far one step is; each module registers its own.</summary>
public interface ILookAtStep
{
    int Order { get; }

    Task<EmergencyStep?> Look(Sql sql, Ground ground, Tongue t, CancellationToken stop);
}
