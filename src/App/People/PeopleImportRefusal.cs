namespace Muster.People;

/// <summary>A row that was refused, with its cells as they came, so that it can be given back to be mended.</summary>
public sealed class PeopleImportRefusal
{
    public Guid ImportId { get; set; }
    public string Sheet { get; set; } = "";
    public int Row { get; set; }
    public string Cell { get; set; } = "";
    public string Code { get; set; } = "";
    public string Zh { get; set; } = "";
    public string En { get; set; } = "";

    /// <summary>JSON of the cells, sealed under the import's key; null once it was erased.</summary>
    public byte[]? SealedCells { get; set; }

    /// <summary>What a row's contents are bound to besides their import.</summary>
    internal static string Field(int row) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"people_import_refusal.cells.{row}");
}
