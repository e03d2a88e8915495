using System.Text.Json.Serialization;
using Muster.Platform.Acts;
using Muster.Platform.Jobs;

namespace Muster.Platform.Importing;

/// <summary>What became of a row that was taken.</summary>
public enum TableOutcome { Stored, Updated, Unchanged }

/// <summary>
/// Reads a spreadsheet of a module's records. Rows that can be taken are taken, together or not at all; every other is refused with cell
/// and reason. A blank cell leaves what stands. The same file again changes nothing.
/// </summary>
/// <param name="Sha256">Of the file's bytes, in hexadecimal: a repeated write id with another file is another write.</param>
public abstract record ImportTable(string FileName, string Sha256, bool DryRun) : Act<TableReport>
{
    /// <summary>Where the file lies while it is read.</summary>
    [JsonIgnore]
    public string? Path { get; init; }

    [JsonIgnore]
    public IProgress<JobProgress>? Progress { get; init; }

    protected abstract IReadOnlyList<TableField> Fields { get; }

    /// <summary>Fields that the header must have.</summary>
    protected abstract IReadOnlyList<string> Must { get; }

    /// <summary>Before the first row. What the act remembers between rows begins empty here: a rehearsed one is carried out afterwards.</summary>
    protected virtual Task Begin(Work work, CancellationToken stop) => Task.CompletedTask;

    /// <summary>Takes a row, or says on it what is wrong and answers null; nothing may be changed then.</summary>
    protected abstract Task<TableOutcome?> Take(TableRow row, Work work, CancellationToken stop);

    protected internal override async Task<TableReport> Do(Work work, CancellationToken stop)
    {
        var sheet = TableSheet.Read(Path!, FileName, Fields, Must, stop);
        await Begin(work, stop);
        var (taken, refusals, done) = (new int[3], new List<RefusedLine>(), 0);
        foreach (var row in sheet.Rows)
        {
            stop.ThrowIfCancellationRequested();
            if (await Take(row, work, stop) is { } outcome && row.IsFine) taken[(int)outcome]++;
            else refusals.Add(row.Refusal());
            if (++done % 100 == 0 || done == sheet.Rows.Count) Progress?.Report(new JobProgress("rows", done, sheet.Rows.Count));
        }
        await work.Store.SaveChangesAsync(stop);
        var report = new TableReport(sheet.Rows.Count, taken[0], taken[1], taken[2], refusals.Count, refusals, sheet.Header, DryRun);
        if (DryRun) throw new TableRehearsed(report);
        work.Note("rows", $"{report.Rows} = {report.Stored} + {report.Updated} + {report.Unchanged} + {report.Refused}");
        return report;
    }
}
