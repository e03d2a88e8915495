using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Muster.People.Import;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Importing;
using Muster.Platform.Jobs;
using Muster.Platform.Storage;

namespace Muster.People;

/// <summary>What an import or dry run ended with, as its job answers. Refusals are asked for apart: they are personal, and jobs are kept.</summary>
/// <param name="Import">Null for a dry run.</param>
/// <param name="File">The upload, which a dry run leaves to be imported.</param>
public sealed record ImportResult(Guid? Import, Guid File, bool DryRun, long Rows, long Stored, long Updated, long Unchanged, long Refused,
    long NewAgencies, IReadOnlyList<string> AgenciesCreated, IReadOnlyDictionary<ReviewKind, long> Reviews, IReadOnlyList<OddCells> Odd, IReadOnlyList<ReadSheet> Sheets);

/// <summary>From an uploaded file to people: preview, dry run, import, and the refused rows back as a spreadsheet.</summary>
public sealed class PeopleImports(Stores stores, Desk desk, JobBoard jobs, Uploads uploads, ImportQueries queries, TimeProvider clock)
{
    public const string JobKind = nameof(ImportPeople);

    /// <summary>Refusals a result lists; all of them are in the refused.xlsx of an import.</summary>
    public const int RefusalsMax = ImportRun.RefusalsShownMax;

    private const int DryRunsKept = 32;

    /// <summary>Refusals of dry runs, which the store never sees; the latest few, until the process ends.</summary>
    private readonly ConcurrentDictionary<Guid, IReadOnlyList<ImportRefusal>> _dryRuns = new();

    private readonly ConcurrentDictionary<Guid, FileChoices> _choices = new();

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);

    /// <summary>The sheets of an upload with the mapping as guessed, remembered or chosen, and their first rows.</summary>
    /// <exception cref="Refused">It is no spreadsheet, or cannot be read.</exception>
    public async Task<IReadOnlyList<SheetPreview>> Preview(Guid fileId, FileChoices choices, CancellationToken stop)
    {
        var file = await uploads.Find(fileId, stop);
        var remembered = await Remembered(choices.Agency, stop);
        return Readable(() =>
        {
            using var workbook = Sheets.Open(new FileStream(uploads.PathOf(fileId), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1), file.Name);
            return PeopleReader.Preview(workbook, PeopleFile.Options(choices, Today, remembered), rows: 5);
        }, file.Name);
    }

    /// <summary>Starts the import, or its rehearsal, as a job of this file's name.</summary>
    public async Task<Guid> Start(Guid fileId, FileChoices choices, bool dryRun, Actor actor, CancellationToken stop)
    {
        var kept = await uploads.Find(fileId, stop);
        foreach (var old in _choices.Keys.Order().SkipLast(DryRunsKept - 1)) _choices.TryRemove(old, out _);
        _choices[fileId] = choices;
        var remembered = await Remembered(choices.Agency, stop);
        // Opened before the job begins: whoever sends a picture is told at once.
        var file = Readable(() => new PeopleFile(uploads.PathOf(fileId), kept.Name, choices, Today, remembered), kept.Name);
        var job = new TaskCompletionSource<Guid>();
        var id = await jobs.Start(JobKind, kept.Name, actor, async (progress, cancel) =>
        {
            using (file)
            {
                var act = new ImportPeople(kept.Name, System.Convert.ToHexString(kept.Sha256), choices.ToJson(), choices.Origin, choices.Agency, dryRun)
                {
                    Rows = file.Rows, Share = () => file.Share, Mapping = file.Met, Progress = progress,
                };
                return await Carry(act, fileId, file, await job.Task, actor, cancel);
            }
        });
        job.SetResult(id);
        return id;
    }

    /// <summary>What was chosen for an upload when it was last tried; nothing chosen if it was not.</summary>
    public FileChoices LastChoices(Guid fileId) => _choices.GetValueOrDefault(fileId, new FileChoices());

    /// <summary>Refusals of a dry run's job, at most <see cref="RefusalsMax"/>.</summary>
    public IReadOnlyList<ImportRefusal> OfDryRun(Guid job) => _dryRuns.GetValueOrDefault(job, []);

    /// <summary>Writes the refused rows of an import as the spreadsheet they came in, with a column of reasons.</summary>
    /// <param name="full">With numbers and homes in full, for who was allowed it by <see cref="TakeRefusedRows"/>; else they are masked.</param>
    public async Task WriteRefused(Guid importId, Stream output, bool full, CancellationToken stop)
    {
        var import = await queries.Find(importId, stop) ?? throw new Refused(PersonRules.NotThere("导入", "import", importId));
        if (import.Refused > 0 && queries.IsErased(import))
            throw EraseRefusedRows.Gone;
        var sheets = JsonSerializer.Deserialize<MetSheet[]>(import.Mapping, Desk.Json)!.ToDictionary(s => s.Name, Sheet, StringComparer.Ordinal);
        using var workbook = new RefusedWorkbook(output, leaveOpen: true);
        await foreach (var row in queries.AllRefused(importId, stop))
        {
            var source = new SheetRow(row.Row, Cells(full ? row.Cells : MaskedCells(row.Cells, sheets[row.Sheet].Mapping)));
            workbook.Add(new ImportRow(sheets[row.Sheet], source, null, [new Remark(row.Code, Refuses: true, row.Cell, "", row.Zh, row.En)]));
        }
    }

    private async Task<object?> Carry(ImportPeople act, Guid fileId, PeopleFile file, Guid job, Actor actor, CancellationToken stop)
    {
        try
        {
            var outcome = await desk.Do(act, WriteId.New(), actor, stop);
            await desk.Do(new KeepMappings([.. file.Mappings.DistinctBy(m => m.Signature).Select(m => new KeptMapping(m.Signature, m.ToJson()))], act.Agency), WriteId.New(), actor, CancellationToken.None);
            await desk.Do(new DropUpload(fileId, act.Needs), WriteId.New(), actor, CancellationToken.None);
            return Result(outcome, outcome.Id, fileId, file);
        }
        catch (DryRunEnded ended)
        {
            foreach (var old in _dryRuns.Keys.Order().SkipLast(DryRunsKept - 1)) _dryRuns.TryRemove(old, out _);
            _dryRuns[job] = ended.Refusals;
            return Result(ended.Outcome, null, fileId, file);
        }
        catch (SheetException unreadable)
        {
            throw Unreadable(unreadable);
        }
    }

    private static ImportResult Result(ImportOutcome o, Guid? import, Guid upload, PeopleFile file) => new(import, upload, import is null, o.Rows, o.Stored, o.Updated, o.Unchanged, o.Refused,
        o.NewAgencies, o.AgenciesCreated, o.Reviews, o.Odd, file.Sheets);

    /// <summary>What this agency's files with these headers were taken for; else what anybody's last were.</summary>
    private async Task<Func<string, Mapping?>> Remembered(string? agency, CancellationToken stop)
    {
        var whose = agency?.Trim() ?? "";
        await using var store = await stores.Open(stop);
        var kept = (await store.Set<HeaderMapping>().AsNoTracking().Where(m => m.Agency == "" || m.Agency == whose).OrderByDescending(m => m.ChangedAt).Take(2000).ToListAsync(stop))
            .GroupBy(m => m.Signature, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.OrderByDescending(m => m.Agency == whose).First().Mapping, StringComparer.Ordinal);
        return signature => kept.TryGetValue(signature, out var json) ? Mapping.FromJson(json) : null;
    }

    private static T Readable<T>(Func<T> read, string name)
    {
        try
        {
            return read();
        }
        catch (SheetException unreadable)
        {
            throw Unreadable(unreadable);
        }
        catch (IOException gone)
        {
            throw new Refused("upload-unreadable", $"“{name}”无法读取：{gone.Message}", $"“{name}” cannot be read: {gone.Message}");
        }
    }

    private static Refused Unreadable(SheetException unreadable) => new(unreadable.Fault.Code, unreadable.Fault.Chinese, unreadable.Fault.English);

    private static PeopleSheet Sheet(MetSheet met)
    {
        var mapping = Mapping.FromJson(met.Mapping);
        return new PeopleSheet(met.Name, mapping, met.Header.Count == 0 ? null : new SheetRow(mapping.HeaderRow, Cells(met.Header)));
    }

    /// <summary>Numbers wherever they stand, since the column may be taken for another; homes where they are known to stand.</summary>
    private static List<string> MaskedCells(IReadOnlyList<string> cells, Mapping mapping) =>
        [.. cells.Select((text, column) => (mapping.Columns.FirstOrDefault(c => c.Column == column)?.Field switch
        {
            PersonField.IdNumber => Masked.IdNumber(text),
            PersonField.Phone => Masked.Phone(text),
            PersonField.Home => Masked.Home(text),
            _ => Masked.Text(text),
        }) ?? "")];

    private static Cell[] Cells(IReadOnlyList<string> texts) =>
        [.. texts.Select((text, column) => new Cell(column, text.Length == 0 ? CellKind.Empty : CellKind.Text, text)).Where(c => !c.IsBlank)];
}
