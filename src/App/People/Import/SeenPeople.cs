using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Muster.People.Import;

/// <summary>Who stood in the file already: by ID number, else by agency, name and phone. A million people take about 80 MB, as only
/// numbers are kept; texts are hashed with a key of this run, so nobody can make two people collide.</summary>
internal sealed class SeenPeople
{
    private const int PageSize = 1 << 15;

    /// <summary>Telling the three kinds of key apart in their highest bits.</summary>
    private const ulong ById = 1UL << 62, ByPhone = 2UL << 62, ByAgency = 3UL << 62, Body = (1UL << 62) - 1;

    private readonly byte[] secret = RandomNumberGenerator.GetBytes(16);
    private readonly List<Entry[]> pages = [];
    private ulong[] keys = new ulong[1 << 12];
    private int[] entries = new int[1 << 12];
    private int used, count;

    private record struct Entry(ulong Id, ulong Name, ulong Content, int Sheet, int Row);

    /// <summary>What is known about a person before it is added: nothing, the same person, the same ID number under another name, or
    /// somebody who may be the same.</summary>
    public enum Standing { New, Unchanged, Updated, OtherName, PossibleDouble }

    /// <summary>Compares the person with those before and remembers it unless its ID number belongs to another name.</summary>
    public (Standing Standing, int Sheet, int Row) Add(ParsedPerson person, int sheet, int row)
    {
        var entry = new Entry(person.IdNumber is { } id ? Hash(ById, id) : 0, Hash(ById, NameKey(person)), ContentOf(person), sheet, row);
        ulong phoneKey = person.Phone is { } phone ? Hash(ByPhone, person.Agency, NameKey(person), phone) : 0;
        ulong agencyKey = Hash(ByAgency, person.Agency, NameKey(person));
        if (entry.Id != 0 && Find(entry.Id) is var byId and >= 0)
        {
            ref var known = ref At(byId);
            return known.Name == entry.Name ? Repeat(ref known, entry) : (Standing.OtherName, known.Sheet, known.Row);
        }
        if (phoneKey != 0 && Find(phoneKey) is var byPhone and >= 0)
        {
            ref var known = ref At(byPhone);
            // Two ID numbers are two people, however alike the rest is; that is worth a look.
            if (known.Id != 0 && entry.Id != 0 && known.Id != entry.Id) return Remember(entry, phoneKey: 0, agencyKey: 0, (Standing.PossibleDouble, known.Sheet, known.Row));
            if (known.Id == 0 && entry.Id != 0)
            {
                known.Id = entry.Id;
                Put(entry.Id, byPhone);
            }
            return Repeat(ref known, entry);
        }
        // Without number and phone a namesake in the same agency may be the same person: somebody has to look.
        bool vague = entry.Id == 0 && phoneKey == 0;
        if (Find(agencyKey) is var byAgency and >= 0 && (vague || IsVague(At(byAgency))))
        {
            if (At(byAgency).Content == entry.Content) return Repeat(ref At(byAgency), entry);
            return Remember(entry, phoneKey, agencyKey: 0, (Standing.PossibleDouble, At(byAgency).Sheet, At(byAgency).Row));
        }
        return Remember(entry, phoneKey, agencyKey, (Standing.New, sheet, row));
    }

    /// <summary>An entry known by agency and name only carries no ID and no phone key; the sign is a negative sheet.</summary>
    private static bool IsVague(in Entry entry) => entry.Sheet < 0;

    private static (Standing, int, int) Repeat(ref Entry known, in Entry again)
    {
        bool same = known.Content == again.Content;
        var answer = (same ? Standing.Unchanged : Standing.Updated, Math.Abs(known.Sheet), known.Row);
        known.Content = again.Content;
        return answer;
    }

    private (Standing, int, int) Remember(Entry entry, ulong phoneKey, ulong agencyKey, (Standing Standing, int Sheet, int Row) answer)
    {
        if (entry.Id == 0 && phoneKey == 0) entry.Sheet = -entry.Sheet;
        if (count % PageSize == 0) pages.Add(new Entry[PageSize]);
        int number = count++;
        pages[number / PageSize][number % PageSize] = entry;
        foreach (ulong key in (ReadOnlySpan<ulong>)[entry.Id, phoneKey, agencyKey])
            if (key != 0) Put(key, number);
        return (answer.Standing, Math.Abs(answer.Sheet), answer.Row);
    }

    private ref Entry At(int number) => ref pages[number / PageSize][number % PageSize];

    private int Find(ulong key)
    {
        int mask = keys.Length - 1;
        for (int at = (int)(key * 0x9E3779B97F4A7C15 >> 32) & mask; keys[at] != 0; at = (at + 1) & mask)
            if (keys[at] == key) return entries[at];
        return -1;
    }

    private void Put(ulong key, int number)
    {
        if (used * 10L > keys.Length * 7L) Grow();
        if (Insert(key, number)) used++;
    }

    /// <summary>The first to hold a key keeps it.</summary>
    private bool Insert(ulong key, int number)
    {
        int mask = keys.Length - 1, at = (int)(key * 0x9E3779B97F4A7C15 >> 32) & mask;
        for (; keys[at] != 0; at = (at + 1) & mask)
            if (keys[at] == key) return false;
        (keys[at], entries[at]) = (key, number);
        return true;
    }

    private void Grow()
    {
        var (oldKeys, oldEntries) = (keys, entries);
        (keys, entries) = (new ulong[oldKeys.Length * 2], new int[oldKeys.Length * 2]);
        for (int i = 0; i < oldKeys.Length; i++)
            if (oldKeys[i] != 0) Insert(oldKeys[i], oldEntries[i]);
    }

    private static string NameKey(ParsedPerson person) => person.Name.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();

    private ulong ContentOf(ParsedPerson p) => Hash(ById, p.Name, p.IdNumber, string.Join('/', p.Phones.Select(n => n.Text)), p.Agency, p.Post, p.GradeName,
        p.Sex?.ToString(), p.PoliticalStatus?.Code, p.BirthYear?.ToString(System.Globalization.CultureInfo.InvariantCulture), p.HomeText,
        string.Join('/', p.Skills), string.Join('/', p.Limits.Select(l => $"{l.Kind}:{l.Text}")), p.Origin?.ToString(), p.Team, p.Note);

    private ulong Hash(ulong kind, params ReadOnlySpan<string?> parts)
    {
        int size = secret.Length;
        foreach (string? part in parts) size += (part?.Length ?? 0) * 3 + 2;
        Span<byte> bytes = size <= 2048 ? stackalloc byte[2048] : new byte[size];
        secret.CopyTo(bytes);
        int length = secret.Length;
        foreach (string? part in parts)
        {
            // A mark that text cannot hold keeps ("ab", "c") and ("a", "bc") apart, another one empty and absent.
            if (part is not null) length += Encoding.UTF8.GetBytes(part, bytes[length..]);
            bytes[length++] = part is null ? (byte)0xFE : (byte)0xFF;
        }
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes[..length], hash);
        return kind | (BinaryPrimitives.ReadUInt64LittleEndian(hash) & Body);
    }
}
