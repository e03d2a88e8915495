using System.Globalization;

namespace Muster.Platform.Files;

/// <summary>Who took a list, when, and under which number: stands in each row and at the foot of each printed page.</summary>
public sealed record Watermark(string Name, DateTimeOffset At, Guid Request)
{
    /// <summary>Header of the column; the import of people knows nothing of this name and leaves the column alone.</summary>
    public const string Header = "导出标记";

    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Name} · {At.ToOffset(TimeSpan.FromHours(8)):yyyy-MM-dd HH:mm} · {Request.ToString()[..13]}");
}
