namespace Muster.Optimiser.Placing;

/// <summary>Something in a csv file that is not as documented.</summary>
/// <param name="Column">Name of the column, empty when the whole line or file is meant.</param>
/// <param name="Found">The text that stands there, shortened.</param>
/// <param name="Expected">What should stand there, in English.</param>
/// <param name="ExpectedZh">The same in Chinese.</param>
public sealed record FolderMistake(
    string File, int Line, string Column, string Found, string Expected, string ExpectedZh)
{
    /// <summary>A file that is not there at all.</summary>
    public static FolderMistake Missing(string file) => new(file, 0, "", "", "", "");

    private bool IsMissing => Line == 0;

    public override string ToString() => IsMissing ? $"{File}: there is no such file" : $"{File}:{Line}:{Column}: expected {Expected}, found \"{Found}\"";

    public string ToChinese() => IsMissing ? $"{File}：没有这个文件" : $"{File}:{Line}:{Column}：应为{ExpectedZh}，实为“{Found}”";
}

/// <summary>A problem folder or plan file could not be read; every mistake found (at most 100) is listed.</summary>
public sealed class FolderException(IReadOnlyList<FolderMistake> mistakes)
    : FormatException(string.Join('\n', mistakes.Select(m => m.ToString())))
{
    public IReadOnlyList<FolderMistake> Mistakes { get; } = mistakes;
}
