namespace Muster.Platform.Ui.Kit;

/// <summary>One choice of a select, a filter or a group of radio buttons.</summary>
public sealed record Option(string Value, string Text, long? Count = null)
{
    /// <summary>Every value of an enum, in words (<c>word.{Enum}.{Value}</c>).</summary>
    public static IReadOnlyList<Option> Of<T>(Language.Tongue tongue) where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(value => new Option(value.ToString(), tongue.Of(value)))];
}
