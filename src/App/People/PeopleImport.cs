namespace Muster.People;

/// <summary></summary>
public sealed class PeopleImport
{
    public Guid Id { get; set; }
    public string FileName { get; set; } = "";
    public string Mapping { get; set; } = "";
    public long Rows { get; set; }
    public long Stored { get; set; }
    public long Updated { get; set; }
    public long Unchanged { get; set; }
    public long Refused { get; set; }
    public DateTimeOffset At { get; set; }
    public string Actor { get; set; } = "";
}
