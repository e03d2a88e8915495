using System.Text.Json.Serialization;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Jobs;

namespace Muster.Territory.Importing;

/// <summary>
/// Reads areas, posts or a re-cut from a spreadsheet (xlsx, xls, csv). Rows that can be taken are taken, together or not at all; every
/// other is refused with cell and reason. Reading the same file again changes nothing. A blank cell leaves a fact as it is.
/// </summary>
/// <param name="Table">Null lets the header say.</param>
/// <param name="Sha256">Of the file's bytes, in hex: a repeated write id with another file is another write.</param>
public sealed record ImportTerritory(string FileName, string Sha256, TerritoryTable? Table = null, bool DryRun = false) : Act<ImportReport>
{
    /// <summary>Where the file lies while it is read.</summary>
    [JsonIgnore]
    public string? Path { get; init; }

    [JsonIgnore]
    public IProgress<JobProgress>? Progress { get; init; }

    protected internal override Permission Needs => Permission.EditTerritory;

    protected internal override async Task<ImportReport> Do(Work work, CancellationToken stop)
    {
        var (header, rows) = Read(stop);
        var counts = new RowCounts { Rows = rows.Count };
        var step = new Steps(Progress, rows.Count, stop);
        var reason = $"导入 {FileName}";
        await (header.Table switch
        {
            TerritoryTable.Areas => new AreaRows(work, header, counts, reason, step, stop).Take(rows),
            TerritoryTable.Posts => new PostRows(work, header, counts, reason, step, stop).Take(rows),
            _ => new RecutRows(work, header, counts, reason, step, stop).Take(rows),
        });
        var report = counts.Report(header.Table) with { Header = header.Cells };
        if (DryRun)
        {
            // What the database would refuse is to be known as well.
            await work.Store.SaveChangesAsync(stop);
            throw new TerritoryRehearsed(report);
        }
        work.Note("file", FileName);
        work.Note("rows", $"{report.Rows} = {report.Stored} + {report.Updated} + {report.Unchanged} + {report.Refused}");
        return report;
    }

    private (TableHeader, List<SheetRow>) Read(CancellationToken stop)
    {
        try
        {
            using var book = Sheets.Open(new FileStream(Path!, FileMode.Open, FileAccess.Read, FileShare.Read), FileName);
            var sheet = book.VisibleSheets.FirstOrDefault() ?? throw new Refused("sheet-missing", "文件里没有工作表。", "The file has no sheet.");
            var all = sheet.Rows(stop).Where(r => !r.IsBlank).ToList();
            var header = TableHeader.Find(all, Table);
            return (header, [.. all.Where(r => r.Number > header.Row)]);
        }
        catch (SheetException unreadable)
        {
            throw new Refused(unreadable.Fault.Code, unreadable.Fault.Chinese, unreadable.Fault.English);
        }
    }
}

/// <summary>Progress by rows, and the cancel between them.</summary>
internal sealed class Steps(IProgress<JobProgress>? progress, int total, CancellationToken stop)
{
    private int _done;

    public void Next()
    {
        stop.ThrowIfCancellationRequested();
        if (++_done % 100 == 0 || _done == total) progress?.Report(new JobProgress("rows", _done, total));
    }
}
