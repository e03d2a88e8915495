using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Importing.Pages;
using Muster.Platform.Jobs;
using Muster.Platform.Sealing;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Kit;

namespace Muster.Platform.Importing;

/// <summary>An import of a module, known so that what was rehearsed can be carried out.</summary>
public sealed record TableImportKind(Type Act);

/// <summary>Spreadsheets of areas, agencies, quotas and the like, read as jobs; one that was only rehearsed waits for a day.</summary>
public sealed class TableImports(Stores stores, JobBoard jobs, Desk desk, Uploads uploads, Sealer sealer, IEnumerable<TableImportKind> kinds)
{
    /// <summary>Takes a file and imports it.</summary>
    /// <param name="make">Of the file's name and hash.</param>
    /// <returns>The job's id; its result is a <see cref="TableReport"/>.</returns>
    /// <exception cref="Refused">Larger than a spreadsheet may be, or the actor may not.</exception>
    public async Task<Guid> Start(Stream sent, string name, Func<string, string, ImportTable> make, WriteId write, Actor actor, CancellationToken stop)
    {
        var file = await uploads.Take(sent, name, make(name, "").Needs, actor, stop);
        return await Start(file, make, null, write, actor, stop);
    }

    /// <summary>Imports a file that was sent before.</summary>
    /// <param name="columns">What a person said of its columns.</param>
    public async Task<Guid> Start(Guid file, Func<string, string, ImportTable> make, ChosenColumns? columns, WriteId write, Actor actor, CancellationToken stop)
    {
        var kept = await uploads.Find(file, stop);
        return await Run(make(kept.Name, System.Convert.ToHexString(kept.Sha256)) with { Columns = columns }, file, write, actor);
    }

    /// <summary>Imports what a job rehearsed.</summary>
    /// <exception cref="Refused">It was imported already, or its day is over.</exception>
    public async Task<Guid> Carry(Guid rehearsal, WriteId write, Actor actor, CancellationToken stop = default)
    {
        var view = await jobs.Find(rehearsal, stop);
        if (Report(view) is not { Rehearsed: { } file, Act: { } json } || kinds.FirstOrDefault(k => k.Act.Name == view!.Kind) is not { } kind) throw new Refused(Uploads.Gone);
        await uploads.Find(file, stop);
        return await Run((ImportTable)JsonSerializer.Deserialize(json, kind.Act, Desk.Json)! with { DryRun = false }, file, write, actor);
    }

    public bool CanCarry(TableReport report) => report.Rehearsed is { } file && uploads.Waits(file);

    /// <summary>A sent file as it would be read.</summary>
    /// <exception cref="Refused">It is gone, or no spreadsheet.</exception>
    public async Task<TableSheet> Preview(Guid file, Func<string, string, ImportTable> make, ChosenColumns? columns, CancellationToken stop)
    {
        var kept = await uploads.Find(file, stop);
        var act = make(kept.Name, "");
        await using var store = await stores.Open(stop);
        return await TableSheet.Open(uploads.PathOf(file), kept.Name, act.Shapes, stop).Settle(act.GetType().Name, columns, store.Sql, stop);
    }

    public static TableReport? Report(JobView? job) => job?.Result is { ValueKind: JsonValueKind.Object } result && result.TryGetProperty("header", out _) && result.TryGetProperty("dryRun", out _)
        ? result.Deserialize<TableReport>(Desk.Json) : null;

    /// <summary>The refused rows as the spreadsheet they came in, with a column of reasons that the next import passes over.</summary>
    /// <exception cref="Refused">Their contents were erased.</exception>
    public async Task WriteRefused(TableReport report, Stream output, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var cells = await RefusedCells.Open(report, store.Sql, sealer, stop) ?? (report.Refusals.Count == 0 ? [] : throw EraseRefusedRows.Gone);
        var width = Math.Max(report.Header.Count, cells.Select(c => c.Length).DefaultIfEmpty().Max());
        var columns = Enumerable.Range(0, width).Where(c => report.Header.ElementAtOrDefault(c) != RefusedSheets.ReasonHeader).ToList();
        using var sheets = new RefusedSheets(output, leaveOpen: true);
        sheets.Begin("退回 refused", columns.Select(c => report.Header.ElementAtOrDefault(c) ?? ""));
        foreach (var (row, texts) in report.Refusals.Zip(cells))
            sheets.Row(columns.Select(c => (texts.ElementAtOrDefault(c), row.Cell == CellAddress.Of(c, row.Row))), $"{row.Cell} {row.Message} {row.English}");
    }

    private Task<Guid> Run(ImportTable act, Guid file, WriteId write, Actor actor) => jobs.Start(act.GetType().Name, act.FileName, actor, async (progress, cancel) =>
    {
        try
        {
            var report = await desk.Do(act with { Path = uploads.PathOf(file), Upload = file, Progress = progress }, write, actor, cancel);
            await desk.Do(new DropUpload(file, act.Needs), WriteId.New(), actor, CancellationToken.None);
            return report;
        }
        catch (TableRehearsed ended)
        {
            var report = ended.Report.Refused == 0 ? ended.Report : await Sealed(ended.Report, file, act.Needs, actor);
            return report with { Rehearsed = file, Act = JsonSerializer.Serialize(act, act.GetType(), Desk.Json) };
        }
    });

    private async Task<TableReport> Sealed(TableReport report, Guid file, Permission may, Actor actor)
    {
        await desk.Do(new KeepRefusedRows(file, may), WriteId.New(), actor, CancellationToken.None);
        await using var store = await stores.Open(CancellationToken.None);
        return RefusedCells.Seal(report, file, await DataKeys.Find(store.Sql, DataKeys.Import, file, CancellationToken.None), sealer);
    }
}

/// <summary>How a module makes an import of its own known.</summary>
public static class TableImportServices
{
    public static IServiceCollection AddTableImport<T>(this IServiceCollection services) where T : ImportTable =>
        services.AddSingleton(new TableImportKind(typeof(T))).AddSingleton(new JobEnd(typeof(T).Name, typeof(TableImportEnd)));
}
