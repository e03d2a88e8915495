namespace Muster.People.Import;

/// <summary>How a row ended.</summary>
public enum RowOutcome { Stored, Updated, Unchanged, Refused }

/// <summary>Counts of an import. <see cref="Rows"/> is counted when a row is read, the four others when it has ended; a tally
/// is handed out only when they agree.</summary>
public sealed record ImportTally
{
    /// <exception cref="InvalidOperationException">The four do not add up to the rows: a row was lost or counted twice.</exception>
    public ImportTally(long rows, long stored, long updated, long unchanged, long refused)
    {
        if (stored < 0 || updated < 0 || unchanged < 0 || refused < 0 || checked(stored + updated + unchanged + refused) != rows)
            throw new InvalidOperationException($"{rows} rows, but stored {stored} + updated {updated} + unchanged {unchanged} + refused {refused}");
        (Rows, Stored, Updated, Unchanged, Refused) = (rows, stored, updated, unchanged, refused);
    }

    public long Rows { get; }

    public long Stored { get; }

    public long Updated { get; }

    public long Unchanged { get; }

    public long Refused { get; }
}

/// <summary>Counts while an import runs.</summary>
public sealed class ImportCount
{
    private readonly long[] ended = new long[4];

    public long Rows { get; private set; }

    public long this[RowOutcome outcome] => ended[(int)outcome];

    /// <summary>A row was read.</summary>
    public void Read() => Rows++;

    /// <summary>A row that was read has ended.</summary>
    public void End(RowOutcome outcome, long rows = 1) => ended[(int)outcome] += rows;

    /// <summary>The tally at the end.</summary>
    /// <param name="rowsRead">What the reader counted (<see cref="PeopleReader.RowCount"/>), the independent witness.</param>
    /// <exception cref="InvalidOperationException">A row is not accounted for.</exception>
    public ImportTally Close(long rowsRead) => rowsRead == Rows
        ? new ImportTally(Rows, this[RowOutcome.Stored], this[RowOutcome.Updated], this[RowOutcome.Unchanged], this[RowOutcome.Refused])
        : throw new InvalidOperationException($"{rowsRead} rows read, {Rows} counted");
}
