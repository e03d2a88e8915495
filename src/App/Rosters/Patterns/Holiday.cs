namespace Muster.Rosters.Patterns;

/// <summary>What the state's calendar says of a day: off, or worked in place of another.</summary>
public sealed class Holiday
{
    public DateOnly Day { get; set; }
    public string Name { get; set; } = "";

    /// <summary>False is a day worked instead.</summary>
    public bool IsOff { get; set; }
}
