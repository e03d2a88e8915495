namespace Muster;

/// <summary>Marks the assembly.</summary>
public static class Assembly;
