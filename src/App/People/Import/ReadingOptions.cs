namespace Muster.People.Import;

/// <summary>What the reading of a list needs from outside. The look-ups are called often with equal texts; answers are kept.</summary>
public sealed record ReadingOptions
{
    /// <summary>The day ages are counted from.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>A mapping a person chose for a sheet by name; it is taken as it is.</summary>
    public Func<string, Mapping?> Chosen { get; init; } = _ => null;

    /// <summary>The mapping remembered for a signature.</summary>
    public Func<string, Mapping?> Remembered { get; init; } = _ => null;

    /// <summary>Finds an agency by name. Without it agencies are neither found nor reported.</summary>
    public Func<string, Match>? FindAgency { get; init; }

    /// <summary>Finds the area of a home by its text. Without it homes are neither found nor reported.</summary>
    public Func<string, Match>? FindHome { get; init; }

    /// <summary>For lists of one agency, which name it in the title at best.</summary>
    public string? DefaultAgency { get; init; }

    public Origin? DefaultOrigin { get; init; }

    /// <summary>Reads hidden sheets too; by default they are left alone.</summary>
    public bool WithHiddenSheets { get; init; }

    public int AgeMin { get; init; } = 16;

    public int AgeMax { get; init; } = 80;
}
