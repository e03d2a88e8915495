using System.Globalization;

namespace Muster.People.Import;

/// <summary>Who stood in the file already: by ID number, else by agency, name and phone. Only hashes are kept, 48 bytes a person and
/// four for each of its keys, so a million people take about 80 MB.</summary>
internal sealed class SeenPeople
{
    private const int PageSize = 1 << 15;

    private readonly KeyedHash hash = new();
    private readonly List<Entry[]> pages = [];

    /// <summary>Open addressing; a slot holds the number of an entry plus one, and the entry says whether it has the key looked for.</summary>
    private int[] slots = new int[1 << 12];
    private int used, count;

    /// <summary>A hash of 0 means that the person has no such key, or that an earlier person holds it.</summary>
    private record struct Entry(ulong Id, ulong Phone, ulong Agency, ulong Name, ulong Content, int Row, short Sheet, bool IsVague);

    private enum KeyKind { Id, Phone, Agency }

    /// <summary>What is known about a person before it is added: nothing, the same person, the same ID number under another name, or
    /// somebody who may be the same.</summary>
    public enum Standing { New, Unchanged, Updated, OtherName, PossibleDouble }

    /// <summary>Compares the person with those before and remembers it unless its ID number belongs to another name.</summary>
    public (Standing Standing, int Sheet, int Row) Add(ParsedPerson person, int sheet, int row)
    {
        string name = person.Name.Contains(' ', StringComparison.Ordinal) || person.Name[0] < '\u0080' ? Folded(person.Name) : person.Name;
        ulong id = person.IdNumber is { } number ? hash.Of("id", number) : 0;
        ulong phone = person.Phone is { } call ? hash.Of("phone", person.Agency, name, call) : 0;
        ulong agency = hash.Of("agency", person.Agency, name);
        // Without number and phone a namesake in the same agency may be the same person: somebody has to look.
        var entry = new Entry(id, phone, agency, hash.Of("name", name), ContentOf(person), row, (short)sheet, IsVague: id == 0 && phone == 0);

        int found = id == 0 ? -1 : Find(id, KeyKind.Id);
        if (found >= 0) return At(found).Name == entry.Name ? Repeat(found, entry) : Told(Standing.OtherName, found);
        found = phone == 0 ? -1 : Find(phone, KeyKind.Phone);
        if (found >= 0)
        {
            // Two ID numbers are two people, however alike the rest is; that is worth a look too.
            if (At(found).Id != 0 && id != 0) return Remember(entry with { Phone = 0, Agency = 0 }, Told(Standing.PossibleDouble, found));
            if (id != 0)
            {
                At(found).Id = id;
                Put(id, found);
            }
            return Repeat(found, entry);
        }
        found = Find(agency, KeyKind.Agency);
        if (found < 0) return Remember(entry, (Standing.New, sheet, row));
        if (!entry.IsVague && !At(found).IsVague) return Remember(entry with { Agency = 0 }, (Standing.New, sheet, row));
        if (At(found).Content == entry.Content) return Repeat(found, entry);
        return Remember(entry with { Agency = 0 }, Told(Standing.PossibleDouble, found));
    }

    private (Standing, int, int) Told(Standing standing, int number) => (standing, At(number).Sheet, At(number).Row);

    private (Standing, int, int) Repeat(int number, in Entry again)
    {
        ref var known = ref At(number);
        var standing = known.Content == again.Content ? Standing.Unchanged : Standing.Updated;
        known.Content = again.Content;
        return Told(standing, number);
    }

    private (Standing, int, int) Remember(Entry entry, (Standing, int, int) answer)
    {
        if (count % PageSize == 0) pages.Add(new Entry[PageSize]);
        pages[count / PageSize][count % PageSize] = entry;
        PutKeys(count++);
        return answer;
    }

    private ref Entry At(int number) => ref pages[number / PageSize][number % PageSize];

    private void PutKeys(int number)
    {
        var entry = At(number);
        Put(entry.Id, number);
        Put(entry.Phone, number);
        Put(entry.Agency, number);
    }

    private int Find(ulong key, KeyKind kind)
    {
        int mask = slots.Length - 1;
        for (int at = (int)key & mask; slots[at] != 0; at = (at + 1) & mask)
        {
            ref var entry = ref At(slots[at] - 1);
            if (key == kind switch { KeyKind.Id => entry.Id, KeyKind.Phone => entry.Phone, _ => entry.Agency }) return slots[at] - 1;
        }
        return -1;
    }

    private void Put(ulong key, int number)
    {
        if (key == 0) return;
        if (used * 10L >= slots.Length * 7L) Grow();
        int mask = slots.Length - 1, at = (int)key & mask;
        while (slots[at] != 0) at = (at + 1) & mask;
        slots[at] = number + 1;
        used++;
    }

    /// <summary>The entries know their keys, so a larger table is made from them. The last one's may come in twice, which costs a
    /// slot and changes nothing.</summary>
    private void Grow()
    {
        slots = new int[slots.Length * 2];
        used = 0;
        for (int i = 0; i < count; i++) PutKeys(i);
    }

    private static string Folded(string name) => name.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();

    private ulong ContentOf(ParsedPerson p) => hash.Of(p.Name, p.IdNumber, Joined(p.Phones, n => n.Text), p.Agency, p.Post, p.GradeName,
        p.Sex?.ToString(), p.PoliticalStatus?.Code, p.BirthYear?.ToString(CultureInfo.InvariantCulture), p.HomeText, Joined(p.Skills, s => s),
        Joined(p.Limits, l => $"{l.Kind}:{l.Text}"), p.Origin?.ToString(), p.Team, p.Note);

    private static string? Joined<T>(IReadOnlyList<T> parts, Func<T, string> text) => parts.Count switch
    {
        0 => null,
        1 => text(parts[0]),
        _ => string.Join('\n', parts.Select(text)),
    };
}
