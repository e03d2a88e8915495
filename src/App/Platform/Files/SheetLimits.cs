namespace Muster.Platform.Files;

/// <summary>How much of a spreadsheet somebody sent is read before it is refused. Every bound holds on bytes that were
/// really seen, not only on what the file says of itself.</summary>
public sealed record SheetLimits
{
    public static SheetLimits Default { get; } = new();

    /// <summary>Size of the file as sent, in bytes.</summary>
    public long PackedBytesMax { get; init; } = 100L << 20;

    /// <summary>All parts of an xlsx together after unpacking, in bytes. A full sheet of 1,048,576 × 10 with
    /// inline text is about 0.7 GB, hence more than the 500 MB that suit ordinary uploads.</summary>
    public long UnpackedBytesMax { get; init; } = 2L << 30;

    /// <summary>Unpacked over packed size of one part. Sheets reach 20 to 60, a bomb about 1,000.</summary>
    public int RatioMax { get; init; } = 200;

    /// <summary>Parts smaller than this may have any ratio: a few kilobytes of one letter harm nobody.</summary>
    public long RatioFreeBytes { get; init; } = 8L << 20;

    public int EntriesMax { get; init; } = 2_000;

    /// <summary>Rows of one sheet; Excel's own bound.</summary>
    public int RowsMax { get; init; } = 1_048_576;

    /// <summary>Columns of one sheet; Excel's own bound.</summary>
    public int ColumnsMax { get; init; } = 16_384;

    /// <summary>Cells of one sheet, those filled from a merged cell included.</summary>
    public long CellsMax { get; init; } = 64_000_000;

    /// <summary>Characters in one cell; Excel's own bound.</summary>
    public int TextMax { get; init; } = 32_767;

    /// <summary>Distinct texts of an xlsx. Each costs four bytes of memory, its letters go to disk when they are many.</summary>
    public int SharedStringsMax { get; init; } = 12_000_000;

    /// <summary>Letters of the distinct texts, as UTF-8 bytes.</summary>
    public long SharedStringBytesMax { get; init; } = 512L << 20;

    /// <summary>Letters kept in memory before the rest goes to a scratch file, in bytes.</summary>
    public int SharedStringBytesInMemory { get; init; } = 8 << 20;

    /// <summary>Merged ranges of one sheet.</summary>
    public int MergesMax { get; init; } = 200_000;

    /// <summary>An xls is read by a library that holds more of it in memory, so it has a bound of its own. 65,536 rows, the
    /// most an xls can hold, stay well below.</summary>
    public long XlsBytesMax { get; init; } = 64L << 20;
}
