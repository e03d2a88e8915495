namespace Muster.Optimiser;

/// <summary>Marks the assembly.</summary>
public static class Assembly;
