using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Muster.People.Import;
using Muster.Platform.Storage;

namespace Muster.People;

/// <summary>
/// Who is already there, in the store or earlier in the file, found by ID number or by agency and name. Numbers and names are held
/// as 128-bit hashes only, about 120 bytes a person: a million people in the file and as many in the store take 250 MB, and
/// nothing grows with the width of the rows.
/// </summary>
internal sealed class KnownPeople
{
    private const int NameLengthMax = 200;

    private readonly Dictionary<UInt128, int> _byId = [];
    private readonly Dictionary<UInt128, int> _bySameName = [];
    private readonly List<Known> _people = [];
    private readonly KeyedHash _high = new(), _low = new(), _rows;

    /// <param name="rowKey">Of the installation, see <see cref="IdentityKeys.ForRows"/>.</param>
    public KnownPeople(ReadOnlySpan<byte> rowKey) => _rows = new KeyedHash(rowKey);

    /// <param name="Phone">Hash of the telephone, 0 for none.</param>
    /// <param name="InFile">A row of this file was taken for this person already.</param>
    /// <param name="Merged">It stands for the record it was merged into, whose name and number may be others.</param>
    /// <param name="Next">The next of the same agency and name, -1 at the end.</param>
    /// <param name="Row">Hash of the row it was last written from, as stored; 0 for none, and for one that is to be written again.</param>
    public readonly record struct Known(Guid Id, UInt128 Phone, bool HasIdNumber, bool InFile, int Next, bool Merged = false, ulong Row = 0, int Version = 1);

    public Known this[int index] => _people[index];

    public int? WithId(UInt128 id) => _byId.TryGetValue(id, out var index) ? index : null;

    /// <summary>Everybody of this agency and name, each person once.</summary>
    public List<int> SameName(UInt128 agencyAndName)
    {
        var found = new List<int>(1);
        for (var at = _bySameName.GetValueOrDefault(agencyAndName, -1); at >= 0; at = _people[at].Next)
        {
            var id = _people[at].Id;
            if (!found.Exists(i => _people[i].Id == id)) found.Add(at);
        }
        return found;
    }

    /// <summary>What a person's <see cref="Person.RowHash"/> is once this row is written.</summary>
    public ulong RowHash(PersonInFile row, Guid? agency, int version)
    {
        Span<byte> id = stackalloc byte[16];
        (agency ?? Guid.Empty).TryWriteBytes(id);
        return _rows.Of(row.RowHash, BinaryPrimitives.ReadUInt64LittleEndian(id), BinaryPrimitives.ReadUInt64LittleEndian(id[8..]), (ulong)version);
    }

    /// <summary>The record was last written from this very row and nobody changed it since.</summary>
    public bool SaysNothingNew(int index, PersonInFile row, Guid? agency) => _people[index] is { Merged: false, Row: not 0 } known && known.Row == RowHash(row, agency, known.Version);

    /// <summary>Makes room for so many.</summary>
    public void Expect(long people)
    {
        var count = (int)Math.Min(people, 1 << 21);
        _byId.EnsureCapacity(count);
        _bySameName.EnsureCapacity(count);
        _people.EnsureCapacity(count);
    }

    public int Add(Guid person, UInt128? id, UInt128 agencyAndName, UInt128 phone, bool inFile, bool merged = false, ulong row = 0, int version = 1)
    {
        var index = _people.Count;
        _people.Add(new Known(person, phone, id is not null, inFile, _bySameName.GetValueOrDefault(agencyAndName, -1), merged, row, version));
        _bySameName[agencyAndName] = index;
        if (id is { } number) _byId[number] = index;
        return index;
    }

    public void Met(int index, UInt128? newId, UInt128 newPhone)
    {
        var known = _people[index];
        if (newId is { } id) _byId[id] = index;
        _people[index] = known with
        {
            InFile = true, Row = 0, HasIdNumber = known.HasIdNumber || newId is not null, Phone = newPhone == 0 ? known.Phone : newPhone,
        };
    }

    /// <summary>A row of the file was taken for this person and changes nothing.</summary>
    public void Met(int index) => _people[index] = _people[index] with { InFile = true };

    public static UInt128 Key(byte[]? hash) => hash is null ? 0 : BinaryPrimitives.ReadUInt128BigEndian(hash);

    /// <summary>One key for an agency and a name in it, by two hashes under keys of this run.</summary>
    public UInt128 Key(Guid? agency, string name)
    {
        Span<char> text = stackalloc char[8 + NameLengthMax];
        MemoryMarshal.Write(MemoryMarshal.AsBytes(text), agency ?? Guid.Empty);
        var part = name.AsSpan(0, Math.Min(name.Length, NameLengthMax));
        part.CopyTo(text[8..]);
        text = text[..(8 + part.Length)];
        return new UInt128(_high.OfText(text), _low.OfText(text));
    }

    /// <summary>
    /// Reads those of the store. For a short file only who has one of its numbers or names, else everybody. A record that was merged
    /// stands for the one it was merged into.
    /// </summary>
    public async Task Load(Sql sql, IReadOnlyCollection<byte[]>? idHashes, IReadOnlyCollection<string>? names, CancellationToken stop)
    {
        const string select = """
            select coalesce(m.kept_id, p.id), p.agency_id, p.name, i.id_hash, i.phone_hash, m.id, p.row_hash, p.version
            from person p left join person_identity i on i.person_id = p.id left join person_merge m on m.gone_id = p.id and m.undone_at is null
            """;
        if (idHashes is null || names is null)
        {
            await Read(sql, select, stop);
            return;
        }
        var some = sql.Engine == Engine.Sqlite
            ? " where p.name in (select value from json_each(@names)) or p.id in (select person_id from person_identity where id_hash in (select unhex(value) from json_each(@hashes)))"
            : " where p.name = any(@names) or p.id in (select person_id from person_identity where id_hash = any(@hashes))";
        await Read(sql, select + some, stop,
            ("@names", sql.Engine == Engine.Sqlite ? System.Text.Json.JsonSerializer.Serialize(names) : names.ToArray()),
            ("@hashes", sql.Engine == Engine.Sqlite ? System.Text.Json.JsonSerializer.Serialize(idHashes.Select(System.Convert.ToHexString)) : idHashes.ToArray()));
    }

    private async Task Read(Sql sql, string query, CancellationToken stop, params (string, object?)[] values)
    {
        await foreach (var row in sql.Rows(query, row => (Id: row.Guid(0), Agency: row.GuidOrNull(1), Name: row.Text(2),
                           Number: row.IsNull(3) ? null : row.Bytes(3), Phone: row.IsNull(4) ? null : row.Bytes(4), Merged: !row.IsNull(5),
                           Row: row.IsNull(6) ? 0 : unchecked((ulong)row.Long(6)), Version: row.Int(7)), stop, values))
            Add(row.Id, row.Number is null ? null : Key(row.Number), Key(row.Agency, row.Name), Key(row.Phone), inFile: false, row.Merged, row.Row, row.Version);
    }
}
