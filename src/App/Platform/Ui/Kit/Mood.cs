namespace Muster.Platform.Ui.Kit;

/// <summary>What a colour says; never said by colour alone.</summary>
public enum Mood { Plain, Good, Warn, Bad, Note }
