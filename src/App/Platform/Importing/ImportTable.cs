using System.Text.Json.Serialization;
using Muster.Platform.Acts;
using Muster.Platform.Jobs;
using Muster.Platform.Sealing;

namespace Muster.Platform.Importing;

/// <summary>
/// Reads a spreadsheet of a module's records. Rows that can be taken are taken, together or not at all; every other is refused with cell
/// and reason. A blank cell leaves what stands. The same file again changes nothing.
/// </summary>
/// <param name="Sha256">Of the file's bytes, in hexadecimal: a repeated write id with another file is another write.</param>
public abstract record ImportTable(string FileName, string Sha256, bool DryRun) : Act<TableReport>
{
    /// <summary>Which column means what, where a person said so; null: as remembered for this header, else as its words say.</summary>
    public ChosenColumns? Columns { get; init; }

    /// <summary>Where the file lies while it is read.</summary>
    [JsonIgnore]
    public string? Path { get; init; }

    /// <summary>The upload it was sent as; what is refused is sealed under its key.</summary>
    [JsonIgnore]
    public Guid Upload { get; init; }

    [JsonIgnore]
    public IProgress<JobProgress>? Progress { get; init; }

    /// <summary>The tables it understands; the first whose columns are there is the one.</summary>
    protected internal abstract IReadOnlyList<TableShape> Shapes { get; }

    /// <summary>The page that lists what was imported.</summary>
    protected abstract string List { get; }

    /// <summary>Takes every row, setting its outcome, or says on it what is wrong; nothing may be changed by a row that is wrong.</summary>
    protected abstract Task TakeAll(TableSheet sheet, Work work, CancellationToken stop);

    protected internal override async Task<TableReport> Do(Work work, CancellationToken stop)
    {
        var sheet = await TableSheet.Open(Path!, FileName, Shapes, stop).Settle(GetType().Name, Columns, work.Sql, stop);
        sheet.RefuseUnless();
        sheet.Follow(Progress, stop);
        await TakeAll(sheet, work, stop);
        await work.Store.SaveChangesAsync(stop);
        int Of(TableOutcome outcome) => sheet.Rows.Count(r => r.IsFine && r.Outcome == outcome);
        List<RefusedLine> refusals = [.. sheet.Rows.Where(r => !r.IsFine).Select(r => r.Refusal())];
        var report = new TableReport(sheet.Shape.Name, sheet.Rows.Count, Of(TableOutcome.Stored), Of(TableOutcome.Updated), Of(TableOutcome.Unchanged), refusals.Count, refusals, sheet.Header, DryRun) { List = List, Notes = sheet.Notes };
        if (DryRun) throw new TableRehearsed(report);
        if (Columns is not null) await sheet.Remember(GetType().Name, work, stop);
        work.Note("file", FileName);
        work.Note("rows", $"{report.Rows} = {report.Stored} + {report.Updated} + {report.Unchanged} + {report.Refused}");
        return refusals.Count == 0 ? report : RefusedCells.Seal(report, Upload, await DataKeys.Of(work, DataKeys.Import, Upload, stop), work.Of<Sealer>());
    }
}

/// <summary>An import that takes one row after the other.</summary>
public abstract record ImportRows(string FileName, string Sha256, bool DryRun) : ImportTable(FileName, Sha256, DryRun)
{
    /// <summary>Before the first row. What the act remembers between rows begins empty here.</summary>
    protected abstract Task Begin(Work work, CancellationToken stop);

    /// <summary>Takes a row, or says on it what is wrong and answers null.</summary>
    protected abstract Task<TableOutcome?> Take(TableRow row, Work work, CancellationToken stop);

    /// <summary>After the last row.</summary>
    protected virtual Task End(TableSheet sheet, Work work, CancellationToken stop) => Task.CompletedTask;

    protected override async Task TakeAll(TableSheet sheet, Work work, CancellationToken stop)
    {
        await Begin(work, stop);
        foreach (var row in sheet.Rows)
        {
            sheet.Next();
            row.Outcome = await Take(row, work, stop);
        }
        await End(sheet, work, stop);
    }
}
