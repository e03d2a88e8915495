using System.Buffers.Binary;

namespace Muster.Platform.Files;

/// <summary>A look at the frame of an xls ([MS-CFB] 2.2, 2.3, 2.5) before a library builds tables from it: sector counts must fit
/// the file, and the chain of table sectors must end.</summary>
internal static class CompoundFile
{
    private const int HeaderSize = 512, SectorsInHeader = 109;
    private const uint EndOfChain = 0xFFFFFFFE, LastSector = 0xFFFFFFFA;

    public static void Check(Stream file)
    {
        if (file.Length < HeaderSize) throw Broken("header");
        byte[] header = new byte[HeaderSize];
        file.Position = 0;
        file.ReadExactly(header);
        int shift = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30));
        if (shift is not (9 or 12) || BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(32)) != 6) throw Broken("sector size");
        int sectorSize = 1 << shift;
        long sectors = file.Length / sectorSize + 1;
        uint tables = U32(header, 44), miniTables = U32(header, 64), lists = U32(header, 72);
        if (tables == 0 || tables > sectors || miniTables > sectors || lists > sectors) throw Broken("sector counts");
        byte[] table = ReadTable(file, header, (int)tables, sectorSize, sectors);
        // The three chains a reader follows first; a ring among them would never end.
        Follow(table, U32(header, 48), "directory");
        Follow(table, U32(header, 60), "mini table");
        file.Position = 0;
    }

    private static byte[] ReadTable(Stream file, byte[] header, int tables, int sectorSize, long sectors)
    {
        byte[] table = new byte[(long)tables * sectorSize];
        byte[] list = new byte[sectorSize];
        int perList = sectorSize / 4 - 1, done = 0;
        for (; done < Math.Min(tables, SectorsInHeader); done++)
            ReadSector(file, U32(header, 76 + done * 4), table.AsSpan(done * sectorSize, sectorSize), sectorSize, sectors);
        uint next = U32(header, 68);
        while (done < tables)
        {
            ReadSector(file, next, list, sectorSize, sectors);
            for (int i = 0; i < perList && done < tables; i++, done++)
                ReadSector(file, U32(list, i * 4), table.AsSpan(done * sectorSize, sectorSize), sectorSize, sectors);
            next = U32(list, perList * 4);
        }
        return table;
    }

    private static void Follow(byte[] table, uint sector, string what)
    {
        int entries = table.Length / 4;
        for (int steps = 0; sector < LastSector; steps++)
        {
            if (sector >= entries || steps > entries) throw Broken(what);
            sector = U32(table, (int)sector * 4);
        }
        if (sector != EndOfChain && sector != uint.MaxValue) throw Broken(what);
    }

    private static void ReadSector(Stream file, uint sector, Span<byte> target, int size, long sectors)
    {
        if (sector >= sectors) throw Broken("sector table");
        file.Position = (sector + 1L) * size;
        int n = file.ReadAtLeast(target, size, throwOnEndOfStream: false);
        target[n..].Clear();
    }

    private static uint U32(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt32LittleEndian(b[at..]);

    private static SheetException Broken(string what) => SheetException.Damaged("xls", what);
}
