using Muster.Platform.Acts;
using Muster.Platform.Importing;

namespace Muster.Territory.Importing;

/// <summary>Reads areas, posts or a re-cut from a spreadsheet (xlsx, xls, csv).</summary>
/// <param name="Table">Null lets the header say.</param>
public sealed record ImportTerritory(string FileName, string Sha256, TerritoryTable? Table = null, bool DryRun = false) : ImportTable(FileName, Sha256, DryRun)
{
    protected internal override Permission Needs => Permission.EditTerritory;

    protected internal override IReadOnlyList<TableShape> Shapes => [.. TerritoryTables.All.Where(s => Table is null || s.Name == Table.ToString())];

    protected override string List => Table == TerritoryTable.Posts ? "/posts" : "/areas";

    protected override Task TakeAll(TableSheet sheet, Work work, CancellationToken stop)
    {
        var reason = $"导入 {FileName}";
        return Enum.Parse<TerritoryTable>(sheet.Shape.Name) switch
        {
            TerritoryTable.Areas => new AreaRows(work, sheet, reason, stop).Take(),
            TerritoryTable.Posts => new PostRows(work, sheet, reason, stop).Take(),
            _ => new RecutRows(work, sheet, reason, stop).Take(),
        };
    }
}
