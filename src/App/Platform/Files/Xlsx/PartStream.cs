namespace Muster.Platform.Files.Xlsx;

/// <summary>The packed bytes of one part; keeps its own place so that several parts can be read in turn.</summary>
internal sealed class Slice(Stream file, long start, long length) : ReadOnlyStream
{
    public long Taken { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        int wanted = (int)Math.Min(buffer.Length, length - Taken);
        if (wanted <= 0) return 0;
        file.Position = start + Taken;
        int n = file.Read(buffer[..wanted]);
        Taken += n;
        return n;
    }
}

/// <summary>The unpacked XML of one part, counted as it flows: never more than the directory declared (which was checked
/// against the limits) and, where watched, no run without a tag that would make the XML reader hold megabytes in one piece.</summary>
internal sealed class PartStream(Stream unpacked, Slice packed, ZipPart part) : ReadOnlyStream
{
    /// <summary>The longest cell, 32,767 characters all written as entities, is 0.3 MB.</summary>
    private const int RunMax = 1 << 20;

    private long count;
    private long run;
    private int marked;
    private bool inSection;

    public string Name => part.Name;

    /// <summary>Set by a reader that would hold a piece of any length in memory.</summary>
    public bool Watched { get; set; }

    /// <summary>Share of the part read so far, 0 to 1.</summary>
    public double Progress => part.Packed == 0 ? 1 : (double)packed.Taken / part.Packed;

    public override int Read(Span<byte> buffer)
    {
        int n;
        try
        {
            n = unpacked.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw SheetException.Damaged(part.Name, "zip", e);
        }
        if (n == 0 && buffer.Length > 0 && count != part.Unpacked) throw SheetException.Damaged(part.Name, "cut short");
        if (count == 0 && n > 0 && Watched) RefuseWideLetters(buffer[..n]);
        count += n;
        if (count > part.Unpacked) throw SheetException.Bomb(part.Name, "larger than declared");
        if (Watched) Watch(buffer[..n]);
        return n;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) unpacked.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>UTF-16 and UTF-32 would blind the watch below; spreadsheet programs write UTF-8.</summary>
    private void RefuseWideLetters(ReadOnlySpan<byte> head)
    {
        if (head[0] is 0 or 0xFE or 0xFF or 0x4C || (head.Length > 1 && head[1] == 0)) throw SheetException.Damaged(part.Name, "not UTF-8");
    }

    private void Watch(ReadOnlySpan<byte> bytes)
    {
        if (!inSection && bytes.IndexOf("<!["u8) < 0 && marked == 0)
        {
            int first = bytes.IndexOf((byte)'<');
            if (run + (first < 0 ? bytes.Length : first) > RunMax) throw TooLong();
            run = first < 0 ? run + bytes.Length : bytes.Length - 1 - bytes.LastIndexOf((byte)'<');
            // A section opening may be cut by the end of this piece: then the next piece is watched letter by letter.
            marked = bytes.EndsWith("<"u8) ? 1 : bytes.EndsWith("<!"u8) ? 2 : 0;
            return;
        }
        foreach (byte b in bytes) WatchSection(b);
        if (!inSection && marked < 0) marked = 0;
    }

    /// <summary>Inside CDATA '&lt;' says nothing, so its length is counted up to "]]&gt;".</summary>
    private void WatchSection(byte b)
    {
        run++;
        if (inSection)
        {
            marked = b == ']' ? Math.Min(marked + 1, 2) : b == '>' && marked == 2 ? 3 : 0;
            if (marked == 3) (inSection, marked, run) = (false, 0, 0);
        }
        else
        {
            if (b == '<') run = 0;
            marked = b == '<' ? 1 : marked == 1 && b == '!' ? 2 : marked == 2 && b == '[' ? 3 : 0;
            if (marked == 3) (inSection, marked) = (true, 0);
        }
        if (run > RunMax) throw TooLong();
    }

    private SheetException TooLong() => SheetException.Bomb(part.Name, $"> {RunMax >> 20} MB in one piece");
}

/// <summary>What every stream made here has in common: forward reading.</summary>
internal abstract class ReadOnlyStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public abstract override int Read(Span<byte> buffer);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
