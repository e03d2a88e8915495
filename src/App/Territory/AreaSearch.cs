using System.Globalization;
using System.Text;
using Muster.Platform.Storage;
using Muster.Territory.Contract;
using Muster.Territory.Names;

namespace Muster.Territory;

/// <summary>What to look for.</summary>
/// <param name="Text">Characters, pinyin, initials or a code; empty lists everything in tree order.</param>
/// <param name="Under">Path to stay under; empty for everywhere.</param>
/// <param name="After">The <see cref="Found{T}.Next"/> of the page before.</param>
public sealed record AreaSearch(string? Text = null, AreaLevel? Level = null, string Under = "", string? After = null, int Size = 50, bool Closed = false);

/// <summary>One page of a list; <paramref name="Next"/> is null on the last.</summary>
public sealed record Found<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>
/// Search by keyset, the highest level first. Names go by the key table, whose rows stand in the order of the answer; in a small subtree,
/// or for who reads a small part, that is read instead, because most keys would lie elsewhere. Each area is found once, at the first of its keys that fits.
/// </summary>
internal sealed class AreaFinding(Sql sql, AreaSearch search, CancellationToken stop)
{
    /// <summary>A subtree up to this size is read whole; above it, keys under a prefix are dense enough in it.</summary>
    private const int SmallSubtree = 4000;

    private static readonly string LastKey = char.ConvertFromUtf32(0x10FFFF);

    private readonly string _state = search.Closed ? "" : $" and {Areas.Open}";
    private readonly int _size = Math.Clamp(search.Size, 1, 500);

    public async Task<Found<AreaRef>> Run()
    {
        var text = search.Text?.Trim() ?? "";
        if (text.Length == 0) return await InTreeOrder();
        var folded = NameKeys.Fold(text);
        if (folded.Length is >= 2 and <= 12 && folded.All(char.IsAsciiDigit))
        {
            var byCode = await ByCode(folded);
            if (byCode.Items.Count > 0 || search.After is not null) return byCode;
        }
        var query = NameKeys.Query(text);
        if (query.Length == 0) return new Found<AreaRef>([], null);
        return await IsSmall() ? await InSubtree(query) : await ByKey(query);
    }

    private async Task<Found<AreaRef>> InTreeOrder()
    {
        var level = search.Level is { } l ? $" and a.level = {(int)l}" : "";
        return Page(await sql.List($"""
            select {AreaRef.Columns} from area a where {Areas.Within}{level}{_state} and a.path > @after order by a.path limit {_size + 1}
            """, AreaRef.Read, stop, [.. Areas.Subtree(search.Under), ("@after", search.After ?? "")]), a => a.Path);
    }

    private async Task<Found<AreaRef>> ByCode(string digits)
    {
        var (code, level) = search.After?.Split(' ') is [var c, var n] ? (c, int.Parse(n, CultureInfo.InvariantCulture)) : ("", 0);
        var only = search.Level is { } l ? $" and a.level = {(int)l}" : "";
        var rows = await sql.List($"""
            select {AreaRef.Columns} from area a
            where a.code >= @from and a.code <= @to and (a.code > @code or a.code = @code and a.level > @level) and {Areas.Within}{only}
              and a.code is not null{_state}
            order by a.code, a.level limit {_size + 1}
            """, AreaRef.Read, stop, [.. Areas.Subtree(search.Under), ("@from", digits.PadRight(12, '0')), ("@to", digits.PadRight(12, '9')),
                ("@code", code), ("@level", level)]);
        return Page(rows, a => string.Create(CultureInfo.InvariantCulture, $"{a.Code} {(int)a.Level}"));
    }

    private async Task<bool> IsSmall() => (search.Under.Length > 0 || sql.IsNarrow) && await sql.Number(
        $"select count(*) from (select 1 as one from area a where {Areas.Within} limit {SmallSubtree + 1}) x", stop, Areas.Subtree(search.Under)) <= SmallSubtree;

    private async Task<Found<AreaRef>> InSubtree(string query)
    {
        var level = search.Level is { } l ? $" and a.level = {(int)l}" : "";
        var all = await sql.List($"select {AreaRef.Columns} from area a where {Areas.Within}{level}{_state}", AreaRef.Read, stop, Areas.Subtree(search.Under));
        var from = Cursor.Read(search.After);
        var hits = all.Select(a => (Area: a, Key: FirstKey(a, query))).Where(h => h.Key is not null)
            .Select(h => (h.Area, At: new Cursor((int)h.Area.Level, h.Key!, h.Area.Id)))
            .Where(h => from is null || h.At.CompareTo(from) > 0).OrderBy(h => h.At).Take(_size + 1).ToList();
        return new Found<AreaRef>([.. hits.Take(_size).Select(h => h.Area)], hits.Count > _size ? hits[_size - 1].At.ToString() : null);
    }

    private async Task<Found<AreaRef>> ByKey(string query)
    {
        var from = Cursor.Read(search.After);
        var hits = new List<(AreaRef Area, Cursor At)>();
        foreach (var level in Enum.GetValues<AreaLevel>())
        {
            if (search.Level is { } only && level != only || from is not null && (int)level < from.Level) continue;
            var at = from is not null && from.Level == (int)level ? from : new Cursor((int)level, query, Guid.Empty);
            while (hits.Count <= _size)
            {
                var rows = await KeyRows(query, at);
                foreach (var row in rows)
                    if (hits.Count <= _size && FirstKey(row.Area, query) == row.At.Key) hits.Add(row);
                if (rows.Count < 2 * _size) break;
                at = rows[^1].At;
            }
            if (hits.Count > _size) break;
        }
        return new Found<AreaRef>([.. hits.Take(_size).Select(h => h.Area)], hits.Count > _size ? hits[_size - 1].At.ToString() : null);
    }

    // The cross join keeps SQLite reading keys first, whatever its statistics say.
    private Task<List<(AreaRef Area, Cursor At)>> KeyRows(string query, Cursor after) => sql.List($"""
        select {AreaRef.Columns}, k.key from area_key k cross join area a
        where k.level = @level and k.key >= @from and k.key < @end and (k.key > @from or k.area_id > @id)
          and a.id = k.area_id and {Areas.Within}{_state}
        order by k.key, k.area_id limit {2 * _size}
        """, row => (AreaRef.Read(row), new Cursor(after.Level, row.Text(7), row.Guid(0))), stop,
        [.. Areas.Subtree(search.Under), ("@level", after.Level), ("@from", after.Key), ("@id", after.Id), ("@end", query + LastKey)]);

    private static string? FirstKey(AreaRef area, string query) =>
        NameKeys.Of(area.Name).Where(k => k.StartsWith(query, StringComparison.Ordinal)).Min(StringComparer.Ordinal);

    private Found<AreaRef> Page(List<AreaRef> rows, Func<AreaRef, string> cursor) => rows.Count <= _size ? new Found<AreaRef>(rows, null)
        : new Found<AreaRef>(rows[.._size], cursor(rows[_size - 1]));

    private sealed record Cursor(int Level, string Key, Guid Id) : IComparable<Cursor>
    {
        public static Cursor? Read(string? text) => text?.Split(' ') is [var level, var id, var key]
            ? new Cursor(int.Parse(level, CultureInfo.InvariantCulture), key, Guid.Parse(id)) : null;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Level} {Id:n} {Key}");

        // As the database has it: level, key by bytes of UTF-8, id by its bytes as written.
        public int CompareTo(Cursor? other)
        {
            if (other is null) return 1;
            var by = Level.CompareTo(other.Level);
            if (by == 0) by = Encoding.UTF8.GetBytes(Key).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other.Key));
            return by != 0 ? by : string.CompareOrdinal(Id.ToString("n"), other.Id.ToString("n"));
        }
    }
}
