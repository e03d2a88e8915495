namespace Muster.Platform.Ui.Kit;

/// <summary>One choice of a select, a filter, a group of radio buttons, or of what a Pick found.</summary>
/// <param name="Count">How many records have it.</param>
/// <param name="Note">What tells it apart from another of the same name.</param>
public sealed record Option(string Value, string Text, long? Count = null, string? Note = null)
{
    /// <summary>Every value of an enum, in words (<c>word.{Enum}.{Value}</c>).</summary>
    public static IReadOnlyList<Option> Of<T>(Language.Tongue tongue) where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(value => new Option(value.ToString(), tongue.Of(value)))];
}
