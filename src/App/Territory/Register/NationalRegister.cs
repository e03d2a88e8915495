using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Muster.Territory.Register;

/// <summary>
/// The national register of areas: 31 provinces, 342 cities, 2,974 counties (the source's 2,978 less the four that only
/// repeat a city without counties), 41,352 streets, 620,573 communities. Reads data/areas.bin.br, whose format stands
/// in data/make-register.mjs. Immutable; safe from several threads.
/// </summary>
public sealed class NationalRegister
{
    private static readonly AreaLevel[] Levels =
        [AreaLevel.Province, AreaLevel.City, AreaLevel.County, AreaLevel.Street, AreaLevel.Community];

    // Digits of an unpadded code at each level, and what an unpadded code is multiplied with to make twelve digits.
    private static readonly int[] Digits = [2, 4, 6, 9, 12];
    private static readonly long[] Pad = [10_000_000_000, 100_000_000, 1_000_000, 1_000, 1];

    private static readonly Lazy<NationalRegister> OfProgram = new(() =>
    {
        using var stream = typeof(NationalRegister).Assembly.GetManifestResourceStream("areas.bin.br")!;
        return Open(stream);
    });

    private readonly byte[] _file;
    private readonly string[] _endings;
    private readonly Block[] _blocks;

    private NationalRegister(byte[] file, string[] endings, Block[] blocks) =>
        (_file, _endings, _blocks) = (file, endings, blocks);

    /// <summary>The register that comes with the program.</summary>
    public static NationalRegister Embedded => OfProgram.Value;

    /// <summary>Two-digit codes of the provinces, ascending: 11 … 65.</summary>
    public IEnumerable<int> Provinces => _blocks.Select(block => block.Province);

    /// <summary>Areas in the whole register, all levels.</summary>
    public int Count => _blocks.Sum(block => block.Areas);

    /// <summary>Reads the table of contents and keeps the compressed file (2.4 MB) in memory; the stream may be closed after.</summary>
    /// <exception cref="InvalidDataException">Not a register, of another version, or cut short.</exception>
    public static NationalRegister Open(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var file = copy.ToArray();
        try
        {
            if (!file.AsSpan(0, 4).SequenceEqual("MREG"u8) || file[4] != 1)
            {
                throw new InvalidDataException("Not a register of areas, or not of version 1.");
            }

            var at = 7;
            var endings = new string[file[5]];
            for (var i = 0; i < endings.Length; i++)
            {
                endings[i] = Encoding.UTF8.GetString(file, at + 1, file[at]);
                at += 1 + file[at];
            }

            var blocks = new Block[file[6]];
            var offset = at + 9 * blocks.Length;
            for (var i = 0; i < blocks.Length; i++, at += 9)
            {
                var areas = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 1));
                var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 5));
                blocks[i] = new Block(file[at], areas, offset, length);
                offset += length;
            }

            return offset == file.Length
                ? new NationalRegister(file, endings, blocks)
                : throw new InvalidDataException($"The register should have {offset} bytes and has {file.Length}.");
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("The register of areas is cut short.", e);
        }
    }

    /// <summary>How many areas a province has, itself included, without reading them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such province.</exception>
    public int CountIn(int province) => Find(province).Areas;

    /// <summary>All areas of a province in ascending order of code, parents before children; the first is the province.</summary>
    /// <param name="province">Two-digit code, 11 … 65.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such province.</exception>
    public RegisteredArea[] Load(int province) => Decode(Find(province));

    /// <summary>The nation, province by province; only one province is decoded at a time.</summary>
    public IEnumerable<RegisteredArea> All() => _blocks.SelectMany(Decode);

    private Block Find(int province)
    {
        foreach (var block in _blocks)
        {
            if (block.Province == province)
            {
                return block;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(province), province, "No province has this code.");
    }

    private RegisteredArea[] Decode(Block block)
    {
        var raw = Decompress(block);
        var stepsLength = BinaryPrimitives.ReadInt32LittleEndian(raw);
        var steps = raw.AsSpan(4, stepsLength);
        var ends = raw.AsSpan(4 + stepsLength, block.Areas);
        var stems = Encoding.UTF8.GetString(raw.AsSpan(4 + stepsLength + block.Areas)).AsSpan();

        var areas = new RegisteredArea[block.Areas];
        // The area open at each level, its unpadded code, and the part of the code its youngest child has so far.
        Span<int> open = stackalloc int[5];
        Span<long> codes = stackalloc long[5];
        Span<long> elder = stackalloc long[6];
        elder[0] = -1;
        open.Fill(-1);
        for (var i = 0; i < areas.Length; i++)
        {
            var (step, level) = Math.DivRem(Varint(ref steps), 5);
            var above = level - 1;
            while (above >= 0 && open[above] < 0)
            {
                above--;
            }

            var own = elder[above + 1] + step + 1;
            elder[above + 1] = own;
            var digits = above < 0 ? Digits[level] : Digits[level] - Digits[above];
            codes[level] = (above < 0 ? 0 : codes[above] * TenTo(digits)) + own;
            open[level] = i;
            elder[level + 1] = -1;
            open[(level + 1)..].Fill(-1);

            var end = stems.IndexOf('\n');
            var name = string.Concat(stems[..end], _endings[ends[i]]);
            stems = stems[(end + 1)..];
            areas[i] = above < 0
                ? new RegisteredArea(codes[level] * Pad[level], 0, -1, Levels[level], name)
                : new RegisteredArea(
                    codes[level] * Pad[level], areas[open[above]].Code, open[above], Levels[level], name);
        }

        return areas;
    }

    private byte[] Decompress(Block block)
    {
        using var packed = new MemoryStream(_file, block.Offset, block.Length, writable: false);
        using var brotli = new BrotliStream(packed, CompressionMode.Decompress);
        // Blocks open to about eleven times their size; guessing it saves most of the growing.
        using var raw = new MemoryStream(block.Length * 12);
        brotli.CopyTo(raw);
        return raw.ToArray();
    }

    private static int Varint(ref Span<byte> from)
    {
        var value = 0;
        var shift = 0;
        var i = 0;
        for (; from[i] >= 128; i++, shift += 7)
        {
            value |= (from[i] & 127) << shift;
        }

        value |= from[i] << shift;
        from = from[(i + 1)..];
        return value;
    }

    private static long TenTo(int digits) =>
        digits switch { 2 => 100, 3 => 1_000, 4 => 10_000, 5 => 100_000, _ => throw new InvalidDataException("Depth.") };

    private readonly record struct Block(int Province, int Areas, int Offset, int Length);
}
