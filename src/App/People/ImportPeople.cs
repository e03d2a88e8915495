using System.Text.Json.Serialization;
using System.Threading.Channels;
using Muster.People.Import;
using Muster.Platform.Acts;
using Muster.Platform.Jobs;

namespace Muster.People;

/// <summary>What became of the rows of a file. The four counts always make up <paramref name="Rows"/>.</summary>
/// <param name="Id">Of the import; of a dry run nothing is kept.</param>
/// <param name="AgenciesCreated">Agencies not seen before, the first hundred of <paramref name="NewAgencies"/>.</param>
/// <param name="Reviews">Questions left open, by kind.</param>
/// <param name="Odd">What was found odd and stored all the same, by kind.</param>
public sealed record ImportOutcome(Guid Id, long Rows, long Stored, long Updated, long Unchanged, long Refused,
    long NewAgencies, IReadOnlyList<string> AgenciesCreated, IReadOnlyDictionary<ReviewKind, long> Reviews, IReadOnlyList<OddCells> Odd);

/// <summary>Cells that were stored, or left out, with a remark of one kind: how many, and the first of them (名册!G29). Names no value.</summary>
public sealed record OddCells(string Code, long Count, IReadOnlyList<string> Cells, string Message, string MessageZh);

/// <summary>A refused row in a result; messages name cells and rules, and values only where they are not personal.</summary>
public sealed record ImportRefusal(string Sheet, int Row, string Cell, string Code, string Message, string MessageZh);

/// <summary>The dry run's end: everything was done, counted, and is now taken back.</summary>
public sealed class DryRunEnded(ImportOutcome outcome, IReadOnlyList<ImportRefusal> refusals) : Exception("dry run")
{
    public ImportOutcome Outcome { get; } = outcome;
    public IReadOnlyList<ImportRefusal> Refusals { get; } = refusals;
}

/// <summary>
/// Stores the people of a spreadsheet, all of it in one transaction: a cancel or a failure leaves everything as it was. A dry run does the
/// same and takes it back, so that what it promises is what will happen. Rows stream; memory grows only with the number of people
/// (<see cref="KnownPeople"/>).
/// </summary>
/// <param name="Sha256">Of the file, in hexadecimal.</param>
/// <param name="Chosen">JSON of the mappings a person chose, by sheet.</param>
/// <param name="Origin">For rows that do not say; null: from the agency's level.</param>
/// <param name="Agency">For rows that name none.</param>
public sealed record ImportPeople(string FileName, string Sha256, string Chosen, Origin? Origin, string? Agency, bool DryRun) : Act<ImportOutcome>
{
    /// <summary>Rows that are taken together: enough for set-based writes, little enough that those waiting cost the memory's keeper nothing.</summary>
    public const int BatchRows = 2048;

    private const int BatchesAhead = 3;

    [JsonIgnore]
    public Func<CancellationToken, IEnumerable<FileRow>> Rows { get; init; } = _ => [];

    /// <summary>Share of the file that has been read, 0 to 1.</summary>
    [JsonIgnore]
    public Func<double> Share { get; init; } = () => 1;

    /// <summary>JSON of the sheets that were met: names, headers and what was taken for what; kept with the import.</summary>
    [JsonIgnore]
    public Func<string> Mapping { get; init; } = () => "[]";

    [JsonIgnore]
    public IProgress<JobProgress>? Progress { get; init; }

    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override async Task<ImportOutcome> Do(Work work, CancellationToken stop)
    {
        await PeopleLock.Alone(work, stop);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var batches = Channel.CreateBounded<FileRow[]>(new BoundedChannelOptions(BatchesAhead) { SingleReader = true, SingleWriter = true });
        var reader = Task.Run(() => ReadAhead(batches.Writer, work.Of<IdentityKeys>(), reading.Token), CancellationToken.None);
        var run = new ImportRun(work, this);
        try
        {
            await run.Begin(stop);
            while (await batches.Reader.WaitToReadAsync(stop))
                while (batches.Reader.TryRead(out var batch))
                {
                    // Whether there is a second batch decides how much of the store is read for comparison.
                    var last = !await batches.Reader.WaitToReadAsync(stop);
                    await run.Take(batch, last, Share(), stop);
                    Report(run.Rows);
                }
        }
        finally
        {
            await reading.CancelAsync();
            await Task.WhenAny(reader);
        }
        Progress?.Report(new JobProgress("indexes", run.Rows, run.Rows));
        var outcome = await run.End(stop);
        if (DryRun) throw new DryRunEnded(outcome, run.Refusals);
        work.About("people-import", outcome.Id);
        work.Note("rows", outcome.Rows);
        work.Note("stored", outcome.Stored);
        work.Note("updated", outcome.Updated);
        work.Note("unchanged", outcome.Unchanged);
        work.Note("refused", outcome.Refused);
        return outcome;
    }

    private void Report(long done)
    {
        var share = Share();
        Progress?.Report(new JobProgress("rows", done, share > 0.001 ? Math.Max(done, (long)(done / share)) : 0));
    }

    /// <summary>Reads, checks and hashes on a thread of its own, ahead of the one that writes.</summary>
    private async Task ReadAhead(ChannelWriter<FileRow[]> batches, IdentityKeys keys, CancellationToken stop)
    {
        try
        {
            var batch = new List<FileRow>(BatchRows);
            var rows = new KeyedHash(keys.ForRows());
            foreach (var row in Rows(stop))
            {
                if (row.Person is { } person)
                {
                    person.RowHash = person.Hash(rows);
                    if (person.IdNumber is { } number) person.IdHash = keys.OfIdNumber(number);
                    if (person.Phone is { } phone) person.PhoneHash = keys.OfPhone(PersonInFile.FirstPhone(phone));
                }
                batch.Add(row);
                if (batch.Count < BatchRows) continue;
                await batches.WriteAsync([.. batch], stop);
                batch.Clear();
            }
            if (batch.Count > 0) await batches.WriteAsync([.. batch], stop);
            batches.Complete();
        }
        catch (Exception failure)
        {
            // Whatever went wrong while reading is told where the batches are awaited.
            batches.Complete(failure);
        }
    }
}
