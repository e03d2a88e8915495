namespace Muster.App.Tests.Platform.Files;

internal static class Corpora
{
    /// <summary>Spreadsheets of invented people, made with the programs offices use.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "People", "Import", "Corpus");
}
