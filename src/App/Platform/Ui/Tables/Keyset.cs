using System.Globalization;

namespace Muster.Platform.Ui.Tables;

/// <summary>
/// Turns a <see cref="TableAsk"/> into the end of an SQL query whose cost does not grow with how far one has paged: rows after (or before)
/// the values of a known row, in an order that an index has, one more than a page to know whether there are further ones.
/// </summary>
/// <example><code>
/// var keyset = new Keyset(ask, "p.id", ("name", "p.name"), ("grade", "coalesce(p.grade, 0)"));
/// var rows = await store.Sql.List($"select p.id, p.name, coalesce(p.grade, 0) from person p where p.ended_at is null {keyset.Sql}", read, stop, keyset.Values);
/// return keyset.Page(rows, row => keyset.Sort switch { "grade" => row.Grade, _ => row.Name }, row => row.Id, total);
/// </code></example>
public sealed class Keyset
{
    private readonly TableAsk _ask;

    /// <param name="id">The column that makes the order total.</param>
    /// <param name="sorts">Sortable columns: the name in the address and the SQL expression, never null; the first is the list's own
    /// order, descending where its name begins with -.</param>
    public Keyset(TableAsk ask, string id, params (string Name, string Sql)[] sorts)
    {
        _ask = ask;
        var (name, sql) = sorts.FirstOrDefault(s => s.Name.TrimStart('-') == ask.Sort, sorts[0]);
        Sort = name.TrimStart('-');
        Descending = ask.Sort == Sort ? ask.Descending : name.StartsWith('-');
        var backward = ask.Before is not null;
        var down = Descending != backward;
        var from = ask.After ?? ask.Before;
        if (from is not null && from.Values.Count != 2) from = null;
        Values = from is null ? [] : [("@k0", from.Values[0]), ("@k1", from.Values[1])];
        var direction = down ? "desc" : "asc";
        Sql = (from is null ? "" : $"and ({sql}, {id}) {(down ? "<" : ">")} (@k0, @k1) ")
            + string.Create(CultureInfo.InvariantCulture, $"order by {sql} {direction}, {id} {direction} limit {ask.Size + 1}");
    }

    /// <summary>The column that the list is really sorted by.</summary>
    public string Sort { get; }

    public bool Descending { get; }

    /// <summary><c>and (…) &gt; (…) order by … limit …</c>; stands behind a <c>where</c> with at least one condition (<c>where 1 = 1</c>).</summary>
    public string Sql { get; }

    public (string Name, object? Value)[] Values { get; }

    /// <summary>Makes the page of what the query gave.</summary>
    /// <param name="sortValue">The row's value of <see cref="Sort"/>, as the SQL expression gives it.</param>
    /// <param name="total">How many rows match in all, or null where that is not counted.</param>
    public TablePage<T> Page<T>(List<T> rows, Func<T, object> sortValue, Func<T, Guid> id, long? total)
    {
        var further = rows.Count > _ask.Size;
        if (further) rows.RemoveAt(rows.Count - 1);
        var backward = _ask.Before is not null;
        if (backward) rows.Reverse();
        string? At(T row) => Cursor.At(sortValue(row), id(row)).ToString();
        var hasNext = backward || further;
        var hasPrevious = backward ? further : _ask.After is not null;
        return new TablePage<T>(rows, total,
            hasPrevious && rows.Count > 0 ? At(rows[0]) : null,
            hasNext && rows.Count > 0 ? At(rows[^1]) : null);
    }
}
