namespace Muster.People;

/// <summary>One import of a spreadsheet and what became of its rows; the four counts always make up <see cref="Rows"/>.</summary>
public sealed class PeopleImport
{
    public Guid Id { get; set; }
    public string FileName { get; set; } = "";
    /// <summary>JSON: the sheets read, their headers and which column was taken for what.</summary>
    public string Mapping { get; set; } = "";
    public long Rows { get; set; }
    public long Stored { get; set; }
    public long Updated { get; set; }
    public long Unchanged { get; set; }
    public long Refused { get; set; }
    /// <summary>People stored by this import have ids from the first to the last and were made at <see cref="At"/>.</summary>
    public Guid? FirstId { get; set; }
    public Guid? LastId { get; set; }
    /// <summary>JSON: what was found odd and stored all the same, as <see cref="OddCells"/>.</summary>
    public string Odd { get; set; } = "[]";
    public DateTimeOffset At { get; set; }
    public string Actor { get; set; } = "";
}
