using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Muster.Platform.Files.Xlsx;

/// <summary>One part of an archive, as the central directory describes it.</summary>
internal sealed record ZipPart(string Name, long Offset, long Packed, long Unpacked, int Method);

/// <summary>The central directory of a zip file (APPNOTE 6.3), read by hand because <see cref="ZipArchive"/> hides where parts
/// lie: overlapping parts, the trick of the 281 TB bomb in 10 MB, can be seen only from the offsets. Everything the
/// directory declares is checked before a byte is unpacked, and <see cref="PartStream"/> holds each part to it.</summary>
internal sealed class ZipDirectory
{
    private const uint EndSign = 0x06054b50, End64Sign = 0x06064b50, Locator64Sign = 0x07064b50, PartSign = 0x02014b50, LocalSign = 0x04034b50;
    private const int EndSize = 22, PartSize = 46, LocalSize = 30;
    private const long DirectoryBytesMax = 8 << 20;

    private readonly Stream file;
    private readonly SheetLimits limits;
    private readonly Dictionary<string, ZipPart> parts = new(StringComparer.OrdinalIgnoreCase);

    public ZipDirectory(Stream file, SheetLimits limits)
    {
        this.file = file;
        this.limits = limits;
        var (count, size, offset) = FindEnd();
        if (count > limits.EntriesMax) throw SheetException.Bomb("zip", $"{count} parts > {limits.EntriesMax}");
        if (size > DirectoryBytesMax || offset < 0 || offset + size > file.Length) throw Broken("central directory");
        byte[] directory = new byte[size];
        ReadAt(offset, directory);
        ReadParts(directory, count);
        Check(offset);
    }

    public IEnumerable<string> Names => parts.Keys;

    public ZipPart? Find(string name) => parts.GetValueOrDefault(name.TrimStart('/').Replace('\\', '/'));

    /// <summary>Opens a part for one reading from its start; several may be open in turn on the one file.</summary>
    public PartStream Open(ZipPart part)
    {
        Span<byte> local = stackalloc byte[LocalSize];
        ReadAt(part.Offset, local);
        if (BinaryPrimitives.ReadUInt32LittleEndian(local) != LocalSign) throw Broken(part.Name);
        long start = part.Offset + LocalSize + U16(local, 26) + U16(local, 28);
        if (start + part.Packed > file.Length) throw Broken(part.Name);
        var packed = new Slice(file, start, part.Packed);
        return part.Method switch
        {
            0 when part.Packed == part.Unpacked => new PartStream(packed, packed, part),
            8 => new PartStream(new DeflateStream(packed, CompressionMode.Decompress), packed, part),
            _ => throw SheetException.Damaged(part.Name, $"compression {part.Method}"),
        };
    }

    private (long Count, long Size, long Offset) FindEnd()
    {
        int tailSize = (int)Math.Min(file.Length, EndSize + ushort.MaxValue);
        byte[] tail = new byte[tailSize];
        ReadAt(file.Length - tailSize, tail);
        for (int at = tailSize - EndSize; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndSign || at + EndSize + U16(end, 20) > tailSize) continue;
            if (U16(end, 4) != 0 || U16(end, 6) != 0) throw Broken("several volumes");
            long count = U16(end, 10), size = U32(end, 12), offset = U32(end, 16);
            if (count == 0xFFFF || size == uint.MaxValue || offset == uint.MaxValue)
                return FindEnd64(file.Length - tailSize + at) ?? (count, size, offset);
            return (count, size, offset);
        }
        throw Broken("end of central directory");
    }

    private (long Count, long Size, long Offset)? FindEnd64(long endAt)
    {
        if (endAt < 20) return null;
        Span<byte> locator = stackalloc byte[20];
        ReadAt(endAt - 20, locator);
        if (U32(locator, 0) != Locator64Sign) return null;
        Span<byte> end = stackalloc byte[56];
        ReadAt((long)BinaryPrimitives.ReadUInt64LittleEndian(locator[8..]), end);
        if (U32(end, 0) != End64Sign) throw Broken("zip64 end");
        return (I64(end, 32), I64(end, 40), I64(end, 48));
    }

    private void ReadParts(ReadOnlySpan<byte> directory, long count)
    {
        for (long i = 0; i < count; i++)
        {
            if (directory.Length < PartSize || U32(directory, 0) != PartSign) throw Broken("central directory");
            int nameSize = U16(directory, 28), extraSize = U16(directory, 30), commentSize = U16(directory, 32);
            int size = PartSize + nameSize + extraSize + commentSize;
            if (directory.Length < size) throw Broken("central directory");
            string name = Encoding.UTF8.GetString(directory.Slice(PartSize, nameSize)).Replace('\\', '/');
            long unpacked = U32(directory, 24), packed = U32(directory, 20), offset = U32(directory, 42);
            ReadExtra64(directory.Slice(PartSize + nameSize, extraSize), ref unpacked, ref packed, ref offset);
            if ((U16(directory, 8) & 0x2001) != 0) throw SheetException.Encrypted();
            if ((U32(directory, 38) >> 28) == 0xA) throw SheetException.Damaged(name, "symbolic link");
            if (!parts.TryAdd(name, new ZipPart(name, offset, packed, unpacked, U16(directory, 10))))
                throw SheetException.Damaged(name, "two parts of one name");
            directory = directory[size..];
        }
    }

    private static void ReadExtra64(ReadOnlySpan<byte> extra, ref long unpacked, ref long packed, ref long offset)
    {
        while (extra.Length >= 4)
        {
            int id = U16(extra, 0), size = U16(extra, 2);
            if (extra.Length < 4 + size) return;
            var body = extra.Slice(4, size);
            if (id == 1)
            {
                if (unpacked == uint.MaxValue) unpacked = Take(ref body);
                if (packed == uint.MaxValue) packed = Take(ref body);
                if (offset == uint.MaxValue) offset = Take(ref body);
            }
            extra = extra[(4 + size)..];
        }
    }

    private static long Take(ref ReadOnlySpan<byte> body)
    {
        if (body.Length < 8) throw Broken("zip64 extra field");
        long value = I64(body, 0);
        body = body[8..];
        return value;
    }

    private void Check(long directoryOffset)
    {
        long free = 0, total = 0;
        foreach (var part in parts.Values.OrderBy(p => p.Offset))
        {
            if (part.Offset < free || part.Packed < 0 || part.Unpacked < 0) throw SheetException.Bomb(part.Name, "overlapping parts");
            free = part.Offset + LocalSize + part.Packed;
            if (part.Packed > directoryOffset || free > directoryOffset) throw SheetException.Bomb(part.Name, "overlapping parts");
            if (part.Unpacked > limits.UnpackedBytesMax - total) throw SheetException.Bomb(part.Name, $"> {limits.UnpackedBytesMax >> 20} MB");
            total += part.Unpacked;
            if (part.Unpacked > limits.RatioFreeBytes && part.Unpacked / limits.RatioMax > part.Packed)
                throw SheetException.Bomb(part.Name, $"1 : {part.Unpacked / Math.Max(1, part.Packed)}");
        }
    }

    private void ReadAt(long offset, Span<byte> target)
    {
        if (offset < 0 || offset + target.Length > file.Length) throw Broken("cut short");
        file.Position = offset;
        file.ReadExactly(target);
    }

    private static int U16(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt16LittleEndian(b[at..]);

    private static uint U32(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt32LittleEndian(b[at..]);

    private static long I64(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadInt64LittleEndian(b[at..]);

    private static SheetException Broken(string what) => SheetException.Damaged("zip", what);
}
